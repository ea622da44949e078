# SPDX-License-Identifier: Apache-2.0
"""Codes of views in words. Whoever adds a code to a view adds it here: a page that says a code it does not know is an error."""

from __future__ import annotations


def N_(message: str) -> str:
    """Mark a message, to be translated where it is shown."""
    return message


STATUS = {
    "offered": N_("Bids are taken"),
    "sold": N_("Sold, to be closed"),
    "lapsed": N_("Lapsed"),
    "live": N_("Live"),
    "concluded": N_("Concluded"),
}
SETS = {"status": STATUS}
"""By what they are codes of."""


def message(of: str, code: str) -> str:
    """The English of a code, which is the id of its message."""
    return SETS[of][code]
