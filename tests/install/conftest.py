# SPDX-License-Identifier: Apache-2.0
"""One wheel, one environment and one run of the demo for all tests of them."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from regalia.chain.devnet import Devnet, devnet
from regalia.demo.venue import begins_at
from tests.install.installed import build, figures, started
from tests.mills import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> Any:
    with zipfile.ZipFile(wheel) as packed:
        (name,) = (name for name in packed.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_bytes(packed.read(name))


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that has the wheel, and what it asks for at the locked versions."""
    folder = tmp_path_factory.mktemp("environment")
    locked = re.findall(
        r"^[\w.-]+==[^\s;\\]+(?: ;[^\\\n]*)?", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE
    )
    (folder / "constraints.txt").write_text("\n".join(locked))
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder / "env")], check=True)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(folder / "env")]
    wanted = ["install", "-q", "--no-compile", "-c", str(folder / "constraints.txt"), str(wheel)]
    done = subprocess.run([*pip, *wanted], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "env" / "bin"


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder."""
    return tmp_path_factory.mktemp("elsewhere")


@pytest.fixture(scope="module")
def chain() -> Iterator[Devnet]:
    """Started as a person starts it: ten accounts, which are too few, and an id of its own."""
    with devnet(timestamp=begins_at(), accounts=10, chain_id=424_242) as running:
        yield running


@pytest.fixture(scope="module")
def played(chain: Devnet, programs: Path, elsewhere: Path) -> Any:
    """The figures of the demo, played there."""
    return figures(started(programs, elsewhere, "regalia", "demo", "--fast", "--json", "--rpc", chain.url))
