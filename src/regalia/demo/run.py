# SPDX-License-Identifier: Apache-2.0
"""The demo from the first chapter to the last."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from regalia.chain.found_node import FoundNode
from regalia.chain.record import check_writable
from regalia.demo.compiling import compile_or_use_committed
from regalia.demo.issuing import Stage, issue_in_time, set_stage
from regalia.demo.leaving import leave_reports
from regalia.demo.meeting import meet
from regalia.demo.officers import after_payment, before_payment
from regalia.demo.quarter import pay_out
from regalia.demo.reporting import collect_and_report
from regalia.demo.rights_chapters import Patents
from regalia.demo.running import RunningDeal
from regalia.demo.scenario import SCENARIOS
from regalia.demo.selling import close, sell
from regalia.demo.story import Story
from regalia.demo.stranger import verify_as_stranger
from regalia.demo.trading import sell_before, sell_on
from regalia.demo.venue import opened

PATENTS_AFTER = 3
"""The quarter of the trust, from 0 on, after which the deal on patents begins: it is paid on 31 December 2024."""


def run_demo(out: Path, story: Story, keep: bool = False, venue: FoundNode | None = None) -> dict[str, Any]:
    """Tell it all; results are left in ``out``. Returns the figures. It plays on a chain of its own, which ``keep`` holds until Enter
    is pressed, or at the ``venue``, which goes on anyway.
    """
    started = time.monotonic()
    check_writable(out)
    compiled = compile_or_use_committed(story)
    with opened(venue) as chain:
        stage = set_stage(chain, out, story)
        deals = [issue_in_time(stage, scenario, story) for scenario in SCENARIOS]
        for deal in deals:
            sell(stage, deal, story)
        story.section("Closing")
        for deal in deals:
            close(stage, deal, story)
        deals = _quarters(stage, deals, story)
        story.chapter("A stranger checks")
        verified = {deal.terms.id: verify_as_stranger(stage, deal, story) for deal in deals}
        story.chapter("What is left behind")
        files = {deal.terms.id: leave_reports(stage, deal, story) for deal in deals}
        seconds = time.monotonic() - started
        if keep:
            hold(stage, deals, wait=venue is None)
    story.line("")
    story.say(f"Done in {seconds:.0f} seconds. A prototype for test networks and research; not an offer of securities.")
    return {
        "contracts": {"artefacts": compiled.how, "count": compiled.contracts},
        "deals": [
            {**deal.figures, "verification": verified[deal.terms.id], "files": files[deal.terms.id]} for deal in deals
        ],
        "seconds": f"{seconds:.1f}",
    }


def _quarters(stage: Stage, deals: list[RunningDeal], story: Story) -> list[RunningDeal]:
    """The six quarters of the trust, in their turn the deal on patents; every deal there was."""
    patents: Patents | None = None
    for quarter in range(max(len(deal.rows) for deal in deals)):
        _quarter(stage, deals, quarter, story)
        if quarter == PATENTS_AFTER:
            patents = Patents.begin(stage, story)
        elif quarter == PATENTS_AFTER + 1 and patents:
            story.chapter("April 2025: the patents pay")
            patents.pay(0, story)
    assert patents is not None  # the trust has more quarters than that
    patents.fall(story)
    patents.pay(1, story)
    patents.come_back(story)
    patents.pay(2, story)
    return [*deals, patents.deal]


def _quarter(stage: Stage, deals: list[RunningDeal], quarter: int, story: Story) -> None:
    row = deals[0].rows[quarter]
    story.chapter(f"{row.attributed_to}: royalties of {deals[0].amount(row.received)} {row.currency}")
    reports = [collect_and_report(stage, deal, quarter, story) for deal in deals]
    for deal, report in zip(deals, reports, strict=True):
        before_payment(stage, deal, quarter, story)
        sell_before(stage, deal, quarter, story)
        pay_out(stage, deal, quarter, report, story)
        after_payment(stage, deal, quarter, story)
        sell_on(stage, deal, quarter, story)
        meet(stage, deal, quarter, story)


def hold(stage: Stage, deals: list[RunningDeal], wait: bool = True) -> None:
    """Say how to look at the deals, and wait for Enter."""
    print(f"Look at the deals (the commands are in {_commands()}):", file=sys.stderr)
    for deal in deals:
        command = f"regalia verify --record {deal.record_path} --rpc {stage.chain.url} --terms {deal.terms_path}"
        print(f"  {command}", file=sys.stderr)
    print("Who is who:", file=sys.stderr)
    for role, wallet in stage.cast.wallets.items():
        print(f"  {wallet}  {role}", file=sys.stderr)
    print(f"For the scripts: --network ethereum:local:{stage.chain.url}", file=sys.stderr)
    if not wait:
        return
    print("The chain runs on; press Enter to stop it.", file=sys.stderr, flush=True)
    sys.stdin.readline()  # where nobody can press it, the input is at its end at once


def _commands() -> str:
    """The folder of this environment's programs, from here where it is below."""
    folder = Path(sys.executable).parent
    return str(folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder)
