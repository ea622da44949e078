# SPDX-License-Identifier: Apache-2.0
"""What pages show and no other test runs: the commands of ``projection.md`` and ``verifying.md``, parts of deal files."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from regalia.cli import main as entry
from regalia.demo.sample import sample_deal
from regalia.domain.terms import Terms
from tests.docs.pages import DOCS, ROOT, blocks_of

Captured = pytest.CaptureFixture[str]


def commands_of(page: str) -> list[list[str]]:
    blocks = blocks_of((DOCS / page).read_text(encoding="utf-8"))
    return [shlex.split(command)[1:] for block in blocks for command in block.commands if command.startswith("regalia")]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with deals and data of the repository, for what commands write."""
    for name in ("deals", "data"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_projection__every_line__done(checkout: Path, capsys: Captured) -> None:
    lines = commands_of("projection.md")
    for line in lines:
        assert entry.run(line) == 0, f"{line}: {capsys.readouterr().err}"
    assert len(lines) == 3
    written = {path.suffix for path in (checkout / "out").iterdir()}
    assert written == {".csv", ".svg"}
    assert "equal" in capsys.readouterr().out


@pytest.mark.devnet
def test_verifying__the_line__verified_and_both_files_written(checkout: Path, capsys: Captured) -> None:
    lines = commands_of("verifying.md")
    assert len(lines) == 1
    with sample_deal(checkout / "made", quarters=1) as sample:
        folder = checkout / "deployments" / "31337"
        folder.mkdir(parents=True)
        (folder / "mills-notes.json").write_bytes(sample.record_path.read_bytes())
        line = [sample.url if word == "http://127.0.0.1:8545" else word for word in lines[0]]
        assert entry.run(line) == 0, capsys.readouterr().err
    told = json.loads((checkout / "verification.json").read_text(encoding="utf-8"))
    assert (told["verified"], told["schema"], told["schema_version"]) == (True, "regalia-verification", 1)
    page = (DOCS / "verifying.md").read_text(encoding="utf-8").partition("## The file for programs")[2]
    first = [row.split("|")[1] for row in page.splitlines() if row.startswith("| `")]
    assert set(told) == {key for cell in first for key in re.findall(r"`(\w+)`", cell)}
    assert "no difference" in (checkout / "verification.html").read_text(encoding="utf-8")


PARTS = re.findall(
    r"^```yaml\n(.*?)^```", (DOCS / "deal-files.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
)
WHOLE = [part for part in PARTS if not part.startswith("tranches:")]


@pytest.mark.parametrize("part", WHOLE, ids=lambda part: part.partition(":")[0])
def test_deal_files__part_shown__is_one_of_a_deal_file(part: str) -> None:
    for name, given in yaml.safe_load(part).items():
        kind: Any = Terms.model_fields[name].annotation
        assert TypeAdapter(kind).validate_python(given) is not None


def test_deal_files__tranche_shown__has_the_fields_of_a_tranche() -> None:
    (part,) = [part for part in PARTS if part.startswith("tranches:")]
    (given,) = yaml.safe_load(part)["tranches"]
    fields = {field.alias or name for name, field in _tranche().model_fields.items()}
    assert set(given) <= fields and len(given) > 2


def _tranche() -> Any:
    from regalia.domain.terms.tranches import Tranche

    return Tranche
