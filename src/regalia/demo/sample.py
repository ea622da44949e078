# SPDX-License-Identifier: Apache-2.0
"""A small live deal to try things on: the notes of the demo, sold and paid for some quarters, on a local chain of its own.

``python -m regalia.demo.sample``, or ``make sample``, keeps it for a while (``kept_sample``).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from eth_typing import ChecksumAddress

from regalia.chain.devnet import Devnet, devnet
from regalia.demo.clock import noon, wait_until
from regalia.demo.issuing import Stage, issue_in_time, offered_at, set_stage
from regalia.demo.places import find
from regalia.demo.quarter import claim
from regalia.demo.reporting import collect_and_report
from regalia.demo.running import RunningDeal
from regalia.demo.scenario import NOTES, Sale
from regalia.demo.selling import close, sell
from regalia.demo.story import Story
from regalia.demo.trading import sell_before, transfer
from regalia.domain.terms import load_terms
from regalia.errors import RegaliaError
from regalia.servicing import payments

ACCOUNTS = 60
HALF_A_DAY = 12 * 3600
SCENARIO = replace(
    NOTES,
    title="A sample deal",
    sales=(Sale(0, "senior", "senior_investor_1", "senior_investor_2", 1_000, price="98.40", before=True),),
    acts=(),
)
"""A sale at the desk before the first payment date. Nobody does anything extraordinary."""
_PASSED_ON = ("senior", "senior_investor_2", "senior_investor_3", 250)
"""A transfer without money, after the first payment date."""


class NoSuchQuarterError(RegaliaError, ValueError):
    """The receipts of the sample deal end before."""


@dataclass
class Sample:
    """The deal under way. ``people`` are addresses by role, all of them unlocked on the ``chain`` but those of attestors; ``paid`` counts
    payment dates. ``stop`` ends what ``start_sample`` began.
    """

    url: str
    record_path: Path
    terms_path: Path
    people: Mapping[str, ChecksumAddress]
    chain: Devnet
    stage: Stage
    deal: RunningDeal
    paid: int = 0
    stop: Callable[[], None] = lambda: None

    def pay(self) -> None:
        """One more payment date: documents, report, and the date executed; nobody claims. Raises ``NoSuchQuarterError``."""
        rows = self.deal.rows
        if self.paid == len(rows):
            raise NoSuchQuarterError(
                f"quarters: the sample deal has receipts of {len(rows)} quarters, all are paid", "Start another sample."
            )
        report = collect_and_report(self.stage, self.deal, self.paid, _QUIET)
        sell_before(self.stage, self.deal, self.paid, _QUIET)
        wait_until(self.chain, noon(rows[self.paid].payment_date))
        payments.execute(self.deal.contracts, report.as_tuple(), self.stage.cast.wallet("passer-by"))
        self.paid += 1


_QUIET = Story(quiet=True)


@contextmanager
def sample_deal(folder: Path, quarters: int = 2, port: int = 0) -> Iterator[Sample]:
    """Start a chain on a ``port`` (0: a free one), make the deal there and pay ``quarters`` dates; files go to ``folder``, the chain ends
    with the body.

    After the first date all but one senior investor take what they are owed, and units are passed on. Of later dates only the mezzanine
    investor does. Raises ``DevnetMissingError``, ``DemoFilesMissingError`` and ``NoSuchQuarterError``.
    """
    began = offered_at(load_terms(find("deals", SCENARIO.terms_file)))
    with devnet(timestamp=began - HALF_A_DAY, accounts=ACCOUNTS, port=port) as chain:
        stage = set_stage(chain, folder, _QUIET)
        deal = issue_in_time(stage, SCENARIO, _QUIET)
        sell(stage, deal, _QUIET)
        close(stage, deal, _QUIET)
        people = _people(deal)
        sample = Sample(chain.url, deal.record_path, deal.terms_path, people, chain, stage, deal)
        for _ in range(quarters):
            sample.pay()
            _after(sample)
        yield sample


def start_sample(quarters: int = 2) -> Sample:
    """The same for a notebook, in a folder of its own: until ``stop`` is called or this process ends. Raises as ``sample_deal``."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="regalia-sample-"))
        sample = stack.enter_context(sample_deal(Path(folder), quarters))
        sample.stop = stack.pop_all().close
        return sample


def _after(sample: Sample) -> None:
    """What holders do after a payment date."""
    deal, first = sample.deal, sample.paid == 1
    for role, wallet in deal.holders().items():
        if role == SCENARIO.patient or not (first or role == "mezzanine_investor"):
            continue
        for tranche in deal.terms.tranches:
            if payments.entitlement(deal.contracts, tranche.id, wallet):
                claim(deal, tranche.id, role)
    if first:
        transfer(deal, *_PASSED_ON)


def _people(deal: RunningDeal) -> dict[str, ChecksumAddress]:
    """Everybody who has an address, without the deal's name before the role."""
    named = {role.removeprefix(f"{deal.terms.id}/"): wallet for role, wallet in deal.cast.wallets.items()}
    attestors = {role.removeprefix(f"{deal.terms.id}/"): key.address for role, key in deal.cast.keys.items()}
    return {**named, **attestors}


if __name__ == "__main__":
    import runpy

    runpy.run_module("regalia.demo.kept_sample", run_name="__main__")
