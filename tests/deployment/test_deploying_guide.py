# SPDX-License-Identifier: Apache-2.0
"""docs/deploying.md, followed as printed from an empty folder with the deals in it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from regalia.chain.devnet import devnet
from regalia.cli.main import run
from regalia.deployment.networks import networks

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")


@pytest.mark.devnet
def test_guide__commands_in_order__deployed_and_nothing_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (wish,) = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    commands = [shlex.split(line) for line in re.findall(r"^    regalia (.*)$", GUIDE, re.MULTILINE)]
    assert [words[1] for words in commands] == ["plan", "apply", "plan", "sources"]
    (tmp_path / "deployments" / "31337").mkdir(parents=True)
    (tmp_path / "deployments" / "31337" / "wish.yaml").write_text(wish)
    (tmp_path / "deals").symlink_to(ROOT / "deals")
    monkeypatch.chdir(tmp_path)
    with devnet() as chain:
        monkeypatch.setenv("REGALIA_RPC_LOCAL", chain.url)
        printed = []
        for words in commands:
            assert run(words) == 0, words
            printed.append(capsys.readouterr().out)
    assert (
        "27 steps are missing" in printed[0] and "done: 27 steps" in printed[1] and "nothing is missing" in printed[2]
    )
    assert {path.name for path in (tmp_path / "deployments" / "31337").glob("*.json")} == {
        "platform.json",
        "mills.json",
    }
    assert (tmp_path / "sources" / "index.json").exists()


def test_guide__table_of_networks__as_configured() -> None:
    told = dict(re.findall(r"^\| (\d+) \| [^|]* \| `(REGALIA_RPC_\w+)`", GUIDE, re.MULTILINE))
    assert told == {str(found.chain_id): found.rpc for found in networks().values()}
