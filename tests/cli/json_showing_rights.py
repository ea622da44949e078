# SPDX-License-Identifier: Apache-2.0
"""What ``regalia show pool`` says of rights, held against the registry's and the pool's answers, and what they said."""

from __future__ import annotations

from typing import Any

from tests.cli.json_figures import USD, plain
from tests.cli.json_leaf import Derived
from tests.cli.json_pages import Place, same_on_pages
from tests.cli.json_pool import NUMBERS, REVIEW, TERMS, day, deal_of, fact, iso, pool_of, registry_of
from tests.cli.json_quoting import day_of
from tests.cli.json_right_facts import LOOKED_AT, SHARES
from tests.cli.json_showing import COUNTED
from tests.cli.json_world import Asked, equal
from tests.cli.test_ip_on_chain import PATENTS

OF_FILE = Derived("of the deal file, by which triggers are named")
ACTS = {1: "legal-filed", 4: "legal-granted", 6: "legal-challenged"}
"""By their numbers in ``contracts/types/IPRight.sol``."""


def pool_of_rights(asked: Asked) -> None:
    world, pool, today = asked.world, pool_of(asked).functions, day_of(asked.now)
    where = ["--record", str(world.pledged_record), "--rpc", asked.url, "--terms", str(TERMS)]
    db = f"sqlite:///{asked.folder / 'index.db'}"
    found = asked.told("show", "pool", *where, "--db", db)
    same_on_pages(asked, Place(world.pledged.record, TERMS, db), ("pool",), found)
    rights, value, base, _, at_closing, replaced = pool.sumsOf(deal_of(asked)).call()
    most = {label.rstrip(b"\0").decode(): share for label, share in pool.termsOf(deal_of(asked)).call()[2][-1]}
    head = asked.web3.eth.get_block("latest")
    counts = [pool.pledgeOf(right).call()[-1] for right in PATENTS]
    expected = {
        "id": world.pledged.record.deal_id,
        "name": "Patents licensed back",
        "currency": "USD",
        "kind": "rights",
        "today": today.isoformat(),
        "next": today.isoformat(),
        "count": rights,
        "value": plain(value),
        "base": plain(base),
        "value_at_closing": plain(at_closing),
        "replaced": plain(replaced),
        "lost": plain(0),
        "limits_broken": fact(asked, "limits-broken") // USD,
        "by_status": [
            _group(status, 1, count, base) for status, count in zip(("in-force", "under-review"), counts, strict=True)
        ],
        "by_licensee": [_group("unlicensed", rights, (value, base), base)],
        "by_owner": [_group(_owner(asked, PATENTS[0]), rights, (value, base), base)],
        "by_payer": [],
        "by_licence": [],
        "rights": [_right(asked, place) for place in range(rights)],
        "limits": [
            {"id": label, "most": plain(share), "share": plain(fact(asked, label)), "broken": fact(asked, label) > share}
            for label, share in most.items()
        ],
        "concentrations": [_concentration(asked, label, most) for label in list(most)[-4:]],
        "facts": [_fact(asked, number, label) for number, label in enumerate(SHARES)],
        "events": _events(asked),
        "events_left": 0,
        "as_of": {
            "block": head["number"], "hash": head["hash"].to_0x_hex(), "time": head["timestamp"],
            "behind": 0, "comparisons": COUNTED, "differences": 0,
        },
    }  # fmt: skip
    equal(found, expected)


def _group(name: str, count: int, sums: Any, whole: int) -> dict[str, Any]:
    share = plain(-(-sums[1] * USD // whole))
    return {"id": name, "label": "", "count": count, "value": plain(sums[0]), "base": plain(sums[1]), "share": share}


def _owner(asked: Asked, right: bytes) -> str:
    (owner,), _ = registry_of(asked).functions.ownersOf(right).call()
    return str(owner)


def _right(asked: Asked, place: int) -> dict[str, Any]:
    pool, registry, right = pool_of(asked).functions, registry_of(asked).functions, PATENTS[place]
    assert pool.rightAt(deal_of(asked), place).call() == right
    kind, status, final, disputes, _, _, office, _, expiry, due, *_ = registry.factsOf(right).call()
    value, base, _, conditions = pool.pledgeOf(right).call()[-1]
    owners, shares = registry.ownersOf(right).call()
    assert (kind, registry.liveLicences(right).call()) == (1, [])
    return {
        "id": "0x" + right.hex(),
        "number": NUMBERS[place],
        "kind": "patent",
        "office": office.decode(),
        "status": "under-review" if status == REVIEW else "in-force",
        "final": final,
        "conditions": ["under-review"] if conditions else [],
        "value": plain(value),
        "base": plain(base),
        "good_until": iso(registry.valuationOf(right).call()[4]),
        "expiry": iso(expiry),
        "days_to_expiry": (day(expiry) - day_of(asked.now)).days,
        "renewal_due": iso(due),
        "disputes": disputes,
        "held_under": pool.pledgeOf(right).call()[2] or None,
        "owners": [{"id": who, "label": "", "share": plain(share)} for who, share in zip(owners, shares, strict=True)],
        "licences": [],
        "liens": [],
    }


def _concentration(asked: Asked, label: str, most: dict[str, int]) -> dict[str, Any]:
    bases = [pool_of(asked).functions.pledgeOf(right).call()[-1][1] for right in PATENTS]
    keys = {"largest-right": (NUMBERS[bases.index(max(bases))], max(bases)), "largest-jurisdiction": ("CN", sum(bases))}
    key, amount = keys.get(label, ("", 0))
    shares = {"share": plain(fact(asked, label)), "most": plain(most[label])}
    return {"id": label, "key": key, "label": "", "amount": plain(amount), **shares}


def _fact(asked: Asked, number: int, label: str) -> dict[str, Any]:
    found, asks = fact(asked, label), number < LOOKED_AT
    units = {"pool-value": ("amount", plain(found)), "limits-broken": ("count", str(found // USD))}
    unit, value = units.get(label, ("share", plain(found)))
    triggers = [OF_FILE] if asks else []
    return {"id": label, "unit": unit, "today": value, "next": value, "asked": asks, "triggers": triggers}


def _events(asked: Asked) -> list[dict[str, Any]]:
    """All that was said of the two, by the day it took effect."""
    registry, pool = registry_of(asked).events, pool_of(asked).events
    entered = [_event(asked, log, "entered", 1, None) for log in registry.RightEntered().get_logs(from_block=0)]
    valued = [
        _event(asked, log, "valued", log["args"]["number"], log["args"]["valuation"]["day"])
        | {"who": log["args"]["valuation"]["appraiser"], "amount": plain(log["args"]["valuation"]["amount"])}
        for log in registry.RightValued().get_logs(from_block=0)
    ]
    legal = [
        _event(asked, log, ACTS[log["args"]["act"]], log["args"]["number"], log["args"]["effective"])
        for log in registry.LegalEventReported().get_logs(from_block=0)
    ]
    pledged = [_pledged(asked, log) for log in pool.RightPledged().get_logs(from_block=0)]
    found = [*entered, *valued, *legal, *pledged]
    return sorted(found, key=lambda one: (one["day"], one["block"], one["number"], one["id"]), reverse=True)


def _pledged(asked: Asked, log: Any) -> dict[str, Any]:
    made = _event(asked, log, "pledged", log["logIndex"], None)
    amount = plain(log["args"]["valueAtPledge"])
    return {
        **made,
        "id": f"0x{log['args']['right'].hex()}-pledged-{log['blockNumber']}-{log['logIndex']}",
        "amount": amount,
    }


def _event(asked: Asked, log: Any, what: str, number: int, effective: int | None) -> dict[str, Any]:
    told, time = log["args"], asked.web3.eth.get_block(log["blockNumber"])["timestamp"]
    return {
        "id": f"0x{told['right'].hex()}-{what}-{number}",
        "what": what,
        "number": number,
        "right": NUMBERS[PATENTS.index(told["right"])],
        "day": iso(effective) if effective else day_of(time).isoformat(),
        "code": "",
        "who": "",
        "label": "",
        "amount": None,
        "document": "0x" + told["document"].hex() if "document" in told else "",
        "block": log["blockNumber"],
        "time": time,
        "transaction": log["transactionHash"].to_0x_hex(),
    }
