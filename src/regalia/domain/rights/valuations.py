# SPDX-License-Identifier: Apache-2.0
"""What rights are worth, by whom, and until when one may rely on it: the twin of ``contracts/registry/ValuationBook.sol``."""

from __future__ import annotations

from dataclasses import replace

from regalia.domain.rights.acts import RightValuation
from regalia.domain.rights.checks import require_address, require_day, require_in_order, require_past
from regalia.domain.rights.refusal import RightsRefusedError
from regalia.domain.rights.right import Right
from regalia.domain.rights.words import Method

AMOUNT_LIMIT = 2**84


def with_valuation(right: Right, given: RightValuation, today: int) -> Right:
    """The right with a newer valuation; by nobody who gains from it."""
    words = given.valuation
    require_address("token", words.token)
    if words.amount >= AMOUNT_LIMIT:
        raise RightsRefusedError("IPRegistry_AmountTooLarge", AMOUNT_LIMIT, words.amount)
    if words.method is Method.NONE:
        raise RightsRefusedError("IPRegistry_NoMethod")
    require_past("valuation", words.day, today)
    require_day("until", words.until)
    require_in_order("until", words.day, words.until)
    if words.appraiser in right.shares:
        raise RightsRefusedError("IPRegistry_ValuedByOwner", right.id, words.appraiser)
    last = right.valuation
    require_in_order("valuation", last.day if last else 0, words.day)
    if right.hold is not None and right.hold.originator == words.appraiser:
        raise RightsRefusedError("IPRegistry_ValuedByOriginator", right.id, words.appraiser)
    return replace(right, valuations=(*right.valuations, given))
