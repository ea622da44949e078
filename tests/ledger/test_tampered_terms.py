# SPDX-License-Identifier: Apache-2.0
"""A deal file with one term changed: its hash differs, and so does the first money that flows another way."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from regalia.chain.events import Event
from tests.ledger.life import Life
from tests.ledger.ordered_life import OrderedLife
from tests.ledger.tampering import edited, found_by_all, found_by_replay, places

pytestmark = pytest.mark.devnet
Edit = Callable[[dict[str, Any]], object]


def step(data: dict[str, Any], which: str) -> dict[str, Any]:
    (found,) = (step for step in data["steps"] if step["id"] == which)
    assert isinstance(found, dict)
    return found


def tranche(data: dict[str, Any], which: str) -> dict[str, Any]:
    (found,) = (tranche for tranche in data["tranches"] if tranche["id"] == which)
    assert isinstance(found, dict)
    return found


def swap(data: dict[str, Any], one: str, other: str) -> None:
    steps = data["steps"]
    i, j = (next(n for n, step in enumerate(steps) if step["id"] == which) for which in (one, other))
    steps[i], steps[j] = steps[j], steps[i]


FIRST, SECOND = "period 1 (2023Q4), step ", "period 2 (2024Q1), step "
MONEY: dict[str, tuple[Edit, str]] = {
    "senior coupon": (lambda d: tranche(d, "senior")["coupon"].update(rate="8.25%"), FIRST + "senior-interest"),
    "mezzanine coupon": (
        lambda d: tranche(d, "mezzanine")["coupon"].update(rate="11.9999%"),
        FIRST + "mezzanine-interest",
    ),
    # the first accrual period has 80 days either way, the second 90 or 92
    "day count": (
        lambda d: tranche(d, "senior")["coupon"].update(day_count="ACT/360"),
        SECOND + "senior-interest",
    ),
    "interest on arrears": (
        lambda d: tranche(d, "mezzanine")["coupon"].update(shortfall="arrears"),
        "period 5 (2024Q4), step mezzanine-interest",
    ),
    "senior balance": (lambda d: tranche(d, "senior").update(balance="800001"), FIRST + "representative-fee"),
    "trustee fee": (lambda d: step(d, "trustee-fee")["due"].update(amount="2500.000001"), FIRST + "trustee-fee"),
    "servicer fee": (lambda d: step(d, "servicer-fee")["due"].update(rate="1.0001%"), FIRST + "servicer-fee"),
    "representative fee": (
        lambda d: step(d, "representative-fee")["due"].update(tranches=["senior"]),
        FIRST + "representative-fee",
    ),
    # the quarter with the deficit is the fourth, so what it left unpaid shows in the fifth
    "carried expenses": (
        lambda d: step(d, "administration").update(shortfall="presented-again"),
        "period 5 (2024Q4), step administration",
    ),
    "support of the reserve": (
        lambda d: step(d, "mezzanine-interest").update(support=step(d, "senior-interest").pop("support")),
        "period 4 (2024Q3), step senior-interest",
    ),
    "reserve in quarters": (lambda d: step(d, "reserve")["target"]["parts"][0].update(periods=3), FIRST + "reserve"),
    # two quarters of interest are above 40,000 until the third payment date
    "reserve floor": (
        lambda d: step(d, "reserve")["target"]["parts"][1].update(amount="40000.01"),
        "period 3 (2024Q2), step reserve",
    ),
    "reserve funding": (lambda d: d["accounts"][0].update(funded_at_closing="47000.01"), FIRST + "reserve"),
    "order of principal": (
        lambda d: step(d, "principal").update(tranches=["mezzanine", "senior"]),
        FIRST + "principal.mezzanine",
    ),
    "order of steps": (lambda d: swap(d, "trustee-fee", "servicer-fee"), FIRST + "servicer-fee"),
    "order of interest": (lambda d: swap(d, "senior-interest", "mezzanine-interest"), FIRST + "mezzanine-interest"),
    "payment day": (lambda d: d["calendar"]["payment"].update(day=21), FIRST + "representative-fee"),
    # 30E/360 counts the 30th and the 31st alike; the fee counts actual days
    "closing date": (lambda d: d["calendar"].update(closing="2023-12-30"), FIRST + "representative-fee"),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "named"), MONEY.values(), ids=MONEY)
def test_replay__one_term_of_the_money_changed__hash_and_first_period_and_step_named(
    life: Life, events: tuple[Event, ...], edit: Edit, named: str
) -> None:
    found = found_by_replay(life, events, edited(life.terms, edit))
    assert ("terms", "hash in DealCreated") in places(found)
    assert {"program", "account reserve"} & {where for where, _ in places(found)}
    assert next(difference.where for difference in found if difference.group == "steps") == named


OTHER: dict[str, tuple[Edit, str]] = {
    "price": (lambda d: tranche(d, "senior").update(offer_price="100.000001"), "tranche senior: offer in DealCreated"),
    "units": (lambda d: tranche(d, "junior").update(units=1_001), "tranche junior: offer in DealCreated"),
    "name": (lambda d: tranche(d, "senior").update(name="Class A Notes"), "TrancheToken.name(): of senior"),
    "symbol": (lambda d: tranche(d, "senior").update(symbol="MILLS-X"), "TrancheToken.symbol(): of senior"),
    "threshold": (lambda d: d["oracle"].update(threshold=2), "StreamOpened: threshold of the deal file"),
    "dispute window": (lambda d: d["oracle"].update(dispute_window_hours=25), "StreamOpened: dispute window"),
    "offering window": (lambda d: d["offering"].update(window_days=15), "DealCreated: days until deadline"),
    "attestors": (lambda d: d["parties"][5]["roles"].pop(), "record.attestors.signers: as many as the deal file has"),
    "tranche id": (lambda d: _rename(d), "record.tokens: tranches of the deal file"),
    "payee": (lambda d: step(d, "trustee-fee").update(payee="auditor"), "record.payees: payees of the deal file"),
    "id": (lambda d: d.update(id="mills-bonds"), "record.deal_id: id of the deal file"),
    "notice": (lambda d: d.update(notice="An offer."), "terms: hash in DealWired"),
    "first quarter": (lambda d: d["calendar"].update(first_period="2024Q1"), "program: header"),
    "invoices": (
        lambda d: step(d, "administration")["due"].update(kind="fixed", amount="1"),
        "StreamOpened: as-invoiced steps",
    ),
}


def _rename(data: dict[str, Any]) -> None:
    tranche(data, "junior").update(id="equity")
    step(data, "residual").update(tranche="equity")


@pytest.mark.parametrize("renamed", ["senior", "mezzanine", "junior"])
def test_verify__tranche_of_another_name_with_orders_on_it__named_and_no_act_of_it_lost_in_silence(
    ordered: OrderedLife, ordered_events: tuple[Event, ...], renamed: str
) -> None:
    def edit(data: dict[str, Any]) -> None:
        other = json.dumps(data).replace(f'"{renamed}"', '"other"')
        data.update(json.loads(other))

    found = found_by_replay(ordered.life, ordered_events, edited(ordered.life.terms, edit))
    token = ordered.life.token(renamed).address
    said = {event.name for event in ordered_events if token in (event.address, event.args.get("token"))}
    acts = said & {"Ordered", "UnitsForced", "UnitsFrozen", "WalletFrozen", "WalletRecovered", "UnitsRedeemed"}
    assert {where.split(", ")[-1] for where, what in places(found) if what == "token"} >= acts


@pytest.mark.parametrize(("edit", "named"), OTHER.values(), ids=OTHER)
def test_verify__one_other_term_changed__hash_and_place_named(
    life: Life, events: tuple[Event, ...], edit: Edit, named: str
) -> None:
    found = found_by_all(life, events, edited(life.terms, edit))
    assert ("record.terms_hash", "hash of the deal file") in places(found)
    assert ("Deal.termsHash()", "terms") in places(found)
    assert named in "\n".join(map(str, found))
