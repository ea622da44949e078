# SPDX-License-Identifier: Apache-2.0
"""Withholding tax on a claim: the rate of the holder's country and class, rounded down, owed to an authority that takes it out itself."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from regalia.domain.withholding import TaxRate, TaxTable
from tests.support import sample
from tests.support.chain import refused, refused_whole
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import NO_ADDRESS, DealSpec, Platform, plain_spec
from tests.support.powers import ALL_INCOME, order
from tests.support.roles import actor
from tests.support.sample import DAY, START

AUTHORITY, FUND, SECOND, BANK = (actor(role) for role in ("tax_authority", "fund", "fund's second wallet", "bank"))
CN, DE, US, FR = 156, 276, 840, 250
RETAIL, PROFESSIONAL, INSTITUTIONAL, ORIGINATOR = 1, 2, 3, 4
TABLE = TaxTable(
    (
        TaxRate(CN, RETAIL, 200_000),
        TaxRate(CN, 0, 100_000),
        TaxRate(0, INSTITUTIONAL, 0),
        TaxRate(DE, 0, 1_000_000),
        TaxRate(65_535, 0, 1),
        TaxRate(0, 0, 33_333),
    )
)
ONE_RATE = TaxTable((TaxRate(0, 0, 100_000),)).pack()
SIXTY_FOUR = TaxTable((*(TaxRate(country, 0, 1) for country in range(1, 64)), TaxRate(0, 0, 2))).pack()


def withholding(
    platform: Platform, money: Contract, table: TaxTable = TABLE, units: tuple[int, int] = (60, 40)
) -> DealContracts:
    """The fund and the bank hold these units, which are given away."""
    spec = replace(plain_spec(sum(units)), tax_table=table.pack(), tax_authority="tax_authority")
    deal = platform.create(money, spec)
    for wallet in (FUND, BANK):
        platform.admit(wallet)
    deal.sell({"fund": (units[0],), "bank": (units[1],)})
    deal.close()
    return deal


@pytest.fixture
def deal(platform: Platform, money: Contract) -> DealContracts:
    return withholding(platform, money)


def claimed(deal: DealContracts, role: str = "fund") -> tuple[int, int]:
    """Gross and tax of a claim; the holder got the difference and the authority is owed the tax."""
    before, payable = deal.money.read("balanceOf", actor(role)), deal.payable("tax_authority")
    done = deal.claim(0, role)
    event = done.only("IncomeClaimed")
    gross, tax = int(event["gross"]), int(event["tax"])
    assert event == {"token": deal.tokens[0].address, "holder": actor(role), "gross": gross, "tax": tax}
    assert int.from_bytes(done.output, "big") == gross - tax
    assert deal.money.read("balanceOf", actor(role)) - before == gross - tax
    assert deal.payable("tax_authority") - payable == tax
    return gross, tax


@pytest.mark.parametrize(
    ("country", "investor_class", "tax"),
    [
        (CN, RETAIL, 120_000),  # 20% of 600,001, rounded down from 120,000.2
        (CN, PROFESSIONAL, 60_000),  # 10%, from 60,000.1
        (CN, INSTITUTIONAL, 60_000),  # the country's rate comes before the class's
        (CN, ORIGINATOR, 60_000),
        (US, INSTITUTIONAL, 0),  # 0%
        (DE, INSTITUTIONAL, 0),  # the class's rate comes before this country's
        (DE, RETAIL, 600_001),  # 100%
        (65_535, PROFESSIONAL, 0),  # one in a million, from 0.600001
        (US, RETAIL, 19_999),  # 3.3333%, from 19,999.83
        (FR, PROFESSIONAL, 19_999),
        (0, PROFESSIONAL, 19_999),
        (1_024 + CN, RETAIL, 19_999),
        (256 * CN, RETAIL, 19_999),
    ],
)
def test_claim__by_country_and_class__the_first_rate_that_fits_rounded_down(
    deal: DealContracts, platform: Platform, country: int, investor_class: int, tax: int
) -> None:
    platform.admit(FUND, country=country, investor_class=investor_class)
    deal.pay_date(1_000_002)  # 600,001.2 for the fund
    assert deal.entitlement(0, "fund") == 600_001, "before tax"
    assert claimed(deal) == (600_001, tax)
    assert TABLE.tax_down(600_001, country, investor_class) == tax
    assert deal.entitlement(0, "fund") == 0


@pytest.mark.parametrize(
    ("ppm", "gross", "tax"),
    [
        (1, 999_999, 0),
        (1, 1_000_000, 1),
        (1, 1_000_001, 1),
        (500_000, 1, 0),
        (500_000, 2, 1),
        (500_000, 3, 1),
        (999_999, 1, 0),
        (999_999, 1_000_000, 999_999),
        (1_000_000, 1, 1),
    ],
)
def test_claim__around_a_whole_unit_of_tax__rounded_down(
    platform: Platform, money: Contract, ppm: int, gross: int, tax: int
) -> None:
    deal = withholding(platform, money, TaxTable((TaxRate(0, 0, ppm),)), (1, 1))
    deal.pay_date(2 * gross)
    assert claimed(deal) == (gross, tax)


@pytest.mark.parametrize("gross", [2**96 - 1, 2**96 - 2])
def test_claim__as_much_as_there_can_ever_be__taxed_without_overflow(
    platform: Platform, money: Contract, gross: int
) -> None:
    deal = withholding(platform, money, TaxTable((TaxRate(0, 0, 999_999),)), (1, 0))
    deal.pay_date(gross)
    assert claimed(deal) == (gross, gross * 999_999 // 1_000_000)


def test_claim__all_withheld__no_money_moves(deal: DealContracts, platform: Platform) -> None:
    platform.admit(FUND, country=DE, investor_class=RETAIL)
    deal.pay_date(100)
    done = deal.claim(0, "fund")
    assert [event.name for event in done.events] == ["IncomeClaimed"]
    assert (deal.held(), deal.payable("tax_authority")) == (100, 60)


def test_claim__little_by_little__at_most_a_smallest_unit_a_claim_escapes(deal: DealContracts) -> None:
    """3.3333% of 60 is 1.99998: rounded down at each of ten claims, 10 of 19."""
    for _ in range(10):
        deal.pay_date(100)
        assert claimed(deal) == (60, 1)


def test_authority__after_claims_of_both__withdraws_their_tax_once(deal: DealContracts, platform: Platform) -> None:
    platform.admit(FUND, country=CN, investor_class=RETAIL)
    platform.admit(BANK, country=CN)
    deal.pay_date(1_000)
    assert (claimed(deal, "fund"), claimed(deal, "bank")) == ((600, 120), (400, 40))
    assert deal.held() == deal.payable("tax_authority") == 160
    done = deal.escrow.send("withdraw", by=AUTHORITY)
    assert done.only("PayableClaimed") == {"payee": AUTHORITY, "amount": 160}
    assert (deal.money.read("balanceOf", AUTHORITY), deal.held(), deal.payable("tax_authority")) == (160, 0, 0)
    with refused_whole(deal.chain, "RoyaltyEscrow_NothingOwed", claimant=AUTHORITY):
        deal.escrow.send("withdraw", by=AUTHORITY)
    deal.pay_date(1_000)
    claimed(deal, "bank")
    assert deal.payable("tax_authority") == 40


def test_authority__that_is_a_holder__owed_tax_and_income_separately(platform: Platform, money: Contract) -> None:
    spec = replace(plain_spec(100), tax_table=ONE_RATE, tax_authority="fund")
    deal = platform.create(money, spec)
    for wallet in (FUND, BANK):
        platform.admit(wallet)
    deal.sell({"fund": (60,), "bank": (40,)})
    deal.close()
    deal.pay_date(1_000)
    deal.claim(0, "bank")
    assert (deal.payable("fund"), deal.entitlement(0, "fund")) == (40, 600)
    deal.claim(0, "fund")
    assert deal.payable("fund") == 100
    deal.escrow.send("withdraw", by=FUND)
    assert (deal.money.read("balanceOf", FUND), deal.money.read("balanceOf", BANK), deal.held()) == (640, 360, 0)


@pytest.mark.parametrize("change", ["expired", "removed", "closed"])
def test_claim__eligibility_over__taxed_by_the_last_facts(deal: DealContracts, platform: Platform, change: str) -> None:
    platform.admit(FUND, START + 30 * DAY, CN, RETAIL)
    match change:
        case "removed":
            platform.remove(FUND)
        case "closed":
            platform.close_wallet(FUND)
    deal.pay_date(1_000)
    assert platform.registry.read("isVerified", FUND) is False
    assert claimed(deal) == (600, 120)


def test_claim__facts_changed_since_it_was_earned__taxed_by_those_of_the_claim(
    deal: DealContracts, platform: Platform
) -> None:
    platform.admit(FUND, country=CN, investor_class=RETAIL)
    deal.pay_date(1_000)
    platform.admit(FUND, country=US, investor_class=INSTITUTIONAL)
    assert claimed(deal) == (600, 0)


def test_claim__income_assigned_by_order__taxed_at_the_rate_of_who_claims(
    deal: DealContracts, platform: Platform
) -> None:
    platform.admit(FUND, country=CN, investor_class=RETAIL)
    platform.admit(BANK, country=CN)
    deal.pay_date(1_000)
    order(platform, "forcedTransferByOrder", deal.tokens[0], FUND, BANK, 60, ALL_INCOME)
    assert claimed(deal, "bank") == (1_000, 100)


def test_claim__by_a_recovered_wallet__taxed_as_the_same_investor(deal: DealContracts, platform: Platform) -> None:
    platform.admit(FUND, country=CN, investor_class=RETAIL)
    platform.add_wallet(SECOND, FUND)
    deal.pay_date(1_000)
    order(platform, "recoverWallet", deal.tokens[0], FUND, SECOND, FUND)
    assert claimed(deal, "fund's second wallet") == (600, 120)


def test_claim__a_unit_of_fractions_comes_along__taxed_with_the_rest(platform: Platform, money: Contract) -> None:
    """When all units are burnt, the last claim is paid the smallest unit that the fractions of all add up to."""
    deal = platform.create(money, DealSpec(tax_table=ONE_RATE, tax_authority="tax_authority"))
    deal.sell()
    deal.close()
    holders = ("senior_investor", "mezzanine_investor")
    deal.pay_date(53_333_333_337)
    deal.pay_date(2_000_000 * sample.USD)
    for role in holders:
        order(platform, "redeem", deal.tokens[0], actor(role), deal.units(0, role))
    first, last = (deal.entitlement(0, role) for role in holders)
    assert claimed(deal, "senior_investor") == (first, first // 10)
    assert claimed(deal, "mezzanine_investor") == (last + 1, (last + 1) // 10)
    assert first + last + 1 == 1_000_000_000_000 + 15_000_000_000 + 14_733_499_999


def test_claim__authority_blocked_by_the_payment_token__only_its_withdrawal_waits(platform: Platform) -> None:
    deal = withholding(platform, platform.money("MockBlockingToken"))
    deal.pay_date(1_000)
    deal.money.send("block_", AUTHORITY, by=actor("issuer of money"))
    assert claimed(deal) == (600, 19)
    with refused_whole(deal.chain, "MockBlockingToken_Blocked", account=AUTHORITY):
        deal.escrow.send("withdraw", by=AUTHORITY)
    assert claimed(deal, "bank") == (400, 13)
    assert deal.payable("tax_authority") == deal.held() == 32


def test_claim__deal_without_withholding__nothing_withheld(platform: Platform, money: Contract) -> None:
    deal = platform.create(money, plain_spec(100))
    platform.admit(FUND, country=CN, investor_class=RETAIL)
    deal.sell({"fund": (100,)})
    deal.close()
    deal.pay_date(1_000)
    assert deal.escrow.read("withholding") == (b"", NO_ADDRESS)
    assert claimed(deal) == (1_000, 0)


def test_withholding__as_it_was_announced__read_back_whole(deal: DealContracts) -> None:
    assert deal.escrow.read("withholding") == (TABLE.pack(), AUTHORITY)


@pytest.mark.parametrize("seed", range(6))
def test_claim__random_tables_and_holders__as_the_python_twin(seed: int) -> None:
    rng, platform = Random(seed), Platform()
    countries, classes = (CN, DE, US, 65_535), (1, 2, 3, 4)
    narrow = tuple(
        TaxRate(rng.choice((0, *countries)), rng.choice((0, *classes)), rng.randint(0, 1_000_000))
        for _ in range(rng.choice((0, 3, 12, 63)))
    )
    table = TaxTable((*narrow, TaxRate(0, 0, rng.choice((0, 1, 250_000, 1_000_000)))))
    deal = withholding(platform, platform.money(), table, (1, 1))
    for _ in range(12):
        country, investor_class = rng.choice(countries), rng.choice(classes)
        platform.admit(FUND, country=country, investor_class=investor_class)
        gross = rng.choice((1, 999_999, rng.randrange(1, 10**12)))
        deal.pay_date(2 * gross)
        assert claimed(deal) == (gross, table.tax_down(gross, country, investor_class))


def create(platform: Platform, table: bytes, authority: str | None = "tax_authority") -> DealContracts:
    return platform.create(platform.money(), replace(plain_spec(100), tax_table=table, tax_authority=authority))


@pytest.mark.parametrize("table", [ONE_RATE, SIXTY_FOUR, TaxRate(0, 0, 1_000_000).pack(), TaxRate(0, 0, 0).pack()])
def test_create__table_in_order__made(platform: Platform, table: bytes) -> None:
    assert create(platform, table).escrow.read("withholding") == (table, AUTHORITY)


@pytest.mark.parametrize("table", [ONE_RATE[:7], ONE_RATE + b"\0", ONE_RATE * 65, bytes(1), bytes(513)])
def test_create__table_of_a_length_that_cannot_be__refused(platform: Platform, table: bytes) -> None:
    money = platform.money()
    spec = replace(plain_spec(100), tax_table=table, tax_authority="tax_authority")
    with refused_whole(platform.chain, "WithholdingTax_WrongLength", limit=512, given=len(table)):
        platform.create(money, spec)


def entry(country: int, investor_class: int, padding: int, ppm: int) -> bytes:
    return country.to_bytes(2, "big") + bytes([investor_class, padding]) + ppm.to_bytes(4, "big")


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        (entry(0, 0, 0, 1_000_001), entry(0, 0, 0, 0), 0),
        (entry(CN, 1, 0, 2**32 - 1), entry(0, 0, 0, 0), 0),
        (entry(CN, 1, 1, 0), entry(0, 0, 0, 0), 0),
        (entry(CN, 1, 255, 0), entry(0, 0, 0, 0), 0),
        (entry(CN, 1, 0, 0), entry(0, 0, 0, 1_000_001), 1),
        (entry(CN, 1, 0, 0), entry(0, 0, 128, 0), 1),
        (entry(0, 0, 0, 0), entry(CN, 0, 0, 0), 1),
        (entry(0, 0, 0, 0), entry(0, 4, 0, 0), 1),
        (entry(0, 0, 0, 0), entry(256, 0, 0, 0), 1),
    ],
)
def test_create__entry_that_is_no_rate_or_a_last_one_not_for_everybody__refused_by_its_place(
    platform: Platform, first: bytes, last: bytes, wrong: int
) -> None:
    word = int.from_bytes((first, last)[wrong], "big")
    with refused("WithholdingTax_BadTable", entry=wrong, word=word):
        create(platform, first + last)


def test_create__table_without_authority_or_authority_without_table__refused(platform: Platform) -> None:
    with refused("WithholdingTax_NoAuthority", entries=64):
        create(platform, SIXTY_FOUR, None)
    with refused("WithholdingTax_NoAuthority", entries=0):
        create(platform, b"")
