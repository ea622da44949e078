# SPDX-License-Identifier: Apache-2.0
"""Nine acts in every order up to three, 819 sequences (in the deep tier up to four, 7,380), with a distribution after each act; five times.

In each of them: paid + owed is cash in, nobody is paid twice, a refused act changed nothing, and at the end nothing is stranded, also
where some units are collected only then. In the last variant holders are counted and record dates kept: at the end of every order both
are what is held, at each past second too.
"""

from __future__ import annotations

import pytest

from regalia.domain.transfer_questions import Question
from regalia.domain.transfer_rules import RuleFlag, TransferRules
from regalia.domain.withholding import TaxRate, TaxTable
from tests.invariants.every_order import ACTS, Variant, World
from tests.invariants.refusal import Refusal, of_ladder
from tests.invariants.twin import ALL
from tests.support.tier import tries

LENGTH = tries(quick=3, deep=4)
SEQUENCES = sum(len(ACTS) ** length for length in range(1, LENGTH + 1))
NOT_REDEEMED = Refusal("TrancheToken_NotRedeemed")
VARIANTS = (
    Variant("holder expires, units frozen, income left", "fund", False, 0, redeemed=True, claims=False),
    Variant("receiver expires, wallet frozen, income carried", "bank", True, ALL, redeemed=True, claims=False, late=5),
    Variant("receiver expires, units frozen, a claim after each act", "bank", False, ALL, redeemed=True, claims=True),
    Variant("holder expires, wallet frozen, not redeemed", "fund", True, 1, redeemed=False, claims=False),
    Variant(
        "holders limited, record dates kept, tax withheld",
        "bank",
        True,
        ALL,
        redeemed=True,
        claims=True,
        rules=TransferRules(RuleFlag.RECORD_DATES, holder_limit=3),
        table=TaxTable((TaxRate(0, 0, 333_333),)),
        late=4,
    ),
)


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_acts__in_every_order__paid_and_owed_is_cash_in_and_nothing_is_stranded(variant: Variant) -> None:
    world = World(variant)
    assert world.walk(LENGTH) == SEQUENCES == {3: 819, 4: 7_380}[LENGTH]
    never = {"self transfer"} | (set() if variant.redeemed else {"burn"})
    assert set(world.done) == set(ACTS) - never
    reasons = {name: {refusal for act, refusal in world.refused if act == name} for name in ACTS}
    assert reasons["self transfer"] == {of_ladder(Question.TWO_PARTIES)}
    assert (
        of_ladder(Question.SENDER_NOT_FROZEN if variant.freezes_wallet else Question.UNITS_NOT_FROZEN)
        in (reasons["transfer"])
    )
    assert variant.redeemed or reasons["burn"] == {NOT_REDEEMED}
    ineligible = "recover" if variant.expires == "fund" else "force"
    assert of_ladder(Question.RECEIVER_ELIGIBLE) in reasons[ineligible]
