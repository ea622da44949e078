# SPDX-License-Identifier: Apache-2.0
"""Whether units may move: a ladder of questions, the twin of ``contracts/compliance/TransferPolicy.sol``.

Every question is answered by itself; the first "no" is the reason of the refusal. Whether the sender has so many units is
not asked: a balance that is too small fails at the move itself, and what would be left counts as none.
"""

from __future__ import annotations

from dataclasses import dataclass

from regalia.domain.transfer_questions import Question
from regalia.domain.transfer_rules import RuleFlag, TransferRules

__all__ = ["Facts", "Question", "WalletFacts", "answers", "refusal"]


@dataclass(frozen=True)
class WalletFacts:
    """What the chain knows of one side of a move.

    ``units`` and ``frozen_units`` of this wallet. ``investor`` is whose wallet it is, the registry's identifier, and
    ``investor_units`` what that investor holds of the tranche in all its wallets; empty, with the units of this wallet,
    where the registry lists no other wallet and so this one counts by itself. ``country`` is ISO 3166-1 numeric.
    """

    frozen: bool
    halted: bool
    units: int
    frozen_units: int
    eligible: bool
    country: int
    investor_class: int
    investor: str
    investor_units: int


@dataclass(frozen=True)
class Facts:
    """The state of a tranche and of both wallets at a moment, ``now`` in seconds since 1970.

    ``no_sender``, ``no_receiver``: its address is zero, as at issuance and redemption.
    ``retaining``: the sender is the wallet in which the originator must keep its retention. ``holders``: how many
    investors have units of the tranche, and a place more for each whose units are still to be collected.
    """

    tradable: bool
    halted: bool
    paused: bool
    same_wallet: bool
    no_sender: bool
    no_receiver: bool
    sender: WalletFacts
    receiver: WalletFacts
    retaining: bool
    now: int
    holders: int

    @property
    def same_investor(self) -> bool:
        """Both wallets are one investor's: a move between them changes no share and no count of holders."""
        return bool(self.sender.investor) and self.sender.investor == self.receiver.investor


def answers(rules: TransferRules, facts: Facts, units: int) -> tuple[bool, ...]:
    """Yes or no to each question, in order; ``units`` is how many are to move."""
    sender, receiver = facts.sender, facts.receiver
    none_move, left = units == 0, max(sender.units - units, 0)
    return (
        facts.tradable,
        not facts.halted,
        not facts.paused,
        not (facts.same_wallet or facts.no_sender or facts.no_receiver),
        not sender.frozen,
        not receiver.frozen,
        not sender.halted,
        not receiver.halted,
        sender.frozen_units == 0 or units <= max(sender.units - sender.frozen_units, 0),
        sender.eligible or RuleFlag.ELIGIBLE_SENDER not in rules.flags,
        receiver.eligible,
        receiver.country in rules.countries or RuleFlag.JURISDICTIONS not in rules.flags,
        bool(rules.class_mask >> receiver.investor_class & 1),
        facts.now >= rules.locked_until,
        none_move or (units >= rules.denomination and (left == 0 or left >= rules.denomination)),
        none_move or not facts.retaining or left >= rules.retained,
        none_move or _within_largest_holding(rules.largest_holding, facts, units),
        none_move or _within_holder_limit(rules.holder_limit, facts, units),
    )


def refusal(rules: TransferRules, facts: Facts, units: int) -> Question | None:
    """The first question answered by no; None when the units may move."""
    return next((Question(code) for code, yes in enumerate(answers(rules, facts, units), 1) if not yes), None)


def _within_largest_holding(largest: int, facts: Facts, units: int) -> bool:
    return largest == 0 or facts.same_investor or facts.receiver.investor_units + units <= largest


def _within_holder_limit(limit: int, facts: Facts, units: int) -> bool:
    """A new investor needs a free place, or that of one who moves its last units. Where forced transfers have led beyond the limit, or who
    leaves is still to collect units and so keeps a place, there is none.
    """
    arrives = not (facts.same_investor or facts.no_receiver) and facts.receiver.investor_units == 0
    leaves = not facts.no_sender and facts.sender.investor_units <= min(units, facts.sender.units)
    return limit == 0 or not arrives or facts.holders + 1 - leaves <= limit
