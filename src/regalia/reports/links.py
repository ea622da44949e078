# SPDX-License-Identifier: Apache-2.0
"""Names, times and sources as they stand on a page; every source that was used is listed in full at the end of it."""

from __future__ import annotations

from datetime import UTC, datetime

from markupsafe import Markup

from regalia.domain.money import Currency
from regalia.ledger.model import Place
from regalia.reports.names import Names
from regalia.reports.table import Column, Kind, Table, make_table

_HASH_SHOWN = 10
_ADDRESS_SHOWN = 8


class Links:
    """The links of one page."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._used: dict[str, Place] = {}

    @property
    def used(self) -> bool:
        """Whether the page names any source."""
        return bool(self._used)

    def source(self, place: Place) -> Markup:
        """Block and shortened transaction hash, linked to the list of sources."""
        self._used.setdefault(place.transaction_hash, place)
        return Markup("<a class='source' href='#tx-{0}'>{1} · {2}…</a>").format(
            place.transaction_hash, place.block_number, place.transaction_hash[:_HASH_SHOWN]
        )

    def party(self, address: str) -> Markup:
        """The label of an address and the address shortened; the address in full where there is no label."""
        label = self.names.label(address)
        if label is None:
            return self.address(address)
        return Markup("{} {}").format(label, self.address(address))

    def address(self, address: str) -> Markup:
        """Shortened where a label stands beside it, else in full."""
        if self.names.label(address) is None:
            return Markup("<code>{}</code>").format(address)
        short = f"{address[:_ADDRESS_SHOWN]}…{address[-4:]}"
        return Markup("<code title='{}'>{}</code>").format(address, short)

    def party_in_full(self, address: str) -> Markup:
        label = self.names.label(address)
        code = Markup("<code>{}</code>").format(address)
        return code if label is None else Markup("{} {}").format(label, code)

    def sources(self, currency: Currency) -> Table:
        """The list itself: made last, when every source was used."""
        places = sorted(self._used.values(), key=lambda place: (place.block_number, place.log_index))
        rows = [
            (
                Markup("<span id='tx-{}'>{}</span>").format(place.transaction_hash, place.block_number),
                utc(place),
                Markup("<code>{}</code>").format(place.transaction_hash),
            )
            for place in places
        ]
        columns = (Column("Block", Kind.TEXT), Column("Time (UTC)"), Column("Transaction"))
        return make_table(currency, "Sources on chain", columns, rows)


def utc(place: Place) -> str:
    """``2024-03-20 00:00:12``."""
    return datetime.fromtimestamp(place.timestamp, UTC).strftime("%Y-%m-%d %H:%M:%S")


def day(place: Place) -> str:
    return datetime.fromtimestamp(place.timestamp, UTC).date().isoformat()


def link(href: str, text: str) -> Markup:
    """A link to another file of the reports."""
    return Markup("<a href='{}'>{}</a>").format(href, text)
