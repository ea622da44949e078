# SPDX-License-Identifier: Apache-2.0
"""Income that is owed, taken."""

from __future__ import annotations

from regalia.servicing.claims import NothingToClaimError, foreseen
from regalia.web.prepare.asked import OfTranche
from regalia.web.prepare.place import Place
from regalia.web.prepare.prepared import Prepared
from regalia.web.prepare.said import N_, sentence


def claim(place: Place, asked: OfTranche) -> Prepared:
    """Raises ``NothingToClaimError``."""
    name, token = place.name(asked.tranche), place.token(asked.tranche)
    figures = foreseen(place.deal, asked.tranche, place.wallet)
    if not figures.gross:
        raise NothingToClaimError(
            f"claim: nothing is owed to {place.wallet} for {asked.tranche}", "Income comes with the next payment date."
        )
    says = [
        sentence(
            N_("You take %(gross)s of income that is owed to you for units of %(tranche)s."),
            gross=place.amount(figures.gross),
            tranche=name,
        )
    ]
    if figures.tax:
        says.append(sentence(N_("%(tax)s is withheld as tax."), tax=place.amount(figures.tax)))
    says.append(sentence(N_("You receive %(net)s."), net=place.amount(figures.net)))
    return Prepared(says, place.deal.escrow.functions.claim(token))
