# SPDX-License-Identifier: Apache-2.0
"""Codes of views in words. Whoever adds a code to a view adds it here: a page that says a code it does not know is an error."""

from __future__ import annotations

from regalia.web.words import deal_codes, investor_codes, pool_codes, supervisor_codes, tranche_codes
from regalia.web.words.marking import N_

STATUS = {
    "offered": N_("Bids are taken"),
    "sold": N_("Sold, to be closed"),
    "lapsed": N_("Lapsed"),
    "live": N_("Live"),
    "concluded": N_("Concluded"),
}
SETS = {
    "status": STATUS,
    **deal_codes.SETS,
    **tranche_codes.SETS,
    **pool_codes.SETS,
    **supervisor_codes.SETS,
    **investor_codes.SETS,
}
"""By what they are codes of."""


def message(of: str, code: str) -> str:
    """The English of a code, which is the id of its message."""
    return SETS[of][code]
