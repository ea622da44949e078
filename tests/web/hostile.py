# SPDX-License-Identifier: Apache-2.0
"""A deal whose file, orders and labels are written by somebody who means harm."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from unittest import mock

from regalia.demo import sample
from regalia.demo.places import find
from regalia.demo.sample import Sample, sample_deal
from regalia.domain.meeting.resolutions import ReplacePayee
from regalia.servicing import meeting, supervision
from regalia.servicing.orders import Order

MARK = "zq"
"""A tag, an attribute and a function that nobody else has: where one is found outside text, something was let through."""
SCRIPT = "<script>zq()</script>"
IMAGE = '"><img src=zq onerror=zq()>'
TEMPLATE = "{{7*7}}${7*7}"
FORMULA = '=HYPERLINK("http://zq.example","zq")'
TURNED = "\u202ezq\u202c\u200b"
NAMES = (
    f"{SCRIPT} {IMAGE}",
    f"' onmouseover=zq() x='{TEMPLATE}",
    FORMULA,
    "+1+zq",
    "@SUM(zq)",
    "-1+zq",
    "javascript:zq()",
    "</script></style></title></table><zq>",
    "%s%(n)s{0}%n zq",
    "zq" + "长" * 200 + "x" * 2_000,
)
REASON = f"{SCRIPT}{IMAGE}{TEMPLATE}{TURNED}\n\r\t{FORMULA}" + "</textarea>zq" * 700
_NAME = re.compile(r"(?<=[{,] )name: [^,}\n]+|(?m:^) *(?:- )?name: [^\n#]+")
"""In braces, or on a line of its own."""
_DAY = 24 * 3600


def hostile_terms(folder: Path) -> Path:
    """The notes of the demo, with other names: each place gets another of them in turn."""
    written = find("deals", "mills-notes.yaml").read_text(encoding="utf-8")
    given = iter(range(10_000))

    def other(found: re.Match[str]) -> str:
        indent = found[0].partition("name: ")[0]
        return f"{indent}name: {json.dumps(NAMES[next(given) % len(NAMES)])}"

    path = folder / "hostile.yaml"
    path.write_text(_NAME.sub(other, written), encoding="utf-8")
    return path


@contextmanager
def hostile_deal(folder: Path, quarters: int) -> Iterator[Sample]:
    """Live; one class is halted and a resolution is voted on, for reasons of the same kind."""
    scenario = replace(sample.SCENARIO, terms_file=str(hostile_terms(folder)))
    with mock.patch.object(sample, "SCENARIO", scenario), sample_deal(folder, quarters) as found:
        deal, officer = found.deal, found.stage.cast.wallet("supervisor")
        order = Order.of("=zq()<zq>", sha256(b"evidence").digest())
        until = found.chain.now() + 3 * _DAY
        supervision.halt_tranche(deal.contracts, "mezzanine", until, order, REASON, officer)
        act = ReplacePayee(deal.program.payees.index("servicer"), officer)
        meeting.convene(deal.contracts, act, REASON, deal.investor("senior_investor_1"))
        yield found
