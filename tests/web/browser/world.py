# SPDX-License-Identifier: Apache-2.0
"""A live chain with something on every page: notes that were paid on and are voted on, and a deal on patents that takes bids."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from eth_typing import ChecksumAddress

from regalia.chain.devnet import Devnet
from regalia.demo.clock import noon, wait_until
from regalia.demo.issuing import issue_in_time
from regalia.demo.rights_chapters import FIRST_LICENCE
from regalia.demo.rights_stage import RightsStage, enter_portfolio, set_rights_stage
from regalia.demo.running import RunningDeal
from regalia.demo.sample import Sample, sample_deal
from regalia.demo.scenario import PATENTS
from regalia.demo.selling import admit, bid, give
from regalia.demo.story import Story
from regalia.domain.compile_pool import compile_pool
from regalia.domain.meeting.resolutions import ReplacePayee
from regalia.servicing import meeting, resolutions
from regalia.servicing import rights as pledging
from regalia.servicing.resolutions import Convened

QUARTERS = 3
INVESTOR, BUYER = "senior_investor_1", "senior_investor_3"
"""One who has units, income and a vote; and one who buys from it."""
VALUED = date(2024, 12, 21)
"""When the patents have been."""
CASH = 10**7 * 10**6
_QUIET = Story(quiet=True)


@dataclass
class World:
    """``notes`` are live, with a resolution that is voted on; ``patents`` is offered, and all but the first investor's bid are in."""

    sample: Sample
    patents: RunningDeal
    resolution: Convened

    @property
    def chain(self) -> Devnet:
        return self.sample.chain

    @property
    def notes(self) -> RunningDeal:
        return self.sample.deal

    @property
    def investor(self) -> ChecksumAddress:
        return self.notes.investor(INVESTOR)

    @property
    def buyer(self) -> ChecksumAddress:
        return self.notes.investor(BUYER)


@contextmanager
def world(folder: Path) -> Iterator[World]:
    with sample_deal(folder, QUARTERS) as sample:
        stage, notes = sample.stage, sample.deal
        wait_until(sample.chain, noon(VALUED))
        rights = set_rights_stage(stage)
        enter_portfolio(rights)
        patents = issue_in_time(stage, PATENTS, _QUIET, rights.contracts.pool_address)
        _pledge(patents, rights)
        for role in patents.holders():
            admit(stage, patents, role, PATENTS.profile(role))
        first, *others = PATENTS.orders
        for order in others:
            bid(patents, order.tranche, order.units, patents.investor(order.investor), order.level)
        for wallet in (notes.investor(INVESTOR), notes.investor(BUYER), patents.investor(first.investor)):
            give(notes, wallet, CASH)
        yield World(sample, patents, _convened(notes, sample))


def _pledge(patents: RunningDeal, rights: RightsStage) -> None:
    deal, originator = patents.contracts.deal.address, patents.originator
    pledging.open_pool(rights.contracts, deal, compile_pool(patents.terms), originator)
    pledging.pledge(rights.contracts, deal, [(right.id, FIRST_LICENCE) for right in rights.rights], originator)


def _convened(notes: RunningDeal, sample: Sample) -> Convened:
    """On another servicer; votes are cast from now on."""
    successor = sample.stage.cast.wallet("another servicer")
    act = ReplacePayee(notes.program.payees.index("servicer"), successor)
    said = "Replace the servicer: <script>alert(1)</script> statements came late"
    receipt = meeting.convene(notes.contracts, act, said, notes.investor(INVESTOR))
    found = resolutions.find(notes.contracts, meeting.convened_in(notes.contracts, receipt))
    wait_until(sample.chain, found.record_date + 1)
    return found
