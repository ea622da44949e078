# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.domain.rights.address import ZERO
from regalia.domain.rights.refusal import RefusalValue
from regalia.domain.rights.registry import Registry
from regalia.domain.rights.words import PPM, Method, Purpose
from tests.domain.rights.story import ONE, TODAY, a_registry, refused, transfer, valuation


def test_value__newer__counts_and_both_are_kept() -> None:
    registry = a_registry()
    assert registry.value(valuation(amount=1_000), TODAY) == 1
    assert registry.value(valuation(amount=700, day=TODAY, document="second"), TODAY) == 2
    right = registry.known(ONE)
    assert right.valuation is not None and right.valuation.amount == 700
    assert [given.valuation.amount for given in right.valuations] == [1_000, 700]
    assert registry.documents[right.valuations[1].document] == (ONE, Purpose.VALUATION, 2)


@pytest.mark.parametrize(
    ("fields", "name", "values"),
    [
        ({"token": ZERO}, "ZeroAddress", ("token",)),
        ({"amount": 2**84}, "AmountTooLarge", (2**84, 2**84)),
        ({"method": Method.NONE}, "NoMethod", ()),
        ({"day": 20_240_230}, "BadDay", ("valuation", 20_240_230)),
        ({"day": TODAY + 1}, "InFuture", ("valuation", TODAY, TODAY + 1)),
        ({"until": 5}, "BadDay", ("until", 5)),
        ({"until": 20_241_230}, "OutOfOrder", ("until", 20_241_231, 20_241_230)),
        ({"appraiser": "Originator"}, "ValuedByOwner", (ONE, "originator")),
        ({"document": "nothing"}, "NoDocument", ()),
    ],
)
def test_value__bad_field__refused(fields: dict[str, object], name: str, values: tuple[RefusalValue, ...]) -> None:
    registry = a_registry()
    given = valuation(**fields)  # type: ignore[arg-type]
    if name == "NoDocument":
        given = replace(given, document=bytes(32))
    with refused(f"IPRegistry_{name}", *values):
        registry.value(given, TODAY)
    assert registry.known(ONE).valuation is None


def test_value__largest_amount_and_a_single_day__taken() -> None:
    registry = a_registry()
    registry.value(valuation(amount=2**84 - 1, until=20_241_231), TODAY)
    assert registry.known(ONE).valuation is not None


def test_value__day_before_the_last_ones__refused() -> None:
    registry = a_registry()
    registry.value(valuation(), TODAY)
    with refused("IPRegistry_OutOfOrder", "valuation", 20_241_231, 20_241_230):
        registry.value(valuation(day=20_241_230, document="older"), TODAY)


def test_value__by_the_originator_of_its_deal__refused_while_it_is_held() -> None:
    registry = a_registry()
    registry.transfer_title(transfer("originator", "spv", PPM), TODAY)
    registry.bind(ONE, "pool", "originator")
    with refused("IPRegistry_ValuedByOriginator", ONE, "originator"):
        registry.value(valuation(appraiser="originator"), TODAY)
    registry.free(ONE, "pool")
    assert registry.value(valuation(appraiser="originator"), TODAY) == 1


def test_value__unknown_right__refused() -> None:
    with refused("IPRegistry_UnknownRight", ONE):
        Registry().value(valuation(), TODAY)


def test_value__former_owner__may_value() -> None:
    registry = a_registry()
    registry.transfer_title(transfer("originator", "buyer", PPM), TODAY)
    assert registry.value(valuation(appraiser="originator"), TODAY) == 1
