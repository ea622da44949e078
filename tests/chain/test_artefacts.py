# SPDX-License-Identifier: Apache-2.0
"""The committed artefacts: current, complete and the same on every machine."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from regalia.chain import artefacts, compiler
from regalia.chain.artefact import Artefact
from regalia.demo.compiling import Compiled
from tests.support.compiling import compiled_afresh


def test_committed__fresh_compile__equal() -> None:
    """Raises where they differ, and names each. The demo need not do it again in the same run."""
    assert compiled_afresh() == Compiled("compiled", len(artefacts.all_names()))


def test_committed__every_file__holds_its_own_name_and_the_settings() -> None:
    assert artefacts.all_names()
    for name in artefacts.all_names():
        artefact = artefacts.load(name)
        assert artefact.name == name
        assert artefact.settings == {"version": compiler.VERSION, **compiler.SETTINGS}
        assert (compiler.PROJECT / artefact.source).is_file()
        assert re.fullmatch("0x[0-9a-f]{64}", artefact.source_hash)


def test_committed__any_file__names_no_machine() -> None:
    for path in artefacts.FOLDER.glob("*.json"):
        assert not re.search(r'"(/|file:|[A-Z]:\\)', path.read_text(encoding="utf-8")), path.name


def test_load__deployable_contract__has_code_and_interface() -> None:
    sample = artefacts.load("ErrorSample")
    assert sample.source == "contracts/mocks/ErrorSample.sol"
    assert len(bytes.fromhex(sample.bytecode[2:])) > len(bytes.fromhex(sample.deployed_bytecode[2:])) > 100
    assert {e["name"] for e in sample.abi if e["type"] == "error"} == {"ErrorSample_Refused", "ErrorSample_Pair"}


def test_load__interface__has_no_code() -> None:
    assert artefacts.load("IRoyaltyOracle").bytecode == "0x"


def test_load__twice__the_same_object() -> None:
    assert artefacts.load("ErrorSample") is artefacts.load("ErrorSample")


@pytest.mark.parametrize("name", ["Nothing", "../artefacts", ""])
def test_load__unknown_name__refused(name: str) -> None:
    with pytest.raises(artefacts.ArtefactError, match="no artefact of a contract") as refusal:
        artefacts.load(name)
    assert isinstance(refusal.value, LookupError)
    assert "RoyaltyOracle" in refusal.value.hint


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"name": "Broken"}'])
def test_load__file_is_no_artefact__refused(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Broken.json").write_text(text)
    monkeypatch.setattr(artefacts, "FOLDER", tmp_path)
    with pytest.raises(artefacts.ArtefactError, match=r"Broken\.json is not an artefact"):
        artefacts.load("Broken")


def test_json__written_and_read__the_same() -> None:
    sample = artefacts.load("RoyaltyOracle")
    assert Artefact.from_json(sample.to_json()).to_json() == sample.to_json()


def test_write__folder_with_a_stale_and_a_changed_file__exactly_the_given(tmp_path: Path) -> None:
    sample, oracle = artefacts.load("ErrorSample"), artefacts.load("IRoyaltyOracle")
    assert artefacts.write([sample, oracle], tmp_path) == ["ErrorSample: new", "IRoyaltyOracle: new"]
    changed = replace(sample, source_hash="0x" + "11" * 32)
    assert artefacts.write([changed], tmp_path) == ["IRoyaltyOracle: no longer in contracts/", "ErrorSample: changed"]
    assert [path.name for path in tmp_path.iterdir()] == ["ErrorSample.json"]
    assert artefacts.write([changed], tmp_path) == []


def test_check__committed_differs__exit_1_and_nothing_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = artefacts.load("ErrorSample")
    monkeypatch.setattr(compiler, "compile_contracts", lambda: [sample])
    monkeypatch.setattr(artefacts, "FOLDER", tmp_path)
    assert artefacts.main(["--check"]) == 1
    assert list(tmp_path.iterdir()) == []
    printed = capsys.readouterr()
    assert "ErrorSample: new" in printed.out
    assert "make compile" in printed.err


def test_main__no_compiler__exit_1_without_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing() -> list[Artefact]:
        raise compiler.CompilerMissingError("no solc", "Run `make setup`.")

    monkeypatch.setattr(compiler, "compile_contracts", missing)
    assert artefacts.main([]) == 1
    assert capsys.readouterr().err == "no solc\nRun `make setup`.\n"
