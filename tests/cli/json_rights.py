# SPDX-License-Identifier: Apache-2.0
"""What is said of the rights behind a deal, held against the registry's and the pool's answers."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.cli.json_figures import plain
from tests.cli.json_leaf import Derived, Words
from tests.cli.json_pool import NUMBERS, REVIEW, about, day, deal_of, fact, iso, pool_of, registry_of, years
from tests.cli.json_quoting import day_of
from tests.cli.json_right_facts import SHARES, fact_of
from tests.cli.json_world import Asked, equal
from tests.cli.test_ip_on_chain import PATENTS


def ip_show(asked: Asked) -> None:
    found = asked.told("ip", "show", *about(asked))
    pool, today = pool_of(asked).functions, day_of(asked.now)
    _, _, (maturity, *_, limits) = pool.termsOf(deal_of(asked)).call()
    rights, value, base, _, at_closing, replaced = pool.sumsOf(deal_of(asked)).call()
    most = {label.rstrip(b"\0").decode(): share for label, share in limits}
    equal(
        found,
        {
            "deal": asked.world.pledged.record.deal_id,
            "today": today.isoformat(),
            "next_payment_date": today.isoformat(),
            "legal_final": iso(maturity),
            "expected": None,
            "currency": "USD",
            "sums": {
                "rights": rights,
                "value": plain(value),
                "base": plain(base),
                "value_at_closing": plain(at_closing),
                "replaced": plain(replaced),
            },
            "rights": [_right(asked, place, maturity) for place in range(rights)],
            "validity": _validity(asked, today, value),
            "concentrations": [_concentration(asked, label, most) for label in list(most)[-4:]],
            "limits": [
                {"label": label, "most": share, "share": fact(asked, label), "broken": fact(asked, label) > share}
                for label, share in most.items()
            ],
            "facts": [fact_of(asked, number, label) for number, label in enumerate(SHARES)],
            "bars": {
                "shaped_after": Derived("the rule's name"),
                "party": Derived("bars about nobody here"),
                "asset": [_bar(asked, bar) for bar in ("5a", "5b", "6")],
            },
            "block": asked.head,
            "what_if": None,
        },
    )


def _right(asked: Asked, place: int, maturity: int) -> dict[str, Any]:
    pool, registry, today = pool_of(asked).functions, registry_of(asked).functions, day_of(asked.now)
    right = pool.rightAt(deal_of(asked), place).call()
    kind, status, _, _, _, _, office, _, expiry, due, _, events, _ = registry.factsOf(right).call()
    _, _, _, _, until, _ = registry.valuationOf(right).call()
    value, base, _, conditions = pool.pledgeOf(right).call()[-1]
    owners, shares = registry.ownersOf(right).call()
    assert (right, kind, registry.liveLicences(right).call()) == (PATENTS[place], 1, [])
    return {
        "right": "0x" + right.hex(),
        "number": NUMBERS[place],
        "kind": "patent",
        "jurisdiction": office.decode(),
        "status": "under review" if status == REVIEW else "in force",
        "conditions": ["under review"] if conditions else [],
        "value": plain(value),
        "good_until": iso(until),
        "base": plain(base),
        "expiry": iso(expiry),
        "life": years(today, day(expiry)),
        "beyond_final": years(day(maturity), day(expiry)),
        "beyond_expected": None,
        "renewal_due": iso(due),
        "owners": [{"owner": owner, "share": share} for owner, share in zip(owners, shares, strict=True)],
        "held_under": None,
        "licences": [],
        "legal_events": events,
    }


def _validity(asked: Asked, today: date, total: int) -> list[dict[str, Any]]:
    valued = [registry_of(asked).functions.valuationOf(right).call() for right in PATENTS]
    ends = [
        date(today.year + (today.month + more - 1) // 12, (today.month + more - 1) % 12 + 1, today.day)
        for more in (3, 6, 12)
    ]
    bounds = [today, *ends]
    names = ("stale", "within 3 months", "3 to 6 months", "6 to 12 months", "later")
    rows = []
    for number, name in enumerate(names):
        inside = [
            one[1] for one in valued
            if (number == 0 or day(one[4]) >= bounds[0]) and sum(day(one[4]) > end for end in bounds) == number
        ]  # fmt: skip
        until = ends[number - 1].isoformat() if 0 < number < 4 else None
        share = -(-sum(inside) * 10**6 // total)
        rows.append({"when": name, "until": until, "rights": len(inside), "value": plain(sum(inside)), "share": share})
    return rows


def _concentration(asked: Asked, label: str, most: dict[str, int]) -> dict[str, Any]:
    pool = pool_of(asked).functions
    bases = [pool.pledgeOf(right).call()[-1][1] for right in PATENTS]
    keys = {"largest-right": (NUMBERS[bases.index(max(bases))], max(bases)), "largest-jurisdiction": ("CN", sum(bases))}
    key, amount = keys.get(label, ("", 0))
    return {"label": label, "key": key, "amount": plain(amount), "share": fact(asked, label), "most": most[label]}


def _bar(asked: Asked, number: str) -> dict[str, Any]:
    registry = registry_of(asked)
    oracle = asked.world.pledged.record.rights
    assert oracle is not None
    threshold = asked.contract("LegalOracle", oracle.oracle.address).functions.threshold().call()
    rights = []
    for right, written in zip(PATENTS, NUMBERS, strict=True):
        events = registry.functions.factsOf(right).call()[11]
        rests = f"legal events up to number {events}, each report signed by at least {threshold} of 1 attestors"
        rights.append({"number": written, "clear": True, "found": None, "rests_on": rests})
    return {"bar": number, "title": Words("the rule's name"), "clear": True, "rights": rights}
