# SPDX-License-Identifier: Apache-2.0
"""The portfolio of a deal: each right, the sums, what it hangs on, the facts to come, and the bars."""

from __future__ import annotations

import pytest

from regalia.domain.rights.cause import Source
from regalia.domain.rights.number import hashed, registered
from regalia.domain.rights.words import Act, Kind
from regalia.feeds.records import right_of
from regalia.reports.rights.life import in_years, tenths_down
from regalia.reports.rights.portfolio import NoPoolError, Portfolio, portfolio_of
from regalia.reports.rights.right_numbers import written_number
from tests.support.rights_life import (
    CHALLENGED_IN,
    COMPANIES,
    EUROPEAN,
    NEXT_DATE,
    PATENTS,
    SECRET,
    TODAY,
    USD,
    RightsLife,
    rights_life,
)


@pytest.fixture(scope="module")
def portfolio() -> Portfolio:
    life = rights_life()
    return portfolio_of(life.ledger, life.book, TODAY)


@pytest.fixture
def life() -> RightsLife:
    return rights_life(1)


@pytest.mark.parametrize(
    ("right", "text"),
    [
        (right_of("CN201810990101.6"), "CN201810990101.6"),
        (right_of("CN202020990404.0"), "CN202020990404.0"),
        (right_of("EP99403122.7"), "EP99403122.7"),
        (registered("CN", Kind.PATENT, 1998, 12_345), "CN 10 1998 000012345"),
        (registered("US", Kind.PATENT, 2020, 7), "US 10 2020 000000007"),
        (registered("CN", Kind.TRADEMARK, 2020, 10_000_001), "CN 30 2020 010000001"),
    ],
)
def test_written_number__any_office__as_people_write_it_and_read_back(right: bytes, text: str) -> None:
    assert written_number(right) == text
    assert right_of(text) == right


def test_written_number__hash__shortened() -> None:
    secret = hashed(Kind.TRADE_SECRET, b"\x01" * 32)
    assert written_number(secret) == f"hash {secret.hex()[:8]}…"


@pytest.mark.parametrize(
    ("since", "until", "years"),
    [
        (20250101, 20350101, "9.9"),  # 3,652 days, a day and a half short of ten years
        (20250101, 20350103, "10.0"),
        (20250101, 20250101, "0.0"),
        (20250101, 20250206, "0.0"),
        (20250101, 20250207, "0.1"),
        (20250102, 20250101, "-0.1"),
        (20250101, 20240101, "-1.1"),
        (20250101, 0, "no end"),
    ],
)
def test_life__days_apart__years_with_a_decimal_rounded_down(since: int, until: int, years: str) -> None:
    assert in_years(tenths_down(since, until)) == years


def test_rights__right_under_review__haircut_licence_and_life(portfolio: Portfolio) -> None:
    line = portfolio.rights[-1]
    assert (line.number, line.kind, line.jurisdiction) == ("EP20123456.4", "patent", "EP")
    assert (line.status, line.conditions) == ("under review", ("under review",))
    assert (line.count.value, line.count.base) == (1_500_000 * USD, 1_050_000 * USD)  # less 30%
    assert line.licence is not None and line.licence.number == 1
    assert [licence.number for licence in line.licences] == [1, 2]
    # from 2025-08-01, and from the legal final date 2033-01-20, to 2039-03-08: 4,967 and 2,238 days
    assert (in_years(line.life), in_years(line.beyond_final), line.beyond_expected) == ("13.5", "6.1", None)


def test_rights__secret__no_end(portfolio: Portfolio) -> None:
    line = next(line for line in portfolio.rights if line.right.id == SECRET)
    assert (line.life, line.beyond_final, line.kind) == (None, None, "trade secret")


def test_sums__one_right_under_review__base_below_the_value(portfolio: Portfolio) -> None:
    sums = portfolio.sums
    assert (sums.rights, sums.value, sums.base) == (8, 12_000_000 * USD, 11_550_000 * USD)
    assert (sums.value_at_closing, sums.replaced) == (12_000_000 * USD, 0)


def test_validity__ends_in_each_time__every_right_once(portfolio: Portfolio) -> None:
    assert [(line.when, line.rights, line.share) for line in portfolio.validity] == [
        ("stale", 0, 0),
        ("within 3 months", 1, 125_000),
        ("3 to 6 months", 1, 125_000),
        ("6 to 12 months", 1, 125_000),
        ("later", 5, 625_000),
    ]
    assert sum(line.value for line in portfolio.validity) == portfolio.sums.value


def test_validity__day_after_its_end__stale() -> None:
    life = rights_life()
    later = portfolio_of(life.ledger, life.book, 20251001)
    assert [line.rights for line in later.validity] == [1, 0, 1, 1, 5]


def test_concentrations__two_rights_a_company__share_of_the_base_and_limit(portfolio: Portfolio) -> None:
    found = {line.label: line for line in portfolio.concentrations}
    licensee = found["largest-licensee"]
    assert licensee.key == COMPANIES[0].lower()
    assert (licensee.amount, licensee.share, licensee.most) == (3_000_000 * USD, 259_741, 350_000)  # 3 / 11.55, up
    assert (found["largest-jurisdiction"].key, found["largest-jurisdiction"].share) == ("CN", 779_221)
    assert found["largest-right"].key == "CN201910000001.9"


def test_limits__dispute_of_an_eighth__broken(life: RightsLife) -> None:
    life.happen(PATENTS[2], Act.TITLE_DISPUTED, 20250701)
    broken = [line for line in portfolio_of(life.ledger, life.book, TODAY).limits if line.broken]
    assert [(line.label, line.most, line.share) for line in broken] == [("rights-in-dispute", 50_000, 125_000)]


def test_facts__valuation_ends_before_the_date__counted_then_with_its_cause(portfolio: Portfolio) -> None:
    assert portfolio.on == NEXT_DATE
    value = next(line for line in portfolio.facts if line.label == "pool-value")
    assert (value.today, value.value) == (11_550_000 * USD, 10_950_000 * USD)
    assert value.triggers == ("pool-too-small: below 1.2x of what is owed",)
    ended, challenged = value.causes
    assert (ended.right, ended.source, ended.day) == (PATENTS[0], Source.DAY, 20250930)
    assert (challenged.right, challenged.act, challenged.number) == (EUROPEAN, Act.CHALLENGED, 3)
    assert [place and place.transaction_hash for place in value.places] == [None, CHALLENGED_IN]


def test_facts__those_the_deal_looks_at__first_and_told_apart(portfolio: Portfolio) -> None:
    asked = [line.label for line in portfolio.facts if line.asked]
    assert asked == [line.label for line in portfolio.facts[: len(asked)]]
    limits = next(line for line in portfolio.facts if line.label == "limits-broken")
    assert limits.triggers == ("limits: at least 1",)
    assert not next(line for line in portfolio.facts if line.label == "rights-stale").asked


def test_bars__nothing_reported__clear_and_on_what_that_rests(portfolio: Portfolio) -> None:
    assert [bar.number for bar in portfolio.bars] == ["5a", "5b", "6"]
    assert all(bar.is_clear for bar in portfolio.bars)
    assert portfolio.bars[0].rights[-1].rests_on == (
        "legal events up to number 3, each report signed by at least 2 of 3 attestors"
    )


def test_bars__dispute_bar_and_negative_list__each_with_its_event_until_it_is_over(life: RightsLife) -> None:
    first, second, third = PATENTS[:3]
    for right, acts in (
        (first, (Act.TITLE_DISPUTED, Act.DISPUTE_SETTLED, Act.TITLE_DISPUTED, Act.TITLE_DISPUTED, Act.DISPUTE_SETTLED)),
        (second, (Act.TRANSFER_BARRED,)),
        (third, (Act.LISTED_NEGATIVE, Act.DELISTED)),
    ):
        for act in acts:
            life.happen(right, act, 20250701)
    title, transfer, negative = portfolio_of(life.ledger, life.book, TODAY).bars
    assert [(x.right, x.found) for x in title.against] == [(first, "1 open, of those opened by legal event 5, 6")]
    assert [(x.right, x.found) for x in transfer.against] == [(second, "barred from transfer by legal event 3")]
    assert negative.is_clear


def test_bars__record_without_an_oracle__says_that_nobody_knows(life: RightsLife) -> None:
    life.ledger.record = life.ledger.record.model_copy(update={"rights": None})
    bar = portfolio_of(life.ledger, life.book, TODAY).bars[0]
    assert bar.rights[0].rests_on == "legal events up to number 2; who attests them is not known here"


def test_portfolio__pool_never_opened__refused_by_name(life: RightsLife) -> None:
    life.book.pool.deals.clear()
    with pytest.raises(NoPoolError, match="no pool of rights was opened"):
        portfolio_of(life.ledger, life.book, TODAY)
