# SPDX-License-Identifier: Apache-2.0
"""A folder that attestors share: what is good is found, what is not is named and passed over, nothing stops anybody."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from regalia.oracle import exchange as exchange_module
from regalia.oracle import exchange_names
from regalia.oracle.attestation import Attestation
from regalia.oracle.documents import DocumentError, attestation_to_json, proposal_to_json
from regalia.oracle.exchange import ExchangeError
from regalia.oracle.exchange_names import attestation_name, proposal_name, refusal_name
from regalia.oracle.folder_exchange import FolderExchange
from regalia.oracle.proposal import ProposalError
from regalia.oracle.refusal import Objection, Refusal, Rule
from tests.oracle.proposals import proposal, signed_by
from tests.support.roles import key_of

GOOD = proposal()
OTHER = proposal(seed=bytes(32))
SIGNED = signed_by("servicer", GOOD)
REASONS = (Objection(Rule.BANK, "no such credit"), Objection(Rule.CASH, "not paid"))


@pytest.fixture
def exchange(tmp_path: Path) -> FolderExchange:
    return FolderExchange(tmp_path / "exchange")


def passed(exchange: FolderExchange) -> dict[str, str]:
    return {problem.name: problem.reason for problem in exchange.problems()}


@contextmanager
def still_works(exchange: FolderExchange) -> Iterator[None]:
    """Whatever was put there, the good documents are found."""
    exchange.publish(GOOD)
    exchange.attest(GOOD.digest, SIGNED)
    yield
    fresh = FolderExchange(exchange.folder)
    assert fresh.proposals() == (GOOD,)
    assert fresh.attestations(GOOD.digest) == (SIGNED,)


def test_publish_and_attest__read_by_another__the_same(exchange: FolderExchange) -> None:
    refusal = Refusal.by(key_of("auditor"), GOOD.digest, REASONS)
    exchange.publish(GOOD)
    exchange.attest(GOOD.digest, SIGNED)
    exchange.attest(GOOD.digest, refusal)
    other = FolderExchange(exchange.folder)
    assert (other.proposals(), other.attestations(GOOD.digest)) == ((GOOD,), (SIGNED,))
    assert (other.refusals(GOOD.digest), other.problems()) == ((refusal,), ())


def test_proposals__several_for_one_period__all_of_them(exchange: FolderExchange) -> None:
    for given in (GOOD, OTHER):
        exchange.publish(given)
    assert {p.digest for p in exchange.proposals()} == {GOOD.digest, OTHER.digest}
    exchange.attest(GOOD.digest, SIGNED)
    assert exchange.attestations(OTHER.digest) == ()


def test_publish__does_not_hold_together__refused_and_nothing_written(exchange: FolderExchange) -> None:
    with pytest.raises(ProposalError):
        exchange.publish(replace(GOOD, seed=bytes(32)))
    assert list(exchange.folder.iterdir()) == []


def test_attest__signature_of_somebody_else__refused_and_nothing_written(exchange: FolderExchange) -> None:
    forged = replace(SIGNED, signer=key_of("auditor").address)
    with pytest.raises(DocumentError, match="the signature is that of"):
        exchange.attest(GOOD.digest, forged)
    assert list(exchange.folder.iterdir()) == []


@pytest.mark.parametrize("cut", [0, 1, 100, -1])
def test_read__file_cut_off__named_and_passed_over(exchange: FolderExchange, cut: int) -> None:
    with still_works(exchange):
        path = exchange.folder / proposal_name(OTHER.digest)
        path.write_bytes(proposal_to_json(OTHER).encode().rstrip()[:cut])
        assert exchange.proposals() == (GOOD,)
        assert passed(exchange)[path.name].startswith("not a proposal:")


def test_read__too_large__named_and_passed_over(exchange: FolderExchange, monkeypatch: pytest.MonkeyPatch) -> None:
    with still_works(exchange):
        path = exchange.folder / attestation_name(GOOD.digest, key_of("bank").address)
        with path.open("wb") as file:
            file.truncate(exchange_names.MOST_OTHER_BYTES + 1)
        assert exchange.attestations(GOOD.digest) == (SIGNED,)
        assert passed(exchange) == {path.name: "is larger than 4,000,000 bytes"}


@pytest.mark.parametrize(
    "name", ["notes.txt", "proposal.json", "proposal.00.json", "PROPOSAL." + "0" * 64 + ".json", "x\ny"]
)
def test_read__foreign_file__named_and_passed_over(exchange: FolderExchange, name: str) -> None:
    with still_works(exchange):
        (exchange.folder / name).write_text("of somebody else")
        assert exchange.proposals() == (GOOD,)
        assert passed(exchange) == {name: "is not the name of a document of an exchange"}


def test_read__another_document_under_the_name__named_and_passed_over(exchange: FolderExchange) -> None:
    with still_works(exchange):
        name = proposal_name(bytes(32))
        (exchange.folder / name).write_text(proposal_to_json(OTHER))
        assert exchange.proposals() == (GOOD,)
        assert "by its content it is proposal." in passed(exchange)[name]


def test_read__signature_forged_in_the_folder__passed_over(exchange: FolderExchange) -> None:
    with still_works(exchange):
        name = attestation_name(GOOD.digest, key_of("auditor").address)
        forged = replace(SIGNED, signer=key_of("auditor").address)
        (exchange.folder / name).write_text(attestation_to_json(GOOD.digest, forged))
        assert exchange.attestations(GOOD.digest) == (SIGNED,)
        assert "the signature is that of" in passed(exchange)[name]


def test_read__refusal_in_anothers_name__passed_over(exchange: FolderExchange) -> None:
    with still_works(exchange):
        refusal = Refusal.by(key_of("attacker"), GOOD.digest, REASONS)
        stolen = replace(refusal, attestor=key_of("auditor").address)
        with pytest.raises(DocumentError, match="signature: is not that of"):
            exchange.attest(GOOD.digest, stolen)
        assert exchange.refusals(GOOD.digest) == ()


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_read__no_plain_file__neither_followed_nor_waited_for(exchange: FolderExchange, kind: str) -> None:
    with still_works(exchange):
        path = exchange.folder / proposal_name(OTHER.digest)
        if kind == "link":
            outside = exchange.folder.parent / "outside"
            outside.write_text(proposal_to_json(OTHER))
            path.symlink_to(outside)
        elif kind == "pipe":
            os.mkfifo(path)
        else:
            path.mkdir()
        assert exchange.proposals() == (GOOD,)
        assert path.name in passed(exchange)


def test_read__half_written_by_another_process__not_seen(exchange: FolderExchange) -> None:
    with still_works(exchange):
        (exchange.folder / ".abc.tmp").write_text("half")
        assert (exchange.proposals(), exchange.problems()) == ((GOOD,), ())


@pytest.mark.parametrize(
    "content", ["", "in the way", attestation_to_json(GOOD.digest, replace(SIGNED, by_contract=True))]
)
def test_attest__something_bad_in_the_way__replaced(exchange: FolderExchange, content: str) -> None:
    (exchange.folder / attestation_name(GOOD.digest, SIGNED.signer)).write_text(content)
    exchange.attest(GOOD.digest, SIGNED)
    assert exchange.attestations(GOOD.digest) == (SIGNED,)


def test_attest__good_signature_there__not_replaced_by_one_said_to_be_a_contracts(exchange: FolderExchange) -> None:
    exchange.attest(GOOD.digest, SIGNED)
    exchange.attest(GOOD.digest, Attestation(SIGNED.signer, b"", by_contract=True))
    assert exchange.attestations(GOOD.digest) == (SIGNED,)


def test_publish__good_one_of_the_digest_there__stays(exchange: FolderExchange) -> None:
    exchange.publish(GOOD)
    exchange.publish(replace(GOOD, block=9))
    assert FolderExchange(exchange.folder).proposals() == (GOOD,)


def test_attest__refused_again_for_other_reasons__the_last_counts(exchange: FolderExchange) -> None:
    for count in (1, 2):
        exchange.attest(GOOD.digest, Refusal.by(key_of("auditor"), GOOD.digest, REASONS[:count]))
    (refusal,) = exchange.refusals(GOOD.digest)
    assert refusal.objections == REASONS


def test_refusal__long_and_with_signs_that_move_a_cursor__made_to_fit(exchange: FolderExchange) -> None:
    many = [Objection(Rule.BANK, "\x1b[2J" + "x" * 5_000)] * 1_500
    exchange.attest(GOOD.digest, Refusal.by(key_of("auditor"), GOOD.digest, many))
    (refusal,) = exchange.refusals(GOOD.digest)
    assert len(refusal.objections) == 1_000 and refusal.objections[-1].detail == "and 501 more reasons"
    assert len(refusal.objections[0].detail) == 2_000 and refusal.objections[0].detail.startswith("?[2J")


def test_publish__folder_full__refused(exchange: FolderExchange, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange_module, "MOST_DOCUMENTS", 1)
    exchange.publish(GOOD)
    with pytest.raises(ExchangeError, match="1 documents are there already"):
        exchange.publish(OTHER)


def test_publish__folder_gone__refused(exchange: FolderExchange) -> None:
    exchange.folder.rmdir()
    with pytest.raises(ExchangeError, match="can't be read: No such file"):
        exchange.publish(GOOD)


def test_open__no_folder_and_none_to_be_made__refused(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="there is no folder"):
        FolderExchange(tmp_path / "misspelt", make=False)


def test_write__disk_fails__nothing_left(exchange: FolderExchange, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("regalia.oracle.folder_exchange.os.fsync", full)
    with pytest.raises(ExchangeError, match="can't be written: No space left on device"):
        exchange.publish(GOOD)
    assert list(exchange.folder.iterdir()) == []


def test_names__signer_in_small_letters__one_a_signer() -> None:
    assert refusal_name(bytes(32), SIGNED.signer).endswith(f".{SIGNED.signer[2:].lower()}.json")
