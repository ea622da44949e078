# SPDX-License-Identifier: Apache-2.0
"""Acts of the registry of rights as contracts take them, and as events tell them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eth_utils.address import to_checksum_address

from regalia.domain.rights.acts import LegalEvent, Licence, RightEntry, Valuation
from regalia.domain.rights.words import Act, Kind, Method


def entry_words(entry: RightEntry) -> tuple[Any, ...]:
    """A ``RightEntry`` of ``IIPRegistry.enter``."""
    return (
        entry.right,
        int(entry.kind),
        entry.jurisdiction.encode("ascii"),
        entry.priority,
        entry.expiry,
        entry.renewal_due,
        entry.family,
        tuple(to_checksum_address(owner) for owner in entry.owners),
        entry.shares,
        entry.document,
    )


def licence_words(licence: Licence) -> tuple[Any, ...]:
    """A ``Licence``."""
    return (
        to_checksum_address(licence.licensor),
        to_checksum_address(licence.licensee),
        to_checksum_address(licence.group),
        licence.parent,
        licence.territory.encode("ascii"),
        licence.exclusive,
        licence.rate,
        licence.since,
        licence.until,
        licence.share,
        licence.minimum,
    )


def event_words(event: LegalEvent) -> tuple[Any, ...]:
    """A ``LegalEvent``, as attestors sign it."""
    code = event.code.ljust(32, b"\0")
    return (event.right, event.number, int(event.act), event.effective, event.date, code, event.document)


def licence_of(told: Mapping[str, Any]) -> Licence:
    """The words of a licence, from the event that tells of it."""
    return Licence(
        licensor=told["licensor"],
        licensee=told["licensee"],
        group=told["group"],
        parent=told["parent"],
        territory=told["territory"].decode("latin-1"),
        exclusive=told["exclusive"],
        rate=told["rate"],
        since=told["from"],
        until=told["until"],
        share=told["share"],
        minimum=told["minimum"],
    )


def valuation_of(told: Mapping[str, Any]) -> Valuation:
    return Valuation(
        token=told["token"],
        amount=told["amount"],
        appraiser=told["appraiser"],
        day=told["day"],
        until=told["until"],
        method=Method(told["method"]),
    )


def entry_of(told: Mapping[str, Any], owners: tuple[str, ...], shares: tuple[int, ...]) -> RightEntry:
    """An entry, from ``RightEntered`` and the first links of the chain of title."""
    return RightEntry(
        right=told["right"],
        kind=Kind(told["kind"]),
        jurisdiction=told["jurisdiction"].decode("latin-1"),
        priority=told["priority"],
        expiry=told["expiry"],
        renewal_due=told["renewalDue"],
        family=told["family"],
        owners=owners,
        shares=shares,
        document=told["document"],
    )


def legal_event_of(told: Mapping[str, Any]) -> LegalEvent:
    return LegalEvent(
        right=told["right"],
        number=told["number"],
        act=Act(told["act"]),
        effective=told["effective"],
        date=told["date"],
        code=told["code"],
        document=told["document"],
    )
