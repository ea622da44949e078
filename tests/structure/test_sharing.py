# SPDX-License-Identifier: Apache-2.0
"""How the tests are shared by several processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support.sharing import SECONDS, TOGETHER, longest_first, scheduler, share_of

ROOT = Path(__file__).parents[2]
WRITES = "pathlib.Path(pathlib.Path(__file__).stem + '.by').write_text(str(os.getpid()))\n"


@pytest.mark.parametrize("share", [*TOGETHER, *SECONDS])
def test_share__named__is_one(share: str) -> None:
    assert (ROOT / share).exists()
    assert share_of(share if share.endswith(".py") else f"{share}/test_x.py::test_y") == share


def test_order__of_what_was_collected__longest_first_and_the_rest_as_it_was() -> None:
    files = ("tests/a.py", "tests/invariants/test_machine.py", "tests/ledger/test_b.py", "tests/c.py")
    items = [SimpleNamespace(nodeid=f"{file}::test") for file in files]
    longest_first(items)
    assert [item.nodeid.partition("::")[0] for item in items] == [files[2], files[1], files[0], files[3]]


def test_scheduler__asked_for_another_way__left_as_it_is() -> None:
    assert scheduler(SimpleNamespace(option=SimpleNamespace(dist="load")), None) is None


def test_run__two_processes__a_folder_in_one_of_them(tmp_path: Path) -> None:
    """As ``make test`` does it: the tests of a folder of ours that share something, and of another that don't."""
    (tmp_path / "conftest.py").write_text("from tests.support.sharing import scheduler as pytest_xdist_make_scheduler")
    for file in ("tests/api/test_a.py", "tests/api/test_b.py", "tests/rights/test_c.py", "tests/rights/test_d.py"):
        where = tmp_path / file
        where.parent.mkdir(parents=True, exist_ok=True)
        where.write_text("import os, pathlib, time\ndef test():\n    time.sleep(.1)\n    " + WRITES)
    command = [sys.executable, "-m", "pytest", "-c", "/dev/null", "--rootdir", ".", "-n", "2", "--dist", "loadfile"]
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider", "-p", "no:ape_test"],
        cwd=tmp_path, env={**env, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    by = {file.stem: file.read_text() for file in tmp_path.glob("*.by")}
    assert by["test_a"] == by["test_b"]
    assert len({by["test_a"], by["test_c"], by["test_d"]}) == 2
