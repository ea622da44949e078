# SPDX-License-Identifier: Apache-2.0
"""The deal on patents over two payment dates, told by hand with the twins and no chain.

Eight rights of 1,500,000 each: six Chinese patents and a trade secret the originator owns, and a European patent it holds under a
licence and licenses back. Companies A to D have two licences each. In June 2025 the European patent is challenged; in September the first
valuation ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from hashlib import sha256

from regalia.chain.record import ContractRecord, RightsRecord
from regalia.domain.compile_pool import compile_pool
from regalia.domain.rights.acts import NO_HASH, LegalEvent, Licence, LicenceGrant, RightEntry, RightValuation, Valuation
from regalia.domain.rights.cause import Source
from regalia.domain.rights.causes import causes
from regalia.domain.rights.facts import facts_of
from regalia.domain.rights.number import hashed, registered
from regalia.domain.rights.pool_terms import PoolTerms, limits_of
from regalia.domain.rights.standing import DealStanding, DealStatus
from regalia.domain.rights.words import PPM, Act, Kind, Method
from regalia.ledger.model import DealLedger
from regalia.ledger.place import Place
from regalia.ledger.right_offices import ATTESTOR
from regalia.ledger.rights_book import RightsBook, TakenFact
from regalia.receipts import ReceiptsRow
from tests.chain.records import address, contract
from tests.deals import DEALS
from tests.reports.chronicle import ORIGINATOR, Chronicle

USD = 10**6
POOL, REGISTRY, ORACLE, GATES, OWNER, APPRAISER = map(address, range(801, 807))
COMPANIES = tuple(map(address, range(811, 815)))
INVESTOR = address(821)
TODAY = 20250801
NEXT_DATE = 20251020
SECRET_PAPER = sha256(b"a recipe").digest()
PATENTS = tuple(registered("CN", Kind.PATENT, 2019, 10_000_000 + i) for i in range(1, 7))
SECRET = hashed(Kind.TRADE_SECRET, SECRET_PAPER)
EUROPEAN = registered("EP", Kind.PATENT, 2020, 123_456)
RIGHTS = (*PATENTS, SECRET, EUROPEAN)
GOOD_UNTIL = (20250930, 20260115, 20260630, *(20270630,) * 5)
"""Of each right's valuation."""
ENTERED = 20250110
CHALLENGED_IN = "0x" + "c4" * 32
"""The transaction in which the challenge was reported."""


def paper(name: str) -> bytes:
    return sha256(name.encode()).digest()


@dataclass
class RightsLife:
    """The deal with its rights as of ``TODAY``."""

    ledger: DealLedger
    book: RightsBook

    @property
    def deal(self) -> str:
        return self.ledger.record.deal.address

    def happen(self, right: bytes, act: Act, day: int, transaction: str = "0x" + "ee" * 32, code: bytes = b"") -> None:
        """The attestors report an event on its day."""
        number = len(self.book.registry.known(right).steps) + 1
        event = LegalEvent(right, number, act, day, 0, code, paper(f"{right.hex()} {number}"))
        self.book.registry.take(event, day)
        self.book.places[right, Source.LEGAL_EVENT, number] = Place(900 + number, transaction, 0, seconds(day))


def rights_life(dates: int = 2) -> RightsLife:
    """Closed on 2025-01-14, with so many payment dates; the challenge comes before the second, and before the third the patent falls."""
    chronicle = Chronicle(DEALS / "patents.yaml")
    ledger = chronicle.ledger
    ledger.record = ledger.record.model_copy(
        update={
            "pool_facts": ContractRecord.model_validate(contract(801)),
            "rights": RightsRecord.model_validate(
                {"registry": contract(802), "oracle": contract(803), "gates": contract(804), "since": 1}
            ),
        }
    )
    life = RightsLife(ledger, RightsBook.of(POOL))
    life.book.thresholds[ORACLE], life.book.holders[ORACLE, ATTESTOR] = 2, set(COMPANIES[:3])
    _pledge(life)
    chronicle.time = seconds(20250114)
    for tranche in ledger.terms.tranches:
        chronicle.subscribe(tranche.id, INVESTOR, tranche.units)
    chronicle.close()
    for period in range(1, dates + 1):
        if period == 2:
            life.happen(EUROPEAN, Act.CHALLENGED, 20250601, CHALLENGED_IN, b"L10")
        if period == 3:
            life.happen(EUROPEAN, Act.INVALIDATED, 20250901, code=b"M23")
        _pay(life, chronicle, period)
    return life


def seconds(day: int) -> int:
    """Midnight UTC."""
    return int(datetime.combine(date(day // 10_000, day // 100 % 100, day % 100), time(), UTC).timestamp())


def _pledge(life: RightsLife) -> None:
    terms, book = life.ledger.terms, life.book
    token = life.ledger.record.payment_token.address
    standing = DealStanding(DealStatus.OFFERED, ORIGINATOR, token, POOL, 20330120)
    book.standings[life.deal.lower()] = standing
    pool = compile_pool(terms)
    substitution = (pool.substitution_until, pool.substitution_most)
    least = (pool.least_value, pool.least_rights)
    words = (pool.maturity, pool.haircuts, *least, *substitution, pool.repurchase_price)
    book.pool.open(life.deal, PoolTerms(*words, limits_of(pool.limits)), ORIGINATOR)
    for place, right in enumerate(RIGHTS):
        _enter(life, right, token, place)
    book.pool.pledge(life.deal, RIGHTS, (0,) * 7 + (1,), ORIGINATOR, ENTERED)
    book.standings[life.deal.lower()] = replace(standing, status=DealStatus.LIVE)


def _enter(life: RightsLife, right: bytes, token: str, place: int) -> None:
    secret, take = right == SECRET, life.book.registry.take
    office = "DE" if secret else "EP" if right == EUROPEAN else "CN"
    owner, document = OWNER if right == EUROPEAN else ORIGINATOR, SECRET_PAPER if secret else paper(f"entry {place}")
    kind, expiry = (Kind.TRADE_SECRET, 0) if secret else (Kind.PATENT, 20390301 + place)
    due = 20250901 if place == 1 else 0
    take(RightEntry(right, kind, office, 20190301, expiry, due, NO_HASH, (owner,), (PPM,), document), ENTERED)
    for act in (Act.SUBSISTING,) if secret else (Act.FILED, Act.GRANTED):
        life.happen(right, act, ENTERED)
    for number, words in enumerate(_licences(right, office, COMPANIES[place // 2]), 1):
        take(LicenceGrant(right, words, paper(f"licence {number} of {place}")), ENTERED)
    valuation = Valuation(token, 1_500_000 * USD, APPRAISER, ENTERED, GOOD_UNTIL[place], Method.INCOME)
    take(RightValuation(right, valuation, paper(f"valuation {place}")), ENTERED)
    life.book.places[right, Source.VALUATION, 1] = Place(890, "0x" + "aa" * 32, place, seconds(ENTERED))


def _licences(right: bytes, office: str, company: str) -> Iterable[Licence]:
    begin, end = 20250101, 20330120
    if right == EUROPEAN:
        yield Licence(OWNER, ORIGINATOR, "", 0, office, True, 0, begin, end, 0)
        yield Licence(ORIGINATOR, company, "", 1, office, True, 50_000, begin, end, PPM)
    else:
        yield Licence(ORIGINATOR, company, "", 0, office, False, 50_000, begin, end, PPM)


def _pay(life: RightsLife, chronicle: Chronicle, period: int) -> None:
    """500,000 come in and 6,000 are invoiced, as in ``tests/domain/test_golden_patents.py``; the facts are those of the rights."""
    program = life.ledger.program
    day = program.schedule.payment_date(period)
    today = day.year * 10_000 + day.month * 100 + day.day
    holdings = life.book.pool.holdings(life.deal)
    values = facts_of(holdings, program.facts, today)
    row = ReceiptsRow(
        row=1 + period,
        payment_date=day,
        attributed_to=str(program.schedule.collection_period(period)),
        period=period,
        currency="USD",
        received=500_000 * USD,
        other_income=0,
        reserve_target=None,
        invoices=(("renewals", 6_000 * USD),),
        facts=tuple(zip(program.facts, values, strict=True)),
    )
    done = chronicle.quarter(row)
    taken = []
    for label, value in zip(program.facts, values, strict=True):
        why = causes(holdings, label, today)
        taken.append(TakenFact(label, value, why, tuple(map(life.book.place_of, why))))
    life.ledger.dates[-1] = replace(done, facts=tuple(taken))
