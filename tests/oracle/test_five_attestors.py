# SPDX-License-Identifier: Apache-2.0
"""Three of five have to sign. Two that lie, are silent or lost their keys can't get a false report through, nor stop a true one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from regalia.chain.errors import ContractRevertedError
from regalia.oracle.attestation import Attestation
from regalia.oracle.attesting import Answer, Outcome, attest_all
from regalia.oracle.chain_view import read_chain
from regalia.oracle.double_signing import double_signings
from regalia.oracle.folder_exchange import FolderExchange
from regalia.oracle.proposal import Proposal, report_from_leaves
from regalia.oracle.quorum import encode_signatures
from regalia.oracle.ready import Progress, progress
from regalia.oracle.receipt_tree import salted
from regalia.oracle.signing_record import SigningRecord
from regalia.oracle.typed_data import signable
from tests.ledger.life import USD
from tests.oracle.panel import NAMES, Panel, folders

pytestmark = pytest.mark.devnet


@pytest.fixture
def exchange(tmp_path: Path) -> FolderExchange:
    return FolderExchange(tmp_path / "exchange")


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    for folder in folders(tmp_path / "evidence").values():
        folder.write()
    return tmp_path / "evidence"


def look(panel: Panel, evidence: Path, exchange: FolderExchange, *names: str) -> list[Outcome]:
    """Each of them, a process of its own as far as it can tell, looks once."""
    outcomes: list[Outcome] = []
    for name in names:
        with SigningRecord(evidence / f"{name}.sqlite") as record:
            attestor = panel.attestor(name, evidence / name, record, known=exchange.proposals())
            view = read_chain(panel.web3, panel.mandate)
            outcomes += attest_all(attestor, exchange, panel.mandate, view, lambda judgement: True)
    return outcomes


def state(panel: Panel, exchange: FolderExchange, proposal: Proposal) -> Progress:
    stream = read_chain(panel.web3, panel.mandate).stream
    found = progress(panel.web3, exchange, panel.mandate.domain, panel.deal, stream)
    return next(p for p in found if p.proposal.digest == proposal.digest)


def false_report(panel: Panel, true: Proposal) -> Proposal:
    """A dollar more than was paid."""
    most = max(true.leaves, key=lambda leaf: leaf.amount)
    more = replace(most, gross=most.gross + 10**12, net=most.net + 10**12, amount=most.amount + USD)
    leaves = salted([more if leaf == most else leaf for leaf in true.leaves], true.seed)
    report = true.report
    made = report_from_leaves(leaves, panel.program, report.deal, report.period, report.epoch, 10 * USD)
    return replace(true, report=made, leaves=leaves)


def forged(panel: Panel, name: str, proposal: Proposal) -> Attestation:
    """What a stolen key signs: anything."""
    key = panel.keys[name]
    return Attestation(key.address, bytes(key.sign_message(signable(proposal.report, proposal.domain)).signature))


def submit(panel: Panel, proposal: Proposal, signatures: bytes) -> None:
    oracle = panel.life.contract("RoyaltyOracle", panel.mandate.oracle.address)
    panel.life.send(oracle.functions.submit(proposal.report.as_tuple(), signatures), panel.life.anybody)


def test_true_report__all_five__signed_and_taken_by_the_oracle(
    panel: Panel, evidence: Path, exchange: FolderExchange
) -> None:
    true = panel.propose(evidence / "servicer").proposal
    exchange.publish(true)
    assert [outcome.answer for outcome in look(panel, evidence, exchange, *NAMES)] == [Answer.SIGNED] * 5
    found = state(panel, exchange, true)
    assert found.weight == 5 and found.signatures is not None
    submit(panel, true, found.signatures)
    assert read_chain(panel.web3, panel.mandate).latest.period == true.number
    assert look(panel, evidence, exchange, *NAMES) == []


@pytest.mark.parametrize("silent", [("servicer", "auditor"), ("society", "bank"), ("bank", "administrator")])
def test_true_report__two_silent__goes_through(
    panel: Panel, evidence: Path, exchange: FolderExchange, silent: tuple[str, str]
) -> None:
    true = panel.propose(evidence / "auditor").proposal
    exchange.publish(true)
    look(panel, evidence, exchange, *(name for name in NAMES if name not in silent))
    found = state(panel, exchange, true)
    assert found.weight == 3 and found.signatures is not None
    submit(panel, true, found.signatures)


@pytest.mark.parametrize("liars", [("servicer", "auditor"), ("society", "bank"), ("servicer", "administrator")])
def test_false_report__two_compromised__never_enough_and_the_true_one_goes_through(
    panel: Panel, evidence: Path, exchange: FolderExchange, liars: tuple[str, str]
) -> None:
    honest = [name for name in NAMES if name not in liars]
    true = panel.propose(evidence / "administrator").proposal
    false = false_report(panel, true)
    exchange.publish(false)
    for name in liars:
        exchange.attest(false.digest, forged(panel, name, false))
    refused = look(panel, evidence, exchange, *honest)
    assert [outcome.answer for outcome in refused] == [Answer.REFUSED] * 3
    found = state(panel, exchange, false)
    assert (found.weight, found.signatures, len(found.refusals)) == (2, None, 3)
    given = sorted(exchange.attestations(false.digest), key=lambda a: int(a.signer, 16))
    with pytest.raises(ContractRevertedError, match="TooFewSignatures"):
        submit(panel, false, encode_signatures(given))
    exchange.publish(true)
    outcomes = look(panel, evidence, exchange, *honest)
    assert [o.answer for o in outcomes if o.proposal.digest == true.digest] == [Answer.SIGNED] * 3
    good = state(panel, exchange, true)
    assert good.signatures is not None
    submit(panel, true, good.signatures)


def test_false_report__liars_own_documents_forged_too__the_honest_three_refuse(
    panel: Panel, evidence: Path, exchange: FolderExchange
) -> None:
    """Servicer and society agree on statements that were never sent."""
    forged_papers = folders(evidence)
    true = panel.propose(evidence / "auditor").proposal
    for name in ("servicer", "society"):
        paper = forged_papers[name]
        paper.royalties = [replace(r, gross=r.gross + 100) for r in paper.royalties]
        paper.write()
    false = false_report(panel, true)
    exchange.publish(false)
    for name in ("servicer", "society"):
        exchange.attest(false.digest, forged(panel, name, false))
    outcomes = look(panel, evidence, exchange, "auditor", "bank", "administrator")
    assert {outcome.answer for outcome in outcomes} == {Answer.REFUSED}
    assert state(panel, exchange, false).signatures is None


def test_two_true_proposals__of_other_seeds__all_sign_the_one_that_was_signed_first(
    panel: Panel, evidence: Path, exchange: FolderExchange
) -> None:
    """Each attestor signs one: if everybody took the one it likes best, neither would ever be complete."""
    both = [panel.proposer(evidence / "servicer").report(237, seed=bytes([n]) * 32).proposal for n in (1, 2)]
    second, first = sorted(both, key=lambda proposal: proposal.digest)
    exchange.publish(first)
    look(panel, evidence, exchange, "auditor")
    exchange.publish(second)
    look(panel, evidence, exchange, "servicer", "bank")
    assert (state(panel, exchange, first).weight, state(panel, exchange, second).weight) == (3, 0)


def test_compromised_key__signs_both__shown_by_what_lies_in_the_exchange(
    panel: Panel, evidence: Path, exchange: FolderExchange
) -> None:
    true = panel.propose(evidence / "auditor").proposal
    false = false_report(panel, true)
    for proposal in (true, false):
        exchange.publish(proposal)
        exchange.attest(proposal.digest, forged(panel, "bank", proposal))
    exchange.attest(false.digest, forged(panel, "auditor", false))
    (proof,) = double_signings(exchange)
    assert proof.signer == panel.keys["bank"].address
    oracle = panel.life.contract("RoyaltyOracle", panel.mandate.oracle.address)
    panel.life.send(oracle.functions.showDoubleSigning(*proof.arguments()), panel.life.anybody)
    stream = read_chain(panel.web3, panel.mandate).stream
    assert (stream.epoch, len(stream.attestors)) == (2, 4)
    assert proof.signer not in stream.attestors


def test_epoch_rose__same_period_is_signed_anew(panel: Panel, evidence: Path, exchange: FolderExchange) -> None:
    """One is shown to have signed twice; the honest ones, who had signed, sign again for the epoch in force."""
    true = panel.propose(evidence / "auditor").proposal
    false = false_report(panel, true)
    exchange.publish(true)
    look(panel, evidence, exchange, "servicer", "auditor")
    exchange.publish(false)
    for proposal in (true, false):
        exchange.attest(proposal.digest, forged(panel, "bank", proposal))
    (proof,) = double_signings(exchange)
    oracle = panel.life.contract("RoyaltyOracle", panel.mandate.oracle.address)
    panel.life.send(oracle.functions.showDoubleSigning(*proof.arguments()), panel.life.anybody)
    again = panel.propose(evidence / "servicer").proposal
    assert again.report.epoch == 2
    exchange.publish(again)
    honest = ("servicer", "society", "auditor", "administrator")
    outcomes = [o for o in look(panel, evidence, exchange, *honest) if o.proposal.digest == again.digest]
    assert [outcome.answer for outcome in outcomes] == [Answer.SIGNED] * 4
    found = state(panel, exchange, again)
    assert found.signatures is not None
    submit(panel, again, found.signatures)


def test_refused__documents_come_in__signed_at_the_next_look(
    panel: Panel, evidence: Path, exchange: FolderExchange
) -> None:
    true = panel.propose(evidence / "servicer").proposal
    exchange.publish(true)
    statement = evidence / "auditor" / "statements" / "payers-2023Q4.csv"
    content = statement.read_bytes()
    statement.unlink()
    (outcome,) = look(panel, evidence, exchange, "auditor")
    assert outcome.answer is Answer.REFUSED and "there is no such file" in outcome.objections[0].detail
    assert len(exchange.refusals(true.digest)) == 1
    statement.write_bytes(content)
    (outcome,) = look(panel, evidence, exchange, "auditor")
    assert outcome.answer is Answer.SIGNED
    assert look(panel, evidence, exchange, "auditor") == []


def test_declined__by_a_person__nothing_published_nothing_written(
    panel: Panel, evidence: Path, exchange: FolderExchange
) -> None:
    true = panel.propose(evidence / "servicer").proposal
    exchange.publish(true)
    record = SigningRecord()
    attestor = panel.attestor("auditor", evidence / "auditor", record)
    view = read_chain(panel.web3, panel.mandate)
    (outcome,) = attest_all(attestor, exchange, panel.mandate, view, lambda judgement: False)
    assert outcome.answer is Answer.DECLINED
    assert (record.history(), exchange.attestations(true.digest), exchange.refusals(true.digest)) == ((), (), ())


def test_exchange__signature_said_to_be_a_contracts__not_counted(
    panel: Panel, evidence: Path, exchange: FolderExchange
) -> None:
    """Anybody can write that a contract signed; nothing stands at the address of a key that could say so."""
    true = panel.propose(evidence / "servicer").proposal
    exchange.publish(true)
    for name in NAMES:
        exchange.attest(true.digest, Attestation(panel.keys[name].address, b"whatever", by_contract=True))
    assert state(panel, exchange, true).weight == 0
    look(panel, evidence, exchange, *NAMES)
    assert state(panel, exchange, true).weight == 5
