# SPDX-License-Identifier: Apache-2.0
"""``regalia receipts check``: a proof held against the report on a chain."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from eth_utils.crypto import keccak

from regalia.chain.devnet import Devnet, devnet
from regalia.chain.record import save_record
from regalia.cli import main as entry
from regalia.domain.terms import load_terms
from regalia.oracle.typed_data import SigningDomain, signable
from tests.cli.receipts_desk import Captured, Desk, error_of, proposal
from tests.ledger.life import DECEMBER_2023, Life, begin
from tests.mills import DEAL
from tests.support.roles import actor

pytestmark = pytest.mark.devnet


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The current folder has no deal files unless a test puts one there."""
    monkeypatch.chdir(tmp_path)


@dataclass(frozen=True)
class Published:
    """What an investor is given: a node, the record, and the folder with the proofs."""

    chain: Devnet
    life: Life
    record: Path
    desk: Desk

    def check(self, *more: str, proof: str = "proof.json") -> int:
        where = ["--record", str(self.record), "--rpc", self.chain.url]
        return entry.run(["receipts", "check", str(self.desk.folder / proof), *where, *more])

    def altered(self, name: str, leaf: dict[str, Any] | None = None, **changes: Any) -> str:
        content = self.desk.proof | changes
        content["leaf"] |= leaf or {}
        (self.desk.folder / name).write_text(json.dumps(content), encoding="utf-8")
        return name


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """A deal whose report of 2023Q4 the oracle accepted, and a proof of what EMI paid."""
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        life, folder = begin(chain, load_terms(DEAL)), tmp_path_factory.mktemp("published")
        life.subscribe(life.investors[0], 0, 277_712)
        life.close()
        domain = SigningDomain(chain.chain_id, chain.web3.to_checksum_address(life.record.oracle.address))
        proposed = proposal(domain, life.record.deal.address)
        desk = Desk(folder).put(proposed)
        assert desk.prove("--licence", "emi", "--reference", "EMI-2024-3") == 0
        message = signable(proposed.report, domain)
        signatures = b"".join(
            bytes(key.sign_message(message).signature) for key in life.keys[: life.terms.oracle.threshold]
        )
        oracle = life.contract("RoyaltyOracle", life.record.oracle.address)
        life.send(oracle.functions.submit(proposed.report.as_tuple(), signatures), life.anybody)
        yield Published(chain, life, save_record(life.record, folder), desk)


def test_check__proof_of_an_accepted_report__says_in_plain_words_what_is_proved(
    published: Published, capsys: Captured
) -> None:
    assert published.check("--terms", str(DEAL)) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    block = published.chain.web3.eth.block_number
    assert head == (
        "proved: licence emi, period 2023Q4: net 271,000.00 USD, 271,000.000000 paid; "
        f"part of the report accepted in block {block}"
    )
    told = dict(line.strip().split("  ", 1) for line in lines)
    told = {name: value.strip() for name, value in told.items()}
    assert (told["gross"], told["deductions"]) == ("280,000.00 USD", "9,000.00 USD")
    assert told["payment reference"] == "EMI-2024-3"
    assert told["report"] == f"period 2023Q4, evidence root {published.desk.proof['evidence_root']}"
    assert told["signed by"] == ", ".join(key.address for key in published.life.keys[:2])
    assert told["accepted"].startswith("20") and "UTC, block 0x" in told["accepted"]


def test_check__json__one_object_with_the_leaf_and_the_block(published: Published, capsys: Captured) -> None:
    assert published.check("--json") == 0
    printed = capsys.readouterr()
    found = json.loads(printed.out)
    assert printed.err == ""
    assert (found["proved"], found["licence"], found["period"]) == (True, "emi", "237")
    assert found["leaf"] == published.desk.proof["leaf"]
    assert found["payment_token"]["decimals"] == 6
    assert found["report"]["block_number"] == published.chain.web3.eth.block_number
    assert found["report"]["evidence_root"] == published.desk.proof["evidence_root"]


def test_check__deal_file_of_the_current_folder__names_the_periods_when_it_is_the_deals(
    published: Published, tmp_path: Path, capsys: Captured
) -> None:
    file = tmp_path / "deals" / "mills.yaml"
    file.parent.mkdir()
    for content, name in ((DEAL.read_text("utf-8"), "2023Q4"), ("id: none", "237"), (other_terms(), "237")):
        file.write_text(content, encoding="utf-8")
        assert published.check() == 0
        assert f"licence emi, period {name}: " in capsys.readouterr().out


def other_terms() -> str:
    return DEAL.read_text("utf-8").replace("name: Mills Music Trust\n", "name: Another Trust\n")


def test_check__terms_of_another_deal__refused(published: Published, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "other.yaml").write_text(other_terms(), encoding="utf-8")
    assert published.check("--terms", str(tmp_path / "other.yaml")) == 1
    assert "its hash is not that of the deal's terms" in error_of(capsys)
    assert published.check("--terms", str(tmp_path / "none.yaml")) == 1
    assert "none.yaml" in error_of(capsys)


def test_check__proof_without_the_reference_of_an_invoice__said(
    published: Published, tmp_path: Path, capsys: Captured
) -> None:
    shutil.copy(published.desk.folder / "proposal.json", tmp_path)
    desk = Desk(tmp_path)
    assert desk.prove("--licence", "expenses") == 0
    capsys.readouterr()
    assert replace(published, desk=desk).check() == 0
    out = capsys.readouterr().out
    assert out.startswith(
        "proved: invoice of step expenses, period 237: net 5.00 USD, 5.000000 due; part of the report"
    )
    assert f"not told; its keccak-256 is 0x{keccak(text='INV-9').hex()}" in out


@pytest.mark.parametrize(
    ("leaf", "changes", "said"),
    [
        ({"amount": "271000000001"}, {}, "leaf and proof don't hash to the evidence root 0x"),
        ({}, {"proof": []}, "leaf and proof don't hash to the evidence root 0x"),
        ({}, {"evidence_root": "0x" + "12" * 32}, "evidence root: the proof says 0x1212"),
        ({}, {"epoch": 2}, "epoch: the proof says 2, it is 1"),
        ({}, {"period": 238}, "period 238: the oracle has accepted no report of it"),
        ({}, {"chain_id": 1}, "chain id: the proof says 1, it is 31337"),
        ({}, {"deal": actor("deal")}, f"deal: the proof says {actor('deal')}, it is 0x"),
        ({}, {"oracle": actor("oracle")}, f"oracle: the proof says {actor('oracle')}, it is 0x"),
        ({}, {"licence": "sony"}, "licence 'sony' is not the one of the leaf"),
        ({"net": 1}, {}, "leaf.net: 1: must be a whole number as text"),
    ],
    ids=lambda value: next(iter(value), "none") if isinstance(value, dict) else "",
)
def test_check__proof_of_something_else__refused_and_exit_1(
    published: Published, leaf: dict[str, Any], changes: dict[str, Any], said: str, capsys: Captured
) -> None:
    assert published.check(proof=published.altered("altered.json", leaf, **changes)) == 1
    assert said in error_of(capsys)


def test_check__record_or_node_of_something_else__named(published: Published, tmp_path: Path, capsys: Captured) -> None:
    code_hash = json.loads(published.record.read_text("utf-8"))["oracle"]["code_hash"]
    (tmp_path / "record.json").write_text(published.record.read_text("utf-8").replace(code_hash, "0x" + "ab" * 32))
    assert replace(published, record=tmp_path / "record.json").check() == 1
    assert "oracle.code_hash: the record says 0xabab" in error_of(capsys)
    proof = str(published.desk.folder / "proof.json")
    assert (
        entry.run(["receipts", "check", proof, "--record", str(published.record), "--rpc", "http://127.0.0.1:9"]) == 1
    )
    assert "rpc: no node answers at http://127.0.0.1:9" in error_of(capsys)


def test_check__json_and_a_fault__one_object_on_standard_error(published: Published, capsys: Captured) -> None:
    assert published.check("--json", proof="none.json") == 1
    assert json.loads(error_of(capsys))["error"]["name"] == "ReceiptsFileError"
