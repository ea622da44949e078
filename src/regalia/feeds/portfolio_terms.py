# SPDX-License-Identifier: Apache-2.0
"""What a portfolio file says: rights with their owners, liens, licences and valuations, and the parties by id."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from regalia.domain.terms.parties import PaymentCurrency
from regalia.domain.terms.scalars import Amount, Flag, Id, Part, Rate, Text, Whole
from regalia.feeds.documents import DocumentRef
from regalia.feeds.scalars import DayNumber, KindWord, MethodWord, Office


class PortfolioParty(Part):
    """Somebody with a part in the rights. ``group`` is the party at its head. Addresses are given elsewhere."""

    id: Id
    name: Text
    group: Id | None = None


class OwnerTerms(Part):
    owner: Id
    share: Rate


class LienTerms(Part):
    """Rank 0 is ahead of everybody by law."""

    holder: Id
    rank: Whole
    day: DayNumber
    document: DocumentRef


class LicenceTerms(Part):
    """``under`` is the id of the licence it is granted under, none for the owner's own; ``group`` the licensee's where it is another than
    the party's; ``share`` of the right's value rests on it.
    """

    id: Id
    licensor: Id
    licensee: Id
    group: Id | None = None
    under: Id | None = None
    territory: Office
    exclusive: Flag
    rate: Rate = 0
    minimum: Amount = Decimal(0)
    since: DayNumber = Field(alias="from")
    until: DayNumber
    share: Rate = 0
    document: DocumentRef


class ValuationTerms(Part):
    appraiser: Id
    method: MethodWord
    day: DayNumber
    until: DayNumber
    amount: Amount
    document: DocumentRef


class RightTerms(Part):
    """``number`` as WIPO ST.13, CNIPA or the EPO writes it; none for what is entered by the hash of its document."""

    number: Text | None = None
    kind: KindWord
    title: Text
    jurisdiction: Office
    priority: DayNumber
    expiry: DayNumber | None = None
    renewal_due: DayNumber | None = None
    family: Text | None = None
    document: DocumentRef
    owners: tuple[OwnerTerms, ...] = Field(min_length=1)
    liens: tuple[LienTerms, ...] = ()
    licences: tuple[LicenceTerms, ...] = ()
    valuations: tuple[ValuationTerms, ...] = ()


class PortfolioTerms(Part):
    """``token`` of valuations is the payment currency's; who has which address, and its address, comes with the deployment."""

    format: Literal["regalia-portfolio-1"]
    id: Id
    name: Text
    notice: Text
    sources: tuple[Text, ...] = ()
    currency: PaymentCurrency
    parties: tuple[PortfolioParty, ...] = Field(min_length=1)
    rights: tuple[RightTerms, ...] = Field(min_length=1)
