# SPDX-License-Identifier: Apache-2.0
"""``regalia explain-transfer``: what it prints, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from regalia.chain.record import save_record
from regalia.cli import main as entry
from regalia.domain.transfer_policy import Question
from tests.servicing.notes import Notes, notes

pytestmark = pytest.mark.devnet
Captured = pytest.CaptureFixture[str]


@dataclass(frozen=True)
class Asked:
    """A sold deal and its record's file."""

    notes: Notes
    record: Path

    def explain(self, receiver: str, units: str = "100", *more: str, tranche: str = "senior") -> int:
        sender = self.notes["senior_investor"]
        options = ["--tranche", tranche, "--from", sender, "--to", receiver, "--units", units, *more]
        return entry.run(["explain-transfer", "--record", str(self.record), "--rpc", self.notes.chain.url, *options])


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    with notes() as found:
        found.admit("buyer", "BR")
        yield Asked(found, save_record(found.deal.record, tmp_path_factory.mktemp("deployments")))


def test_explain_transfer__allowed__every_question_and_exit_0(asked: Asked, capsys: Captured) -> None:
    assert asked.explain(asked.notes["second_senior_investor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("100 units of senior (mills-notes), as of block ")
    assert lines[-1] == "the transfer is allowed"
    asks = [line for line in lines if line.endswith("  yes")]
    assert len(asks) == 18
    assert all(question.asks in line for question, line in zip(Question, asks, strict=True))


def test_explain_transfer__refused__figures_beside_the_no_and_exit_1(asked: Asked, capsys: Captured) -> None:
    assert asked.explain(asked.notes["buyer"]) == 1
    printed = capsys.readouterr()
    assert printed.err == ""
    assert "12  Is the receiver's country admitted to this tranche?" in printed.out
    assert "  no: BR is not admitted\n" in printed.out
    last = printed.out.splitlines()[-1]
    assert last == "refused, code 12: the receiver's country is not admitted to this tranche"


def test_explain_transfer__too_few_units__said_as_well(asked: Asked, capsys: Captured) -> None:
    assert asked.explain(asked.notes["buyer"], "4001") == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2:] == [
        "The sender holds 4,000 units, 1 too few.",
        "refused, code 19: the sender does not hold so many units",
    ]


def test_explain_transfer__json__one_object(asked: Asked, capsys: Captured) -> None:
    assert asked.explain(asked.notes["buyer"], "4001", "--json") == 1
    printed = capsys.readouterr()
    found = json.loads(printed.out)
    assert printed.err == ""
    assert (found["allowed"], found["code"], found["units"]) == (False, 19, 4001)
    assert found["lack_of_units"] == {"code": 19, "held": 4000, "missing": 1}
    assert [question["code"] for question in found["questions"]] == list(range(1, 19))
    assert found["questions"][11] == {
        "code": 12,
        "name": "jurisdiction",
        "question": "Is the receiver's country admitted to this tranche?",
        "answer": False,
        "why": "BR is not admitted",
    }
    assert found["questions"][0]["why"] is None


def test_explain_transfer__nothing_sent(asked: Asked) -> None:
    before = asked.notes.chain.web3.eth.block_number
    asked.explain(asked.notes["second_senior_investor"])
    assert asked.notes.chain.web3.eth.block_number == before


def test_explain_transfer__help__says_what_the_exit_codes_mean(capsys: Captured) -> None:
    assert entry.run(["explain-transfer", "--help"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "Nothing is sent. Exits 0 when the transfer is allowed and 1 when it is refused." in text


@pytest.mark.parametrize("units", ["-1", "1.5", "many", str(2**256)])
def test_explain_transfer__units_that_are_none__usage(asked: Asked, capsys: Captured, units: str) -> None:
    assert asked.explain(asked.notes["buyer"], units) == 2
    assert "Invalid value for '--units'" in capsys.readouterr().err


def test_explain_transfer__address_one_digit_off__usage(asked: Asked, capsys: Captured) -> None:
    buyer = asked.notes["buyer"]
    assert asked.explain(buyer[:-1] + ("0" if buyer[-1] != "0" else "1")) == 2
    assert "Invalid value for '--to'" in capsys.readouterr().err


def test_explain_transfer__unknown_tranche__known_ones_named(asked: Asked, capsys: Captured) -> None:
    assert asked.explain(asked.notes["buyer"], tranche="super") == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "tranche: 'super' is not one of" in printed.err


def test_explain_transfer__record_of_other_code__refused(asked: Asked, tmp_path: Path, capsys: Captured) -> None:
    text = asked.record.read_text(encoding="utf-8")
    code_hash = json.loads(text)["tokens"]["senior"]["code_hash"]
    (tmp_path / "record.json").write_text(text.replace(code_hash, "0x" + "ab" * 32), encoding="utf-8")
    assert Asked(asked.notes, tmp_path / "record.json").explain(asked.notes["buyer"]) == 1
    assert "tokens.senior.code_hash: the record says 0xabab" in capsys.readouterr().err
