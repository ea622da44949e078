# SPDX-License-Identifier: Apache-2.0
"""Gas beside others', and the size of every contract."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from tools.docs.bars import Bar, Group
from tools.docs.comparison import PEERS
from tools.docs.figures_section import Section, measured, number

CODE_LIMIT = 24_576
"""EIP-170."""


def gas(root: Path) -> Section:
    figures = measured(root, "gas")
    operations = yaml.safe_load((root / PEERS).read_text(encoding="utf-8"))["operations"]
    rows = [_row(one, figures[one["key"]]) for one in operations]
    cheaper = sum(figures[one["key"]] < min(peer["gas"] for peer in one["peers"]) for one in operations)
    return Section(
        "gas",
        "Gas beside others",
        "Whole transactions on one local chain, others with their own compiler settings ([comparison](comparison.md) says what each "
        "does not do). The dashed line is what the gas schedule alone demands. Every other figure is in [gas.json](../bench/gas.json); "
        "`make bench` compares it with the last commit.",
        f"Bars of gas: in {cheaper} of {len(operations)} operations Regalia takes less than every other system that was measured.",
        [_group(one, figures[one["key"]]) for one in operations],
        ("operation", "Regalia", "least of others", "ratio", "most of others"),
        rows,
    )


def _group(operation: dict[str, Any], ours: int) -> Group:
    bars = [Bar("Regalia", ours, number(ours))]
    bars += [Bar(peer["name"], peer["gas"], number(peer["gas"]), ours=False) for peer in operation["peers"]]
    return Group(operation["what"], bars, operation.get("bound"))


def _row(operation: dict[str, Any], ours: int) -> tuple[str, ...]:
    least = min(operation["peers"], key=lambda peer: peer["gas"])
    most = max(operation["peers"], key=lambda peer: peer["gas"])
    return (
        f"{operation['what']} (`{operation['key']}`)",
        number(ours),
        f"{number(least['gas'])} ({least['name']})",
        f"{ours / least['gas']:.2f}",
        f"{number(most['gas'])} ({most['name']})",
    )


def sizes(root: Path) -> Section:
    found = sorted(measured(root, "sizes").items(), key=lambda one: (-one[1]["code"], one[0]))
    largest, first = found[0]
    return Section(
        "sizes",
        "Bytecode",
        f"Of every contract that is deployed on a live chain, in bytes; the dashed line is the limit of {CODE_LIMIT:,} (EIP-170).",
        f"Bars of bytecode: all {len(found)} contracts are below {CODE_LIMIT:,} bytes; the largest is {largest} with {first['code']:,}.",
        [Group("bytes of code", [Bar(name, size["code"], number(size["code"])) for name, size in found], CODE_LIMIT)],
        ("contract", "code", "of the limit", "creation"),
        [
            (f"`{name}`", number(size["code"]), f"{size['code'] / CODE_LIMIT:.1%}", number(size["creation"]))
            for name, size in found
        ],
    )
