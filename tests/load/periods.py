# SPDX-License-Identifier: Apache-2.0
"""A thousand payment dates of one deal: what each costs the contracts, an index, a verifier and a page, early and late."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from time import process_time
from typing import Any

import yaml
from fastapi.testclient import TestClient

from regalia.chain.devnet import Devnet, devnet
from regalia.domain.calendar import Schedule
from regalia.domain.compile import compile_terms
from regalia.domain.terms import Terms
from regalia.domain.terms.load import terms_from
from regalia.ledger.index.database import open_database
from regalia.ledger.verify import verify
from regalia.oracle.typed_data import SigningDomain
from regalia.views.following import Followed, Subject
from regalia.web.app import create_app
from regalia.web.pages import Pages
from tests.ledger.life import DAY, USD, Life
from tests.load.deals import ACCOUNTS, INVOICED, RECEIVED, make_deals, signed_report
from tests.load.memory import resident_mb
from tests.load.posting import post
from tests.load.progress import tell
from tests.mills import DEAL
from tests.support import sample
from tests.support.platform import DealSpec, Platform

INTEREST_ONLY = 10_700 * USD
"""A month of the sample deal: fees and interest are paid, and nothing of note is left to repay it with."""
BEGIN = int(datetime(2010, 1, 20, tzinfo=UTC).timestamp())
"""Monthly from here a thousand dates are over before February 2106, the end of the contracts' seconds."""
MONTHLY = Schedule(date(2010, 1, 20), 2010 * 12 + 1, 1, 1, 20)
STAGES = 4


class PeriodsError(AssertionError):
    """A deal that is not what its events say after so many dates."""


def periods_in_process(count: int) -> dict[str, float]:
    """Of the sample deal with three tranches: gas of an early and of the last date, seconds of the first and of the last tenth."""
    platform = Platform(BEGIN)
    spec = DealSpec(program=replace(sample.PROGRAM, schedule=MONTHLY), deadline=BEGIN + 10 * DAY)
    deal = platform.create(platform.money(), spec)
    deal.sell()
    deal.close()
    gas, tenths, start = [], [], process_time()
    before = resident_mb()
    for number in range(1, count + 1):
        gas.append(deal.pay_date(INTEREST_ONLY).gas)
        if number % max(count // 10, 1) == 0:
            tenths.append(process_time() - start)
            start = process_time()
    return {
        "periods": count,
        "seconds": round(sum(tenths), 1),
        "seconds_first_tenth": round(tenths[0], 2),
        "seconds_last_tenth": round(tenths[-1], 2),
        "gas_tenth": gas[9],
        "gas_last": gas[-1],
        "memory_growth_mb": resident_mb() - before,
    }


def periods_on_a_node(count: int) -> dict[str, dict[str, float]]:
    """Of the trust: at each quarter of the way an index catches up, pages are asked and a stranger verifies."""
    found: dict[str, dict[str, float]] = {}
    with devnet(timestamp=BEGIN, accounts=ACCOUNTS) as chain, tempfile.TemporaryDirectory() as folder:
        made = make_deals(chain, 1, lambda number: monthly_trust())
        (life,) = made.lives
        record = life.record
        database = open_database(f"sqlite:///{folder}/index.db", record.chain_id, record.genesis_hash)
        dates = Dates(life, made.domain)
        with closing(database):
            site = Followed(database, chain.web3, [Subject(record, life.terms)])
            for stage in range(1, STAGES + 1):
                until = count * stage // STAGES
                seconds = _timed(lambda until=until: dates.pay_until(until))  # type: ignore[misc]
                tell(f"  {until:,} of {count:,} dates executed in {seconds:.0f} s more")
                found[f"{until} periods"] = _stage(chain, life, site, Path(folder), until)
    return found


def monthly_trust() -> Terms:
    """The trust as if it had begun in 2010 and paid every month."""
    data = yaml.safe_load(DEAL.read_text(encoding="utf-8"))
    data["calendar"] = {
        "closing": date(2010, 2, 20),
        "frequency": "monthly",
        "first_period": "2010M03",
        "payment": {"months_after": 1, "day": 20},
    }
    return terms_from(data)


def _stage(chain: Devnet, life: Life, site: Followed, folder: Path, paid: int) -> dict[str, float]:
    catching_up = _timed(site.once)
    verified: list[Any] = []
    verifying = _timed(lambda: verified.append(verify(chain.web3, life.record, life.terms)))
    if not verified[0].ok:
        raise PeriodsError(f"after {paid} dates: {verified[0].differences}")
    chain.mine()
    one_more_block = _timed(site.once)
    deal = f"/en/deals/{life.terms.id}"
    opening = compile_terms(life.terms).schedule.opening
    with TestClient(create_app(Pages(site)), base_url="http://127.0.0.1") as client:
        pages = {
            name: _page(client, path)
            for name, path in {
                "deal": deal,
                "dates": f"{deal}/dates",
                "date": f"{deal}/dates/{opening + paid - 1}",
                "receipts": f"{deal}/receipts",
                "tranche": f"{deal}/tranches/{life.terms.tranches[0].id}",
                "investor": f"/en/investor/{life.investors[0]}",
                "supervisor": "/en/supervisor",
            }.items()
        }
    size = sum(path.stat().st_size for path in folder.glob("index.db*"))
    return {
        "catching_up_seconds": round(catching_up, 2),
        "new_block_seconds": round(one_more_block, 3),
        "verifying_seconds": round(verifying, 2),
        "database_kb": round(size / 1024),
        **{f"page_ms {name}": milliseconds for name, milliseconds in pages.items()},
    }


@dataclass
class Dates:
    """The payment dates of a life, one after the other; the licensee has leave to pay for all of them."""

    life: Life
    domain: SigningDomain
    paid: int = 0

    def pay_until(self, count: int) -> None:
        """Untried and not waited for, as they are thousands: the deal says at the end how far it got."""
        life, schedule = self.life, compile_terms(self.life.terms).schedule
        if not self.paid:
            life.send(life.cash.functions.mint(life.licensee, 10**18), life.licensee)
            life.send(life.cash.functions.approve(life.escrow.address, 10**18), life.licensee)
        while self.paid < count:
            period = schedule.opening + self.paid
            signed = signed_report(life, self.domain, period, RECEIVED * USD, INVOICED * USD)
            report: Any = signed.report.as_tuple()
            if self.paid:  # of the first the licensee has paid
                post(life.chain, life.escrow, "payRoyalty", [bytes(32), RECEIVED * USD, bytes(32)], life.licensee)
            post(life.chain, life.deal.oracle, "submit", [report, signed.signatures], life.anybody)
            day = datetime.combine(schedule.payment_date(period), time(12), UTC)
            life.chain.ask("evm_setNextBlockTimestamp", int(day.timestamp()))
            post(life.chain, life.deal.deal, "execute", [report], life.anybody)
            self.paid += 1
        if (next_one := life.deal.deal.functions.nextPeriod().call()) != schedule.opening + count:
            raise PeriodsError(f"the next period is {next_one}, not {schedule.opening + count}")


def _page(client: TestClient, path: str) -> float:
    """Milliseconds of the second time: the first reads templates."""
    client.get(path)
    start = process_time()
    answer = client.get(path)
    if answer.status_code != 200:
        raise PeriodsError(f"{path}: {answer.status_code}")
    return round((process_time() - start) * 1000, 1)


def _timed(what: Callable[[], Any]) -> float:
    start = process_time()
    what()
    return process_time() - start
