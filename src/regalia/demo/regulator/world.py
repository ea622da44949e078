# SPDX-License-Identifier: Apache-2.0
"""Where chapters play: a chain with its deals, and what is quietly done there before a chapter begins."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from regalia.chain.devnet import devnet
from regalia.chain.transact import call
from regalia.demo.issuing import Stage, issue_in_time, offered_at, set_stage
from regalia.demo.places import find
from regalia.demo.quarter import pay_out
from regalia.demo.reporting import collect_and_report
from regalia.demo.rights_chapters import Patents
from regalia.demo.running import RunningDeal
from regalia.demo.scenario import NOTES, TRUST, Scenario
from regalia.demo.selling import close, sell
from regalia.demo.story import Story
from regalia.domain.history import DealBooks
from regalia.domain.terms import load_terms

QUIET = Story(quiet=True)
ACCOUNTS = 160
HALF_A_DAY = 12 * 3600
MILLS = replace(TRUST, acts=(), sales=())
MILLS_NOTES = replace(NOTES, acts=(), sales=())
"""The notes of the demo; nobody does anything extraordinary unless a chapter says so."""


@dataclass
class World:
    """``books`` are Python's own, by deal, run beside those of a deal whose receipts are attested without documents. ``earlier`` are
    the worlds of earlier chapters whose chains still run.
    """

    stage: Stage
    deals: dict[str, RunningDeal] = field(default_factory=dict)
    books: dict[str, DealBooks] = field(default_factory=dict)
    patents: Patents | None = None
    earlier: tuple[World, ...] = ()

    @property
    def records(self) -> Path:
        """Folder of the records of this chain, with the deal files beside them."""
        return self.stage.out / "deployments" / str(self.stage.chain.chain_id)

    def paid(self, deal: str) -> int:
        """How many payment dates of a deal are over."""
        return len(self.deals[deal].figures["periods"])

    def enter(self, deal: RunningDeal) -> RunningDeal:
        """Known from now on; its file lies beside its record, as whoever looks at records expects."""
        self.deals[deal.terms.id] = deal
        shutil.copy(deal.terms_path, self.records / f"{deal.terms.id}.yaml")
        return deal


@contextmanager
def opened(begins: int, out: Path) -> Iterator[World]:
    """A fresh chain half a day before the second ``begins``, with what all deals share; nothing of an earlier run is left in "
    "``out``."""
    shutil.rmtree(out, ignore_errors=True)
    with devnet(timestamp=begins - HALF_A_DAY, accounts=ACCOUNTS) as chain:
        yield World(set_stage(chain, out, QUIET))


def offered(scenario: Scenario) -> int:
    """When a deal of the files is made."""
    return offered_at(load_terms(find("deals", scenario.terms_file)))


def issued(world: World, scenario: Scenario) -> RunningDeal:
    """The deal, made if it is not there yet."""
    name = scenario.terms_file.removesuffix(".yaml")
    return world.deals.get(name) or world.enter(issue_in_time(world.stage, scenario, QUIET))


def closed(world: World, *scenarios: Scenario) -> list[RunningDeal]:
    """The deals, made, sold and closed if they are not."""
    deals = [issued(world, scenario) for scenario in scenarios]
    offered_ones = [deal for deal in deals if "sale" not in deal.figures]
    for deal in offered_ones:
        if not call(deal.web3, deal.contracts.payment_token.functions.balanceOf(deal.contracts.offering.address)):
            sell(world.stage, deal, QUIET)
    for deal in offered_ones:
        close(world.stage, deal, QUIET)
    return deals


def paid_up_to(world: World, dates: int, *scenarios: Scenario) -> list[RunningDeal]:
    """The same, with so many payment dates over, in the order of the calendar."""
    deals = closed(world, *scenarios)
    for quarter in range(dates):
        due = [deal for deal in deals if world.paid(deal.terms.id) == quarter]
        reports = [collect_and_report(world.stage, deal, quarter, QUIET) for deal in due]
        for deal, report in zip(due, reports, strict=True):
            pay_out(world.stage, deal, quarter, report, QUIET)
    return deals
