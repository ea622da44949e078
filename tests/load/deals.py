# SPDX-License-Identifier: Apache-2.0
"""Many deals on one chain: made, sold and closed by the production code, a date paid for. Every fifth has three tranches, ten holders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from regalia.chain.deployer import deploy_contract, deploy_platform
from regalia.chain.devnet import Devnet
from regalia.chain.issuance import DealAddresses, issue
from regalia.chain.transact import Sender
from regalia.domain.compile import compile_terms
from regalia.domain.terms import Terms, load_terms
from regalia.oracle.quorum import encode_signatures
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.typed_data import SigningDomain
from regalia.relay.source import SignedReport
from tests.ledger.life import DAY, USD, Life, admit_ten
from tests.load.posting import post
from tests.load.progress import tell
from tests.mills import DEAL, NOTES
from tests.oracle.stage import attest
from tests.support.quick_keys import quick_key

ACCOUNTS = 25
RECEIVED, INVOICED = 250_000, 50_000
"""Dollars of a quarter."""
PLENTY = 10**18
AN_HOUR = 3600


class NotPaidError(AssertionError):
    """A deal that did not do what all of them were to do."""


@dataclass(frozen=True)
class Made:
    """What all deals share beside the lives of each."""

    chain: Devnet
    lives: tuple[Life, ...]

    @property
    def domain(self) -> SigningDomain:
        return SigningDomain(self.chain.chain_id, self.lives[0].platform.oracle)


def make_deals(chain: Devnet, count: int, terms_of: Callable[[int], Terms] | None = None) -> Made:
    """All of them live; the first payment date of each is to come."""
    admin = chain.accounts[0]
    platform = deploy_platform(chain.web3, admin)
    admit_ten(chain, platform)
    money = deploy_contract(chain.web3, "MockPaymentToken", admin)
    keys = tuple(quick_key(bytes([7, i]) * 16) for i in range(3))
    lives = []
    for number in range(count):
        terms = (terms_of or numbered_terms)(number)
        parties: dict[str, Sender] = {party.id: chain.accounts[15 + i] for i, party in enumerate(terms.parties)}
        parties |= dict(zip(terms.attestors, keys, strict=False))
        addresses = {party: who if isinstance(who, str) else who.address for party, who in parties.items()}
        record = issue(chain.web3, platform, terms, DealAddresses(money, chain.accounts[1], addresses), admin)
        rising = tuple(sorted(keys[: len(terms.attestors)], key=lambda key: int(key.address, 16)))
        lives.append(Life(chain, terms, platform, record, rising, parties))
        if number % 50 == 49:
            tell(f"  {number + 1} of {count} deals made")
    currency = lives[0].cash
    for payer in (*lives[0].investors, lives[0].licensee):
        lives[0].send(currency.functions.mint(payer, PLENTY), payer)
    for number, life in enumerate(sorted(lives, key=_deadline), 1):
        _sell(life)
        if number % 50 == 0:
            tell(f"  {number} of {count} deals have their bids")
    for life in sorted(lives, key=_deadline):
        _close(life)
    return Made(chain, tuple(lives))


def numbered_terms(number: int) -> Terms:
    """The trust, or every fifth time the notes, under an id of its own."""
    return _read(number % 5 == 4).model_copy(update={"id": f"deal-{number + 1:03}"})


@cache
def _read(notes: bool) -> Terms:
    return load_terms(NOTES if notes else DEAL)


def _bids(life: Life) -> list[tuple[int, int, int]]:
    """Investor, tranche and units: all of the trust by one, of the notes as ``sell_out`` has it."""
    if len(life.terms.tranches) == 1:
        return [(0, 0, life.terms.tranches[0].units)]
    seniors = enumerate((1_000, 2_000, 1_500, 1_400, 1_100, 900, 100))
    return [*((i, 0, units) for i, units in seniors), (7, 1, 1_700), (8, 1, 800), (9, 2, 950)]


def _sell(life: Life) -> None:
    for investor, tranche, units in _bids(life):
        who, offering = life.investors[investor], life.offering
        post(life.chain, life.cash, "approve", [offering.address, PLENTY], who)
        post(life.chain, offering, "subscribe", [tranche, 0, units], who)


def _close(life: Life) -> None:
    """When the window is over; everybody gets his units, and the licensee pays for the first date."""
    if life.chain.now() <= (deadline := _deadline(life)):
        life.chain.warp(deadline + AN_HOUR)  # the node's clock goes on meanwhile
    post(life.chain, life.offering, "close", [], life.anybody)
    place = defaultdict[int, int](int)
    for _, tranche, units in _bids(life):
        post(life.chain, life.offering, "collect", [tranche, 0, place[tranche]], life.anybody)
        place[tranche] += units
    post(life.chain, life.cash, "approve", [life.escrow.address, PLENTY], life.licensee)
    post(life.chain, life.escrow, "payRoyalty", [bytes(32), RECEIVED * USD, bytes(32)], life.licensee)


def _deadline(life: Life) -> int:
    return int(life.offering.functions.window().call()[1])


def signed_reports(made: Made) -> Iterator[SignedReport]:
    """The first report of each deal."""
    for life in made.lives:
        yield signed_report(
            life, made.domain, compile_terms(life.terms).schedule.opening, RECEIVED * USD, INVOICED * USD
        )


def signed_report(life: Life, domain: SigningDomain, period: int, received: int, invoiced: int) -> SignedReport:
    report = RoyaltyReport(
        deal=life.deal.deal.address,
        period=period,
        epoch=1,
        received=received,
        other_income=0,
        has_target=False,
        reserve_target=0,
        invoices=(invoiced,),
        evidence_root=period.to_bytes(32, "big"),
    )
    keys = life.keys[: life.terms.oracle.threshold]
    return SignedReport(report, encode_signatures([attest(report, domain, key) for key in keys]))


def execute_all(made: Made, reports: list[SignedReport]) -> None:
    """On the day all of them may be. Raises ``NotPaidError``."""
    deals = [life.contract("Deal", life.record.deal.address) for life in made.lives]
    periods = [int(one.report.as_tuple()[1]) for one in reports]
    day = max(deals[i].functions.scheduledAt(periods[i]).call() for i in (0, min(4, len(deals) - 1)))
    made.chain.warp(day + DAY)
    for life, deal, one in zip(made.lives, deals, reports, strict=True):
        post(made.chain, deal, "execute", [one.report.as_tuple()], life.anybody)
    for life, deal, period in zip(made.lives, deals, periods, strict=True):
        if deal.functions.nextPeriod().call() != period + 1:
            raise NotPaidError(f"{life.terms.id}: period {period} was not executed")
