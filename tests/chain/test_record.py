# SPDX-License-Identifier: Apache-2.0
"""The deployment record as a file: every fault at once, written whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from regalia.chain.record import (
    DeploymentRecord,
    RecordError,
    RecordMissingError,
    RecordWriteError,
    check_writable,
    load_record,
    record_path,
    save_record,
)
from tests.chain.records import address, contract, record_data


def load(folder: Path, data: object) -> DeploymentRecord:
    path = folder / "record.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return load_record(path)


def test_load__valid__every_field_kept(tmp_path: Path) -> None:
    loaded = load(tmp_path, record_data())
    assert loaded.model_dump(mode="json", exclude_none=True) == record_data()
    assert loaded.arguments["offers"] == [10**30, 1]


def test_contracts__every_contract__once_with_its_field(tmp_path: Path) -> None:
    found = {field: c.address for field, c in load(tmp_path, record_data()).contracts()}
    assert len(found) == 16
    assert found["payment_token"] == address(106)
    assert found["tokens.junior"] == address(202)
    assert found["implementations.TrancheToken"] == address(300)
    assert found["program_checker"] == address(111)
    assert found["noteholder_meeting"] == address(112)


def test_contracts__deal_with_a_source_of_facts__is_among_them(tmp_path: Path) -> None:
    found = {field: c.address for field, c in load(tmp_path, record_data() | {"pool_facts": contract(120)}).contracts()}
    assert len(found) == 17
    assert found["pool_facts"] == address(120)


def test_save__then_load__equal_and_in_its_place(tmp_path: Path) -> None:
    made = DeploymentRecord.model_validate_json(json.dumps(record_data()))
    path = save_record(made, tmp_path / "deployments")
    assert (
        path
        == tmp_path / "deployments" / "31337" / "mills.json"
        == record_path(tmp_path / "deployments", 31337, "mills")
    )
    assert load_record(path) == made


def test_save__fields_in_another_order__same_bytes(tmp_path: Path) -> None:
    backwards = dict(reversed(record_data().items()))
    one = save_record(load(tmp_path, record_data()), tmp_path / "one").read_bytes()
    two = save_record(load(tmp_path, backwards), tmp_path / "two").read_bytes()
    assert one == two
    assert one.endswith(b"}\n")


def test_save__disk_fails_midway__old_record_whole_and_nothing_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = load(tmp_path, record_data())
    path = save_record(made, tmp_path)
    before = path.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RecordWriteError, match=r"mills\.json can't be written: No space left"):
        save_record(made.model_copy(update={"block_number": 13}), tmp_path)
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == ["mills.json"]


def test_check_writable__new_folder__made_and_left_empty(tmp_path: Path) -> None:
    check_writable(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []


def test_check_writable__below_a_file__refused_with_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    with pytest.raises(RecordWriteError, match=r"file/deployments can't be written: Not a directory") as refusal:
        check_writable(tmp_path / "file" / "deployments")
    assert isinstance(refusal.value, OSError)
    assert "write to" in refusal.value.hint
    assert (tmp_path / "file").read_text() == "kept"


def test_load__no_file__refused_with_remedy(tmp_path: Path) -> None:
    with pytest.raises(RecordMissingError, match=r"there is no file .*absent") as refusal:
        load_record(tmp_path / "absent.json")
    assert isinstance(refusal.value, FileNotFoundError)


def test_load__a_folder__refused(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="can't be read"):
        load_record(tmp_path)


@pytest.mark.parametrize("text", ["", "{", "[]", '"text"', "\xff", pytest.param("[" * 100_000, id="brackets")])
def test_load__not_a_json_object__refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(RecordError, match=r"record\.json: 1 fault\n"):
        load_record(path)


def test_load__many_faults__all_listed_with_field_and_value(tmp_path: Path) -> None:
    data = record_data()
    data["chain_id"] = 0
    data["terms_hash"] = "0x12"
    data["deployer"] = address(0xABCDEF).lower()
    data["escrow"]["code_hash"] = "0x" + "G" * 64
    data["surplus"] = 1
    del data["oracle"]
    with pytest.raises(RecordError) as refusal:
        load(tmp_path, data)
    lines = refusal.value.message.splitlines()
    assert lines[0] == "record record.json: 6 faults"
    for field in (
        "chain_id: 0 ",
        "terms_hash: '0x12' ",
        "deployer: '0x",
        "escrow.code_hash: ",
        "surplus: 1 ",
        "oracle: ",
    ):
        assert any(line.startswith(f"  {field}") for line in lines), (field, lines)


@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_load__record_of_an_earlier_release__said_so_and_nothing_else(version: int, tmp_path: Path) -> None:
    data = record_data() | {"schema_version": version}
    del data["support_facility"], data["deal_lens"], data["program_checker"], data["noteholder_meeting"]
    of_former = f"schema_version: {version} is of an earlier release, this one reads 5"
    with pytest.raises(RecordError, match=of_former) as refusal:
        load(tmp_path, data)
    assert "fault" not in refusal.value.message
    assert refusal.value.hint.startswith("Use the release that made the deal")


Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda d: d.update(schema_version=6), "schema_version: 6"),
        (lambda d: d.pop("supervisor"), "supervisor:"),
        (lambda d: d.pop("transfer_agent"), "transfer_agent:"),
        (lambda d: d.pop("support_facility"), "support_facility:"),
        (lambda d: d.pop("deal_lens"), "deal_lens:"),
        (lambda d: d.pop("program_checker"), "program_checker:"),
        (lambda d: d.pop("noteholder_meeting"), "noteholder_meeting:"),
        (lambda d: d.update(pool_facts=contract(102)), f"{address(102)} is given for more than one contract"),
        (lambda d: d.update(chain_id="31337"), "chain_id: '31337'"),
        (lambda d: d.update(block_number=-1), "block_number: -1"),
        (lambda d: d.update(block_number=True), "block_number: True"),
        (lambda d: d.update(deal_id="../mills"), "deal_id: '../mills'"),
        (lambda d: d.update(tokens={}), "tokens:"),
        (lambda d: d["attestors"].update(threshold=4), "threshold 4 is above the weight of all signers, 3"),
        (lambda d: d["attestors"].update(threshold=0), "attestors.threshold: 0"),
        (lambda d: d["attestors"]["signers"].reverse(), "signers must rise strictly"),
        (lambda d: d["attestors"]["signers"].append(address(503)), "signers must rise strictly"),
        (lambda d: d["attestors"].update(signers=[]), "attestors.signers:"),
        (lambda d: d.update(deal=contract(102)), f"{address(102)} is given for more than one contract"),
        (lambda d: d["deal"].update(artefact="Deal"), "artefact and source_hash are given together"),
        (lambda d: d["tokens"]["junior"].update(implementation=address(9)), "is not among implementations"),
        (lambda d: d["payees"].update({"a b": address(1)}), "payees.a b"),
    ],
)
def test_load__one_fault__named(change: Change, fault: str, tmp_path: Path) -> None:
    data = record_data()
    change(data)
    with pytest.raises(RecordError) as refusal:
        load(tmp_path, data)
    assert fault in refusal.value.message
    assert "1 fault\n" in refusal.value.message


MIXED = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
"""The test vector of EIP-55."""


def _with_deployer(typed: str) -> dict[str, Any]:
    data = record_data()
    return data | {"deployer": typed, "payees": {"servicer": MIXED}}


@pytest.mark.parametrize(
    "typed",
    [MIXED[:9] + "1" + MIXED[10:], MIXED[:9] + MIXED[10:], MIXED[:9] + "7" + MIXED[9:], MIXED.lower()],
    ids=["digit-changed", "digit-left-out", "digit-added", "all-small"],
)
def test_load__address_one_character_off_another__did_you_mean_that_one(typed: str, tmp_path: Path) -> None:
    with pytest.raises(RecordError) as caught:
        load(tmp_path, _with_deployer(typed))
    told = f"deployer: {typed!r} must be an address in checksum form (EIP-55); did you mean {MIXED}?"
    assert told in str(caught.value) and "1 fault\n" in str(caught.value)


@pytest.mark.parametrize(
    "typed",
    [MIXED.lower(), "0x" + MIXED[2:].upper(), MIXED[:-2] + "eD", MIXED.replace("Ae", "ae", 1)],
    ids=["all-small", "all-large", "last-letter", "one-letter"],
)
def test_load__address_with_a_wrong_checksum_alone__did_you_mean_it_spelled_right(typed: str, tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=rf"\(EIP-55\); did you mean {MIXED}\?"):
        load(tmp_path, record_data() | {"deployer": typed})


@pytest.mark.parametrize("typed", [MIXED[:9] + "1" + MIXED[10:], "servicer", ""], ids=["digit", "word", "empty"])
def test_load__address_unlike_any__none_is_made_up(typed: str, tmp_path: Path) -> None:
    with pytest.raises(RecordError) as caught:
        load(tmp_path, record_data() | {"deployer": typed})
    assert "must be an address in checksum form (EIP-55)" in str(caught.value) and "mean" not in str(caught.value)
