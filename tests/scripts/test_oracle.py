# SPDX-License-Identifier: Apache-2.0
"""What commands on the oracle ask before they send, what they send, and what they show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from eth_utils.crypto import keccak

from regalia.chain.devnet import devnet
from regalia.chain.errors import ContractRevertedError
from regalia.oracle.double_signing import proof_of
from regalia.oracle.exchange_names import proposal_name
from regalia.oracle.folder_exchange import FolderExchange
from regalia.servicing.oracle_place import OtherPlaceError
from regalia.servicing.transfer_text import moment
from scripts._oracle_signers import weighed_parties
from tests.ledger.life import DAY, DECEMBER_2023, USD
from tests.oracle.panel import PERIOD
from tests.oracle.stage import attest
from tests.scripts.oracle_desk import run
from tests.servicing.reporting import BOND, MISSING_AFTER, MISSING_GRACE, Reporting, open_reporting
from tests.support.devnet import undone
from tests.support.roles import actor

pytestmark = pytest.mark.devnet
TEXT: dict[str, Any] = {"document": None, "text": "the society's statement says more"}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reporting]:
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        yield open_reporting(chain, tmp_path_factory.mktemp("terms"))


@pytest.fixture
def closed(opened: Reporting) -> Iterator[Reporting]:
    """Before the first report: what a test does is undone."""
    with undone(opened.chain):
        yield opened


@pytest.fixture
def court(closed: Reporting) -> Reporting:
    """A report was accepted just now."""
    closed.accept()
    return closed


def test_dispute__answered_no__bond_and_what_it_means_asked_and_nothing_sent(court: Reporting) -> None:
    before = court.chain.web3.eth.block_number
    with pytest.raises(click.Abort):
        run(court, "senior_investor", "dispute", answer=False, number=0, **TEXT)
    assert court.chain.web3.eth.block_number == before
    asked = run(court, "senior_investor", "dispute", number=0, **TEXT).asked
    assert asked == [
        "The oracle keeps a bond of 500.00 tUSD. It is owed back if you are right in the end or nobody decides; else it goes into "
        f"the deal's collection. Dispute the report of period {PERIOD}?"
    ]


def test_dispute__then_decided_appealed_and_decided_again__each_says_what_comes_next(court: Reporting) -> None:
    shown = run(court, "senior_investor", "dispute", number=0, **TEXT).shown
    assert (shown["bond"], shown["stage"]) == ("500.00 tUSD", "with-trustee")
    assert shown["evidence"] == "0x" + keccak(text=TEXT["text"]).hex()
    trustee = run(court, "oracle-trustee", "decide", number=0, verdict="struck", **TEXT)
    assert trustee.asked[0].startswith(
        f"Decide that the report of period {PERIOD} is struck? It is gone, every signature"
    )
    assert trustee.asked[0].endswith("As trustee: in three days, unless somebody appeals.")
    assert trustee.shown["stage"] == "appealable"
    appeal = run(court, "rival", "appeal", number=0, **TEXT)
    assert "a bond of 500.00 tUSD" in appeal.asked[0] and appeal.shown["stage"] == "with-supervisor"
    status = run(court, "outsider", "dispute-status", number=0).shown
    assert (status["trustee decided"], status["appealed by"]) == ("struck", court["rival"])
    assert status["if nobody decides"] == "it is struck, as the trustee decided"
    supervisor = run(court, "oracle-supervisor", "decide", number=0, verdict="stands", **TEXT)
    assert supervisor.asked[0].endswith("As supervisor: at once, and for good.")
    assert supervisor.shown["stage"] == "settled"
    assert run(court, "rival", "withdraw-bonds").asked[0].startswith("Take back 500.00 tUSD of bonds for 0x")
    assert court.balance("rival") == 2 * BOND
    assert run(court, "outsider", "dispute-status", number=0).shown["bonds forfeited, not yet paid in"] == "500.00 tUSD"
    assert run(court, "outsider", "pay-forfeited").asked == [
        "Pay 500.00 tUSD of forfeited bonds into the deal's collection (of a deal that is over: owe them to its originator)?"
    ]


def test_settle__nobody_decided__asked_what_holds(court: Reporting) -> None:
    run(court, "oracle-trustee", "dispute", number=0, **TEXT)
    with pytest.raises(ContractRevertedError, match="stage=with-trustee"):
        run(court, "outsider", "settle", number=0)
    court.chain.warp(court.now + 21 * DAY + 1)
    asked = run(court, "outsider", "settle", number=0).asked
    assert asked == [f"Settle the dispute about the report of period {PERIOD}? It stands, as nobody decided."]
    assert run(court, "outsider", "dispute-status", number=0).shown["stage"] == "none"


def test_dispute_status__no_dispute__until_when_and_for_what_bond(court: Reporting) -> None:
    assert run(court, "outsider", "dispute-status", number=0).shown == {
        "about": f"the report of period {PERIOD}",
        "stage": "none",
        "final from": moment(court.latest.final_at),
        "bond": "500.00 tUSD",
        "bonds forfeited, not yet paid in": "0.00 tUSD",
    }


def test_grounds__none_or_both__usage(court: Reporting) -> None:
    for document, text in ((None, None), ("evidence.pdf", "words")):
        with pytest.raises(click.UsageError, match="Give --evidence, or --evidence-text; not both"):
            run(court, "senior_investor", "dispute", number=0, document=document, text=text)


def test_propose_signers__then_enacted__told_who_weighs_what_and_when(closed: Reporting) -> None:
    parties = {"auditor": (actor("auditor"), 2), "bank": (actor("bank"), 1), "society": (actor("society"), 1)}
    given: dict[str, Any] = {"parties": parties, "threshold": 3, "file": None}
    made = run(closed, "oracle-governor", "propose-signers", **given)
    assert f"{actor('auditor')} weighs 2 (auditor)" in made.asked[0]
    assert "a report needs 3 of 4: 2 of them can be enough" in made.asked[0]
    assert made.shown["can be enacted from"] == moment(closed.now + 3 * DAY)
    assert made.shown["and until"] == moment(closed.now + 17 * DAY)
    closed.chain.warp(closed.now + 3 * DAY)
    enacted = run(closed, "outsider", "enact-signers")
    assert f"{actor('bank')} weighs 1\n" in enacted.asked[0] and "proposed by 0x" in enacted.asked[0]
    assert f"to be enacted until {made.shown['and until']}" in enacted.asked[0]
    assert set(closed.stream.attestors) == {address for address, _ in parties.values()}
    run(closed, "oracle-governor", "void-signatures")
    assert closed.stream.epoch == 3
    run(closed, "oracle-governor", "propose-signers", **given)
    again = run(closed, "oracle-governor", "propose-signers", **given)
    assert again.asked[0].endswith("The set proposed before falls.")
    run(closed, "oracle-supervisor", "withdraw-signers")
    assert closed.deal.oracle.functions.proposalReadyAt(closed.deal.deal.address).call() == 0


@pytest.mark.parametrize(("parties", "threshold"), [({}, 3), ({"bank": ("0x", 1)}, None), ({}, None)])
def test_propose_signers__half_of_it__usage(closed: Reporting, parties: Any, threshold: int | None) -> None:
    with pytest.raises(click.UsageError, match="Give --party and --threshold, or --file"):
        run(closed, "oracle-governor", "propose-signers", parties=parties, threshold=threshold, file=None)


def test_show_double_signing__document_of_the_exchange__said_who_and_how_much_weight_is_left(
    closed: Reporting, tmp_path: Path
) -> None:
    key, file = closed.keys[0], tmp_path / "proof.json"
    one, other = ((r, attest(r, closed.domain, key)) for r in (closed.report(), closed.report(received=USD)))
    file.write_text(proof_of(closed.domain, one, other).to_json())
    asked = run(closed, "outsider", "show-double-signing", file=file).asked[0]
    assert asked.startswith(f"{key.address} signed two reports numbered {PERIOD} in epoch 1. Have it removed at once?")
    assert asked.endswith("the attestors left weigh 4 of 3 needed.")
    assert len(closed.stream.attestors) == 4


def test_submit__complete_in_the_exchange__amounts_and_weight_asked(closed: Reporting, tmp_path: Path) -> None:
    board, proposal = FolderExchange(tmp_path), closed.proposal(closed.report())
    board.publish(proposal)
    for key in closed.keys[:3]:
        board.attest(proposal.digest, attest(proposal.report, closed.domain, key))
    done = run(closed, "outsider", "submit", exchange=str(tmp_path), period=PERIOD)
    assert done.asked == [
        f"Hand in the report of period {PERIOD}: royalties of 0.00 tUSD, other income of 0.00 tUSD, "
        "signed with a weight of 3 of 3 needed?"
    ]
    assert done.shown["accepted before"] is False and closed.latest.pending


def test_restate__file_of_the_exchange__handed_in_and_listed(court: Reporting, tmp_path: Path) -> None:
    assert run(court, "outsider", "restatements").shown == {"restatements": None}
    court.execute(court.report())
    board, proposal = FolderExchange(tmp_path), court.proposal(court.restatement())
    board.publish(proposal)
    for key in court.keys[:3]:
        board.attest(proposal.digest, attest(proposal.report, court.domain, key))
    file = tmp_path / proposal_name(proposal.digest)
    asked = run(court, "outsider", "restate", file=file, exchange=None).asked[0]
    assert asked.startswith(f"Hand in restatement 1, of period {PERIOD}: royalties 0.00 tUSD, other income +7.00 tUSD")
    shown = run(court, "outsider", "restatements").shown
    assert (shown["restatement 1: collections"], shown["restatement 1: attested"]) == ("0.00 tUSD", "+7.00 tUSD")
    assert shown["restatement 1: final"].endswith("UTC")


def test_restate__proposal_of_a_report_or_of_elsewhere__refused(closed: Reporting, tmp_path: Path) -> None:
    board = FolderExchange(tmp_path)
    report, foreign = closed.proposal(closed.report()), closed.proposal(closed.restatement(deal=actor("another deal")))
    for proposal, error, said in (
        (report, click.BadParameter, f"proposes the report of period {PERIOD}: `submit` hands that in"),
        (foreign, OtherPlaceError, "its deal is"),
    ):
        board.publish(proposal)
        with pytest.raises(error, match=said):
            run(closed, "outsider", "restate", file=tmp_path / proposal_name(proposal.digest), exchange=None)
    with pytest.raises(click.BadParameter, match="can't be read"):
        run(closed, "outsider", "restate", file=tmp_path / "none.json", exchange=None)


def test_declare_missing__too_early_then_in_time__asked_since_when(closed: Reporting) -> None:
    with pytest.raises(ContractRevertedError, match="RoyaltyOracle_NotMissingYet"):
        run(closed, "outsider", "declare-missing")
    closed.chain.warp(closed.deal.deal.functions.scheduledAt(PERIOD).call() + MISSING_AFTER)
    desk = run(closed, "outsider", "declare-missing")
    assert desk.asked[0].startswith(
        f"Let an empty report stand in for that of period {PERIOD}, missing from 2024-04-19 "
    )
    assert "In 3 days it is final" in desk.asked[0]
    assert desk.shown["final from"] == moment(closed.now + MISSING_GRACE)
    assert closed.latest.pending


def test_officers__of_a_deal__every_office_and_its_administrators(closed: Reporting) -> None:
    shown = run(closed, "outsider", "officers", since=0).shown
    assert shown["oracle-trustee"] == closed["oracle-trustee"]
    assert (shown["freezer"], shown["administrator of RoyaltyOracle"]) == ("nobody", closed.chain.accounts[0])


def test_party__with_and_without_a_weight__address_and_weight() -> None:
    given = (f"auditor={actor('auditor')}:2", f"bank={actor('bank').lower()}")
    assert weighed(given) == {"auditor": (actor("auditor"), 2), "bank": (actor("bank"), 1)}


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (f"bank={actor('auditor')}", "bank is given twice"),
        (f"auditor={actor('bank')}", "auditor is given twice"),
        (f"bank={actor('bank')}:0", "0 is not from 1 to 255"),
        (f"bank={actor('bank')}:", "'' is not a whole number"),
        ("bank", "'' is not an address"),
    ],
)
def test_party__wrong__refused(second: str, said: str) -> None:
    with pytest.raises(click.BadParameter, match=said):
        weighed((f"auditor={actor('auditor')}", second))


def weighed(given: tuple[str, ...]) -> dict[str, Any]:
    return weighed_parties(click.Context(click.Command("propose-signers")), click.Option(["--party"]), given)
