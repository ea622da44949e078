# SPDX-License-Identifier: Apache-2.0
"""Who has a tranche's units, and who may."""

from __future__ import annotations

from regalia.domain.terms import Terms
from regalia.domain.terms.investors import CLASS_NUMBERS
from regalia.domain.terms.transfer import Jurisdictions
from regalia.views.seen import DealNow, share
from regalia.views.tranche_parts import HolderLine, TransferView

PPM = 10**6


def holder_lines(now: DealNow, t: int) -> tuple[HolderLine, ...]:
    """The largest first; shares are rounded down."""
    supply = now.snapshot.supply[t]
    return tuple(
        HolderLine(
            id=wallet.address,
            label=now.names.label(wallet.address) or "",
            units=wallet.units,
            share=share(wallet.units * PPM // supply if supply else 0),
        )
        for wallet in now.seen.holders[now.terms.tranches[t].id].largest
    )


def transfer_view(terms: Terms, t: int) -> TransferView:
    """As ``domain.compile_rules`` makes them for the token."""
    tranche = terms.tranches[t]
    rules = terms.transfer_of(tranche)
    countries, listed = _countries(rules.jurisdictions)
    return TransferView(
        countries=countries,
        country_list=listed,
        classes=tuple(rules.classes or CLASS_NUMBERS),
        eligible_sender=bool(rules.eligible_sender),
        denomination=rules.denomination,
        holder_limit=rules.holder_limit or None,
        largest_holding=rules.largest_holding_down(tranche.units),
        retained=rules.retained_units_up(tranche.units),
        locked_until=rules.locked_until,
        record_dates=bool(rules.record_dates),
        venue_fee_cap=share(rules.venue_fee_cap or 0),
    )


def is_paused(now: DealNow, t: int) -> bool:
    """What the token said last; the story leaves out what tokens say."""
    token = now.record.tokens[now.terms.tranches[t].id].address
    said = [told for told in now.moment.events("Paused", "Unpaused") if told.address == token]
    return bool(said) and said[-1].name == "Paused"


def _countries(jurisdictions: Jurisdictions | None) -> tuple[str, tuple[str, ...]]:
    if jurisdictions is None or jurisdictions.any:
        return "any", ()
    if jurisdictions.only:
        return "only", jurisdictions.only
    return "except", jurisdictions.except_
