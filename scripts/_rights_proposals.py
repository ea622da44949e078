# SPDX-License-Identifier: Apache-2.0
"""What a file comes to, a line a proposal: what is in the report, what was told before, what needs a person; and the report, written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from regalia.cli.whole import Whole

DAY = 24 * 3600


def proposing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of all that propose: ``--days``, ``--leave-out`` and ``--out``."""
    for option in (
        click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write."),
        click.option(
            "--leave-out",
            "left_out",
            type=Whole("proposal", 1, 100_000),
            multiple=True,
            help="Number of a proposal, as listed, that is not to be reported; repeat.",
        ),
        click.option(
            "--days", type=Whole("days", 1, 365), default=14, show_default=True, help="Days for handing it in."
        ),
    ):
        command = option(command)
    return command


def propose_report(
    desk: Any, report_by: Callable[[int], Any], something: bool, figures: dict[str, Any], days: int, out: Path
) -> None:
    """Try the report out, write it and show what it came to; where there is ``something`` to report."""
    from regalia.oracle.right_files import ReportFile, save_report
    from regalia.servicing.right_attesting import try_out
    from regalia.servicing.transfer_text import moment

    if something:
        report = report_by(desk.now + days * DAY)
        try_out(desk.rights, report)
        save_report(ReportFile(report, desk.web3.eth.chain_id, desk.rights.oracle_of(report.kind).address), out)
        figures |= {"file": str(out), "hand in until": moment(report.deadline)}
    else:
        figures["file"] = "none: there is nothing to report"
    desk.show(figures)


def lines_of(found: Any) -> dict[str, Any]:
    """By the number of the proposal in the feed, which ``--leave-out`` takes; ``found`` is a ``Draft``."""
    from regalia.domain.rights.day import written
    from regalia.domain.rights.number import describe
    from regalia.domain.rights.words import word

    lines: dict[int, str] = {}
    for place, event in found.events:
        date = f", new date {written(event.date)}" if event.date else ""
        lines[place] = (
            f"{describe(event.right)}: event {event.number}, {word(event.act)}, effective {written(event.effective)}{date}"
        )
    for place, proposal in found.told:
        lines[place] = f"{describe(proposal.right)}: {word(proposal.act)}, on chain already"
    for place, matter in found.matters:
        why = f" ({matter.why})" if matter.why else ""
        lines[place] = f"{describe(matter.right)}: {matter.matter}, {written(matter.day)}, {matter.needs}{why}"
    return _by_place(lines)


def lines_of_valuations(found: Any, currency: Any) -> dict[str, Any]:
    """By the place of the right in the file; ``found`` is a ``ValuationDraft``."""
    from regalia.domain.rights.day import written
    from regalia.domain.rights.number import describe
    from regalia.domain.rights.words import word

    lines: dict[int, str] = {}
    for place, v in found.valuations:
        amount = f"{currency.format(v.amount)} {currency.code}"
        lines[place] = (
            f"{describe(v.right)}: valuation {v.number}, {amount} by {word(v.method)}, of {written(v.day)}, good until {written(v.until)}"
        )
    for place, act in found.told:
        lines[place] = f"{describe(act.right)}: on chain already"
    return _by_place(lines)


def _by_place(lines: dict[int, str]) -> dict[str, Any]:
    return {f"proposal {place}": lines[place] for place in sorted(lines)}
