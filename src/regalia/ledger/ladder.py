# SPDX-License-Identifier: Apache-2.0
"""The questions of the transfer ladder that a deal's own events can answer; who is eligible only the registry knows."""

from __future__ import annotations

from collections.abc import Set

from regalia.chain.events import Event
from regalia.domain.transfer_policy import Facts, Question, WalletFacts, answers
from regalia.ledger.run import NOBODY, Run, at

OF_A_TRADE = frozenset(
    {
        Question.TRADABLE,
        Question.NOT_HALTED,
        Question.NOT_PAUSED,
        Question.TWO_PARTIES,
        Question.SENDER_NOT_FROZEN,
        Question.RECEIVER_NOT_FROZEN,
        Question.SENDER_NOT_HALTED,
        Question.RECEIVER_NOT_HALTED,
        Question.UNITS_NOT_FROZEN,
        Question.UNLOCKED,
        Question.DENOMINATION,
        Question.RETENTION,
    }
)
OF_A_RECEIVER = frozenset({Question.RECEIVER_NOT_FROZEN, Question.RECEIVER_NOT_HALTED})
"""Asked also when units are forced on somebody."""
OF_AN_ISSUE = OF_A_RECEIVER | {Question.NOT_HALTED, Question.NOT_PAUSED, Question.DENOMINATION}
OF_A_LOST_WALLET = frozenset({Question.SENDER_NOT_HALTED})


def allowed(run: Run, event: Event, tranche: str, sender: str, receiver: str, units: int, asked: Set[Question]) -> bool:
    """Count one comparison: whether what is ``asked`` is answered by yes before the units move. ``sender`` may be nobody."""
    rules = run.rules[tranche]
    yes = answers(rules, _facts(run, tranche, sender, receiver, event.timestamp), units)
    refused = next((question for question in Question if question in asked and not yes[question - 1]), None)
    return run.tally.holds(
        refused is None,
        "transfers",
        at(event),
        f"{units} units of {tranche} from {sender} to {receiver}",
        "allowed",
        refused and refused.refusal,
    )


def _facts(run: Run, tranche: str, sender: str, receiver: str, now: int) -> Facts:
    ledger = run.ledger
    halts = ledger.halts
    return Facts(
        tradable=ledger.closed is not None,
        halted=bool(halts.deal_until(now) or halts.tranche_until(tranche, now)),
        paused=tranche in ledger.paused,
        same_wallet=sender == receiver,
        no_sender=sender == NOBODY,
        no_receiver=receiver == NOBODY,
        sender=_wallet(run, tranche, sender, now),
        receiver=_wallet(run, tranche, receiver, now),
        retaining=sender in ledger.books[tranche].retaining,
        now=now,
        holders=0,
    )


def _wallet(run: Run, tranche: str, wallet: str, now: int) -> WalletFacts:
    """As eligible, of no country: what the registry knows is not asked here."""
    book, units = run.ledger.books[tranche], run.units(tranche, wallet)
    return WalletFacts(
        frozen=wallet in book.wallets,
        halted=run.ledger.halts.holder_until(wallet, now) > 0,
        units=units,
        frozen_units=book.frozen.get(wallet, 0),
        eligible=True,
        country=0,
        investor_class=0,
        investor="",
        investor_units=units,
    )
