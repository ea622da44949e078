# SPDX-License-Identifier: Apache-2.0
"""Deals of one tranche under transfer rules, and the refusal of a transfer by its question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from regalia.domain.transfer_questions import Question
from regalia.domain.transfer_rules import TransferRules
from tests.support.chain import refused
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import Platform, plain_spec


def offer_under(platform: Platform, money: Contract, rules: TransferRules, units: int = 1_000) -> DealContracts:
    """Units of one tranche, given away, whose transfers have to pass these rules."""
    lists = (rules.jurisdictions_bitmap(),)
    return platform.create(money, replace(plain_spec(units), transfer_rules=(rules.pack(),), countries=lists))


def live_under(
    platform: Platform,
    money: Contract,
    rules: TransferRules,
    allocation: Mapping[str, Sequence[int]],
) -> DealContracts:
    """The same, in the hands of these roles and closed; what the originator retains it need not buy."""
    deal = offer_under(platform, money, rules, sum(units for (units,) in allocation.values()))
    bought = {
        role: (units - rules.retained if role == "originator" else units,) for role, (units,) in allocation.items()
    }
    deal.sell(bought)
    deal.close()
    return deal


@contextmanager
def transfer_refused(question: Question, sender: str, receiver: str, units: int) -> Iterator[None]:
    """The move inside is refused by the register of questions, with code and reason of the Python table."""
    parties = {"from": sender, "to": receiver}
    with refused("TrancheToken_TransferRefused", code=question.value, reason=question.refusal, units=units, **parties):
        yield
