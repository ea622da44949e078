# SPDX-License-Identifier: Apache-2.0
"""What may be asked of each act. Nothing else is looked at, and anything else is refused."""

from __future__ import annotations

from typing import Annotated, Literal

from eth_typing import ChecksumAddress
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from regalia.chain.typed_address import NotAnAddressError, address_from
from regalia.domain.offering.limits import MAX_LEVELS

_LONGEST_DAYS = 365


def _address(given: str) -> ChecksumAddress:
    try:
        return address_from(given)
    except NotAnAddressError as error:
        raise ValueError(f"{error.message.removeprefix('address: ')}. {error.hint}") from None


Address = Annotated[str, Field(max_length=80), AfterValidator(_address)]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Units = Annotated[int, Field(ge=1, lt=2**48 - 1)]
Level = Annotated[int, Field(ge=0, lt=MAX_LEVELS)]
OrderHash = Annotated[str, Field(pattern=r"^0x[0-9a-f]{64}$")]


class Asked(BaseModel):
    """``from`` is the wallet that would send or sign."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    wallet: Annotated[Address, Field(alias="from")]


class OfTranche(Asked):
    deal: Name
    tranche: Name


class BidAsked(OfTranche):
    units: Units
    level: Level = 0


class BidPlace(OfTranche):
    """A bid that was made: ``place`` are the units bid at its level before it."""

    level: Level
    place: Annotated[int, Field(ge=0, lt=2**48)]


class FillAsked(Asked):
    """``units``: all that are left where they are not told."""

    order: OrderHash
    units: Units | None = None


class CancelAsked(Asked):
    order: OrderHash


class CancelAllAsked(Asked):
    deal: Name


class VoteAsked(Asked):
    deal: Name
    resolution: Annotated[str, Field(pattern=r"^[0-9]{1,78}$")]
    ballot: Literal["for", "against", "abstain"]


class OrderAsked(OfTranche):
    """``price`` of a unit in whole currency; ``days`` it is good for; ``to`` alone may fill it; ``stays`` good after income was paid."""

    side: Literal["sell", "buy"]
    units: Units
    price: Annotated[str, Field(min_length=1, max_length=40)]
    minimum: Annotated[int, Field(ge=0, lt=2**48 - 1)] = 0
    days: Annotated[int, Field(ge=1, le=_LONGEST_DAYS)] = 7
    to: Address | Literal[""] = ""
    stays: bool = False
