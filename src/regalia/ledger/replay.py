# SPDX-License-Identifier: Apache-2.0
"""A deal's events, one after the other, through the Python engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from regalia.chain.events import Event
from regalia.chain.record import DeploymentRecord
from regalia.domain.terms import Terms
from regalia.ledger import (
    ballot_events,
    bid_events,
    clearing_events,
    delivery_events,
    dispute_events,
    end_events,
    halt_events,
    holder_events,
    instruction_events,
    investor_events,
    meeting_events,
    moves_by_order,
    payment_events,
    pool_events,
    power_events,
    report_events,
    repurchase_events,
    resolution_events,
    restatement_events,
    right_entries,
    right_events,
    right_offices,
    right_reports,
    setup_events,
    signer_events,
    support_events,
    trade_events,
)
from regalia.ledger.act_groups import group_acts
from regalia.ledger.acts import of_the_tranche
from regalia.ledger.comparison import Difference, Tally
from regalia.ledger.meeting_groups import group_meetings
from regalia.ledger.model import DealLedger
from regalia.ledger.record_terms import compare_record_with_terms
from regalia.ledger.right_acts import compare_owed
from regalia.ledger.run import Run, at


def _nothing(run: Run, event: Event) -> None:
    """Allowances are the holders' own affair, and administrators the platform's."""


def _royalty_paid(run: Run, event: Event) -> None:
    """The price of a right that was bought back comes in as royalties do, and so does a bond somebody lost."""
    repurchase_events.price_paid(run, event)
    dispute_events.forfeit_paid(run, event)
    payment_events.royalty_paid(run, event)


_OF_ADMINISTRATION = (
    "RoleAdminChanged",
    "DefaultAdminTransferScheduled",
    "DefaultAdminTransferCanceled",
    "DefaultAdminDelayChangeScheduled",
    "DefaultAdminDelayChangeCanceled",
)
"""Who administers the registry of rights, its oracles and its pool: of no effect on a deal by itself."""

_OF_A_MEETING = (
    "ProposalCreated",
    "VotesCounted",
    "PayeeReplaced",
    "TermAmended",
    "CallOpened",
    "DefaultDeclared",
    "DefaultWaived",
)
"""Judged with the event that follows."""

HANDLERS: dict[tuple[str, str], Callable[[Run, Event], None]] = {
    ("factory", "DealCreated"): setup_events.deal_created,
    ("factory", "DealRules"): setup_events.deal_rules,
    ("deal", "DealWired"): setup_events.deal_wired,
    ("oracle", "StreamOpened"): setup_events.stream_opened,
    ("offering", "Subscribed"): bid_events.subscribed,
    ("offering", "TrancheCleared"): clearing_events.tranche_cleared,
    ("deal", "DealClosed"): clearing_events.deal_closed,
    ("escrow", "BooksOpened"): clearing_events.books_opened,
    ("offering", "Collected"): delivery_events.collected,
    ("offering", "TakenUp"): delivery_events.taken_up,
    ("offering", "Refunded"): bid_events.refunded,
    ("offering", "PlaceGivenUp"): bid_events.place_given_up,
    ("offering", "BidMoved"): bid_events.bid_moved,
    ("escrow", "RoyaltyPaid"): _royalty_paid,
    ("oracle", "ReportAccepted"): report_events.report_accepted,
    ("oracle", "ReportMissing"): report_events.report_missing,
    ("oracle", "ReportConsumed"): report_events.report_consumed,
    ("oracle", "RestatementAccepted"): restatement_events.restatement_accepted,
    ("oracle", "RestatementsTaken"): restatement_events.restatements_taken,
    ("oracle", "SignersProposed"): signer_events.signers_proposed,
    ("oracle", "ProposalWithdrawn"): signer_events.proposal_withdrawn,
    ("oracle", "SignersChanged"): signer_events.signers_changed,
    ("oracle", "SignaturesVoided"): signer_events.signatures_voided,
    ("oracle", "DoubleSigningShown"): signer_events.double_signing_shown,
    ("oracle", "Disputed"): dispute_events.disputed,
    ("oracle", "DisputeDecided"): dispute_events.dispute_decided,
    ("oracle", "DisputeAppealed"): dispute_events.dispute_appealed,
    ("oracle", "DisputeSettled"): dispute_events.dispute_settled,
    ("oracle", "ReportStruck"): dispute_events.report_struck,
    ("oracle", "RestatementStruck"): dispute_events.restatement_struck,
    ("oracle", "BondForfeited"): dispute_events.bond_forfeited,
    ("oracle", "ForfeitOwed"): dispute_events.forfeit_owed,
    ("deal", "FactsTaken"): support_events.facts_taken,
    ("deal", "PaymentDateExecuted"): payment_events.payment_date_executed,
    ("support_facility", "SupportDemanded"): support_events.support_demanded,
    ("support_facility", "SupportPaid"): support_events.support_paid,
    ("support_facility", "SupportDeposited"): support_events.support_deposited,
    ("deal", "SupportReceived"): support_events.support_received,
    ("deal", "CallExercised"): end_events.call_exercised,
    ("deal", "DealConcluded"): end_events.deal_concluded,
    ("token", "Transfer"): holder_events.transfer,
    ("token", "Approval"): _nothing,
    ("escrow", "IncomeClaimed"): holder_events.income_claimed,
    ("escrow", "PayableClaimed"): holder_events.payable_claimed,
    **{
        ("token", name): power_events.without_order
        for name in (
            "Frozen",
            "AddressFrozen",
            "ForcedTransfer",
            "IncomeCarried",
            "RecoverySuccess",
            "Paused",
            "Unpaused",
        )
    },
    ("token", "Ordered"): of_the_tranche(moves_by_order.ordered),
    ("transfer_agent", "UnitsFrozen"): of_the_tranche(power_events.units_frozen),
    ("transfer_agent", "WalletFrozen"): of_the_tranche(power_events.wallet_frozen),
    ("transfer_agent", "UnitsForced"): of_the_tranche(moves_by_order.units_forced),
    ("transfer_agent", "WalletRecovered"): of_the_tranche(moves_by_order.wallet_recovered),
    ("transfer_agent", "TradingPaused"): of_the_tranche(power_events.trading_paused),
    ("transfer_agent", "TradingResumed"): of_the_tranche(power_events.trading_resumed),
    ("transfer_agent", "UnitsRedeemed"): of_the_tranche(moves_by_order.units_redeemed),
    ("supervisor", "DealHalted"): halt_events.deal_halted,
    ("supervisor", "TrancheHalted"): halt_events.tranche_halted,
    ("supervisor", "HolderHalted"): halt_events.holder_halted,
    ("supervisor", "DealResumed"): halt_events.deal_resumed,
    ("supervisor", "TrancheResumed"): halt_events.tranche_resumed,
    ("supervisor", "HolderResumed"): halt_events.holder_resumed,
    ("noteholder_meeting", "MeetingOpened"): meeting_events.meeting_opened,
    ("noteholder_meeting", "Convened"): meeting_events.convened,
    ("noteholder_meeting", "ProposalCanceled"): meeting_events.cancelled,
    ("noteholder_meeting", "VoteCast"): ballot_events.vote_cast,
    ("noteholder_meeting", "VoteCastWithParams"): ballot_events.vote_cast,
    ("noteholder_meeting", "Excused"): ballot_events.excused,
    ("noteholder_meeting", "ResolutionHalted"): meeting_events.halted,
    ("noteholder_meeting", "ResolutionResumed"): meeting_events.resumed,
    ("noteholder_meeting", "ProposalExecuted"): resolution_events.executed,
    **{("noteholder_meeting", name): meeting_events.left_alone for name in _OF_A_MEETING},
    ("settlement_desk", "OrderFilled"): trade_events.order_filled,
    ("settlement_desk", "Instructed"): instruction_events.instructed,
    ("settlement_desk", "PaidIn"): instruction_events.paid_in,
    ("settlement_desk", "InstructionSettled"): instruction_events.settled,
    ("settlement_desk", "InstructionCancelled"): instruction_events.cancelled,
    ("settlement_desk", "CashReturned"): instruction_events.cash_returned,
    ("investor_registry", "InvestorAdmitted"): investor_events.investor_admitted,
    ("investor_registry", "WalletAdded"): investor_events.wallet_added,
    ("investor_registry", "WalletClosed"): investor_events.wallet_closed,
    ("investor_registry", "InvestorRemoved"): investor_events.investor_removed,
    ("ip_registry", "RightEntered"): right_entries.right_entered,
    ("ip_registry", "TitleTransferred"): right_entries.title_transferred,
    ("ip_registry", "LienEntered"): right_events.lien_entered,
    ("ip_registry", "LienReleased"): right_events.lien_released,
    ("ip_registry", "LicenceGranted"): right_events.licence_granted,
    ("ip_registry", "LicenceTerminated"): right_events.licence_terminated,
    ("ip_registry", "RightValued"): right_events.right_valued,
    ("ip_registry", "LegalEventReported"): right_events.legal_event_reported,
    ("ip_registry", "DocumentSuperseded"): right_events.document_superseded,
    ("ip_registry", "RightBound"): right_events.right_bound,
    ("ip_registry", "RightFreed"): right_events.right_freed,
    ("legal_oracle", "ThresholdSet"): right_offices.threshold_set,
    ("legal_oracle", "LegalReportTaken"): right_reports.legal_report_taken,
    ("valuation_oracle", "ThresholdSet"): right_offices.threshold_set,
    ("valuation_oracle", "ValuationReportTaken"): right_reports.valuation_report_taken,
    ("rights_pool", "PoolOpened"): pool_events.pool_opened,
    ("rights_pool", "RightPledged"): pool_events.right_pledged,
    ("rights_pool", "RightCounted"): pool_events.right_counted,
    ("rights_pool", "RightReturned"): pool_events.right_returned,
    ("rights_pool", "RightSubstituted"): pool_events.right_substituted,
    ("rights_pool", "RepurchaseDemanded"): repurchase_events.repurchase_demanded,
    ("rights_pool", "DemandWithdrawn"): repurchase_events.demand_withdrawn,
    ("rights_pool", "RightRepurchased"): repurchase_events.right_repurchased,
    **{
        (contract, name): handler
        for contract in ("ip_registry", "legal_oracle", "valuation_oracle", "rights_pool")
        for name, handler in {
            "RoleGranted": right_offices.role_granted,
            "RoleRevoked": right_offices.role_revoked,
            **dict.fromkeys(_OF_ADMINISTRATION, _nothing),
        }.items()
    },
}
_ONCE = ("DealCreated", "DealRules", "StreamOpened")
"""Every deal has said each of these once."""
_SPEAKERS = (
    "factory",
    "deal",
    "oracle",
    "offering",
    "escrow",
    "transfer_agent",
    "supervisor",
    "support_facility",
    "noteholder_meeting",
    "investor_registry",
)
"""Fields of the record whose contracts say something about the deal; its tokens do, too."""


@dataclass(frozen=True)
class Replay:
    """The books after the last event; the run keeps what the ledger does not: the sale, the report that waits."""

    ledger: DealLedger
    tally: Tally
    run: Run

    @property
    def comparisons(self) -> int:
        return self.tally.comparisons

    @property
    def differences(self) -> list[Difference]:
        return self.tally.differences


def replay(
    terms: Terms,
    record: DeploymentRecord,
    events: Sequence[Event],
    tally: Tally | None = None,
    identities: Mapping[str, str] | None = None,
) -> Replay:
    """Feed the events of one deal, in order. Differences are collected (in ``tally`` when given), never raised.

    ``identities`` say whose wallets are whose, where that was known before the deal was made: see ``reading.identities_of``.
    Raises ``NotExecutableError`` when the terms ask for something no engine can do.
    """
    run = Run.begin(terms, record, tally or Tally(terms.money))
    run.investors.of_wallet |= identities or {}
    compare_record_with_terms(terms, run.ledger.program, record, run.tally)
    roles, acts = roles_of(record), group_acts(events, record)
    group_meetings(events, record, acts)
    if run.rights is not None:
        run.rights.look_ahead(events)
    position = (-1, -1)
    for i, event in enumerate(events):
        here = (event.block_number, event.log_index)
        run.tally.turn_to(event.block_number, event.transaction_hash)
        run.tally.holds(here > position, "order", at(event), "block and log, above", position, here)
        position = here
        handler = HANDLERS.get((roles.get(event.address, "nobody"), event.name))
        if run.tally.holds(handler is not None, "order", at(event), "said by", "its own contract", event.address):
            assert handler is not None
            run.told, run.following = acts.told.get(i, ()), events[i + 1] if i + 1 < len(events) else None
            if i not in acts.parts:  # else it is judged with the act
                handler(run, event)
                note_units(run, event)
        run.seen[event.name] += 1
        run.ledger.events.append(event)
    _finish(run)
    return Replay(run.ledger, run.tally, run)


def note_units(run: Run, event: Event) -> None:
    """Write down, for record dates, what the wallets hold between which units moved."""
    for told in (event, *run.told):
        tranche = run.tranche_of(told.address) if told.name == "Transfer" else None
        if tranche is None:
            continue
        book, now = run.ledger.books[tranche], event.timestamp
        run.meeting.dates.note_supply(tranche, now, book.supply - book.awaited)
        for wallet in (told.args["from"], told.args["to"]):
            run.meeting.dates.note(tranche, wallet, now, run.units(tranche, wallet))


def _finish_stream(run: Run) -> None:
    """What the oracle still had to tell."""
    stream = run.stream
    for lost in stream.forfeits:
        run.tally.money("reports", "BondForfeited", f"bond that {lost.bearer} lost", lost.amount, 0)
    run.tally.same("reports", "SignersChanged", "signer shown to have signed twice, still there", None, stream.removed)
    ended = stream.ended and f"of {stream.ended.opened.transaction_hash}"
    run.tally.same("reports", "ReportStruck", "dispute whose effect was not told", None, ended)


def roles_of(record: DeploymentRecord) -> dict[str, str]:
    """What each contract that speaks of the deal is to it, by address."""
    roles = {getattr(record, field).address: field for field in _SPEAKERS}
    if record.settlement_desk is not None:
        roles[record.settlement_desk.address] = "settlement_desk"
    if record.rights is not None and record.pool_facts is not None:
        roles |= {record.rights.registry.address: "ip_registry", record.rights.oracle.address: "legal_oracle"}
        roles[record.pool_facts.address] = "rights_pool"
        if record.rights.valuation_oracle is not None:
            roles[record.rights.valuation_oracle.address] = "valuation_oracle"
    return roles | {contract.address: "token" for contract in record.tokens.values()}


def _finish(run: Run) -> None:
    """What must have been said by now, and what was only half said."""
    for name in _ONCE:
        run.tally.same("order", name, "times it was said", 1, run.seen[name])
    opened = 1 if run.meeting.rules else 0
    run.tally.same("order", "MeetingOpened", "times it was said", opened, run.seen["MeetingOpened"])
    wired = run.seen["DealWired"]
    run.tally.holds(wired > 0, "order", "DealWired", "times it was said, above", 0, wired)
    run.tally.same("order", "BooksOpened", "as often as DealClosed", run.seen["DealClosed"], run.seen["BooksOpened"])
    for facility, amount in run.support.due.items():
        run.tally.money(
            "support", "SupportReceived", f"cash announced for facility {facility} that never came", 0, amount
        )
    compare_owed(run)
    right_reports.compare_reports(run)
    _finish_stream(run)
    taken = run.seen["PaymentDateExecuted"] if run.takes_facts else 0
    run.tally.same("order", "FactsTaken", "as often as PaymentDateExecuted, if at all", taken, run.seen["FactsTaken"])
    consumed, executed = run.seen["ReportConsumed"], run.seen["PaymentDateExecuted"]
    run.tally.same("order", "PaymentDateExecuted", "as often as ReportConsumed", consumed, executed)
    delivery_events.compare_deliveries(run)
