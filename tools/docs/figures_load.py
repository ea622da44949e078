# SPDX-License-Identifier: Apache-2.0
"""Throughput as ratios, and the load tests beside their ceilings."""

from __future__ import annotations

from pathlib import Path

from tools.docs.bars import Bar, Group
from tools.docs.figures_section import NOT_YET, Section, measured, number


def ratios(root: Path) -> Section:
    found, title = measured(root, "ratios"), "Throughput"
    if not found:
        return Section("ratios", title, NOT_YET)
    things = found["a second, beside the yardstick"]
    return Section(
        "ratios",
        title,
        f"Measured together in one run (`make bench BENCH=--ratios`), so that the machine's speed cancels: how many a second, where 1 is "
        f"{found['yardstick']}. Measured on {found['date']}.",
        "Bars of speed on a logarithmic scale: "
        + "; ".join(f"{name} {number(ratio)}" for name, ratio in things.items())
        + ".",
        [
            Group(
                "a second, each tenfold as wide",
                [Bar(name, ratio, number(ratio)) for name, ratio in things.items()],
                logarithmic=True,
            )
        ],
        ("what", "a second, beside the yardstick"),
        [(name, number(ratio)) for name, ratio in things.items()],
    )


def load(root: Path) -> Section:
    found, title = measured(root, "load"), "Load"
    if not found:
        return Section("load", title, NOT_YET)
    rows, groups = [], []
    for part, figures in found["figures"].items():
        ceilings = found["ceilings"].get(part, {})
        for name, figure in figures.items():
            rows.append((part, name.replace("_", " "), number(figure), number(ceilings.get(name, "–"))))
        held = [(name, figures[name], ceiling) for name, ceiling in ceilings.items() if name in figures and ceiling]
        groups.append(
            Group(
                part,
                [
                    Bar(name.replace("_", " "), figure / ceiling, f"{number(figure)} of {number(ceiling)}")
                    for name, figure, ceiling in held
                ],
                1.0,
            )
        )
    return Section(
        "load",
        title,
        f"`make load`: many holders, many deals on one chain, many payment dates, on loopback. Measured on {found['date']} at commit "
        f"`{found['commit']}` on {found['machine']}. Seconds are the processor's, of the process that is measured; milliseconds of pages "
        "are the clock's, with four clients. The dashed line is the ceiling that a run is held to.",
        f"Bars of {len(rows)} figures as a share of their ceilings; none is above.",
        groups,
        ("what", "figure", "measured", "ceiling"),
        rows,
    )
