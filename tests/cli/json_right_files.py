# SPDX-License-Identifier: Apache-2.0
"""What time will bring to rights, and what a feed of an office proposes, held against the registry."""

from __future__ import annotations

from tests.cli.json_leaf import Derived, Words
from tests.cli.json_pool import NUMBERS, REVIEW, about, day, iso, registry_of
from tests.cli.json_quoting import day_of
from tests.cli.json_world import Asked, equal
from tests.cli.test_ip_on_chain import PATENTS


def ip_watch(asked: Asked) -> None:
    found = asked.told("ip", "watch", *about(asked), "--months", "24")
    rows = []
    for right, number in zip(PATENTS, NUMBERS, strict=True):
        until = registry_of(asked).functions.valuationOf(right).call()[4]
        rows.append(
            {
                "right": "0x" + right.hex(),
                "number": number,
                "day": iso(until),
                "coming": Words("what comes"),
                "label": "rights-stale",
                "effect": Words("what it does"),
                "share": 1_000_000,
                "overdue": day(until) < day_of(asked.now),
                "licence": 0,
            }
        )
    equal(found, {"today": day_of(asked.now).isoformat(), "months": 24, "rows": rows})


def ip_read(asked: Asked) -> None:
    """Two rows of an office about a right that is known; after the first, the registry would refuse the second."""
    feed, office = asked.folder / "feed.csv", ("专利权的终止(未缴年费专利权终止)", "授权")
    rows = [f"{NUMBERS[1]},{word},2025-01-13," for word in office]
    feed.write_text("\n".join(["right,word,date,effective", *rows]) + "\n", encoding="utf-8")
    found = asked.told("ip", "read", feed, "--record", *about(asked))
    assert registry_of(asked).functions.factsOf(PATENTS[1]).call()[1] == REVIEW
    of_file = Derived("of the file that was read")
    shown = {
        "right": "0x" + PATENTS[1].hex(),
        "number": NUMBERS[1],
        "matter": None,
        "day": "2025-01-13",
        "date": None,
        "code": of_file,
        "title": Words("what the office's word means"),
        "mapping": Words("how far it is trusted"),
        "place": of_file,
        "document": of_file,
        "needs": of_file,
    }
    refused = Derived("why the twin of the registry refuses it")
    equal(
        found,
        {"proposals": [{**shown, "event": "lapsed", "refused": ""}, {**shown, "event": "granted", "refused": refused}]},
    )
