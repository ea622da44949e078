# SPDX-License-Identifier: Apache-2.0
"""The tax table: the first rate that fits, tax rounded down, and its bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regalia.domain.withholding import TaxRate, TaxTable, TaxTableError
from regalia.errors import RegaliaError

CHINA, FRANCE, UNITED_STATES = 156, 250, 840
RETAIL, PROFESSIONAL, INSTITUTIONAL = 1, 2, 3
TABLE = TaxTable(
    (TaxRate(CHINA, RETAIL, 200_000), TaxRate(CHINA, 0, 100_000), TaxRate(0, INSTITUTIONAL, 0), TaxRate(0, 0, 123_456))
)
PACKED = bytes.fromhex("009c010000030d40 009c0000000186a0 0000030000000000 000000000001e240")

rates = st.builds(TaxRate, st.integers(0, 65_535), st.integers(0, 255), st.integers(0, 10**6))
tables = st.builds(
    lambda narrow, wide: TaxTable((*narrow, TaxRate(0, 0, wide))), st.lists(rates, max_size=8), st.integers(0, 10**6)
)


@pytest.mark.parametrize(
    ("country", "investor_class", "ppm"),
    [
        (CHINA, RETAIL, 200_000),
        (CHINA, PROFESSIONAL, 100_000),
        (CHINA, INSTITUTIONAL, 100_000),  # its country comes first
        (FRANCE, INSTITUTIONAL, 0),
        (FRANCE, RETAIL, 123_456),
        (0, 0, 123_456),  # a holder nothing is known of
    ],
)
def test_rate__first_that_fits__counts(country: int, investor_class: int, ppm: int) -> None:
    assert TABLE.rate_ppm(country, investor_class) == ppm


def test_rate__entries_in_another_order__another_answer() -> None:
    turned = TaxTable((TABLE.rates[2], TABLE.rates[1], TABLE.rates[0], TABLE.rates[3]))
    assert turned.rate_ppm(CHINA, INSTITUTIONAL) == 0
    assert turned.rate_ppm(CHINA, RETAIL) == 100_000


@pytest.mark.parametrize(
    ("gross", "ppm", "tax"),
    [
        (0, 200_000, 0),
        (4, 200_000, 0),
        (5, 200_000, 1),
        (9, 200_000, 1),
        (1_000_000, 123_456, 123_456),
        (999_999, 123_456, 123_455),  # 123,455.876544
        (1_234_567, 0, 0),
        (1_234_567, 1_000_000, 1_234_567),
        (2**96 - 1, 999_999, 79_228_083_286_101_823_329_206_356_791),  # (2^96 − 1) − ⌈(2^96 − 1) / 10^6⌉
    ],
)
def test_tax__of_a_claim__rounded_down(gross: int, ppm: int, tax: int) -> None:
    assert TaxTable((TaxRate(0, 0, ppm),)).tax_down(gross, UNITED_STATES, RETAIL) == tax


def test_tax__no_table__none() -> None:
    assert TaxTable().tax_down(10**12, CHINA, RETAIL) == 0
    assert TaxTable().pack() == b"" and TaxTable.unpack(b"") == TaxTable()


@given(tables, st.integers(0, 2**96 - 1), st.integers(0, 999), st.integers(0, 4))
def test_tax__any_claim__never_negative_never_above_it(
    table: TaxTable, gross: int, country: int, investor_class: int
) -> None:
    assert 0 <= table.tax_down(gross, country, investor_class) <= gross


@given(tables, st.integers(0, 2**95), st.integers(0, 2**95))
def test_tax__claim_in_two_parts__at_most_one_smallest_unit_less(table: TaxTable, first: int, second: int) -> None:
    whole = table.tax_down(first + second, CHINA, RETAIL)
    parts = table.tax_down(first, CHINA, RETAIL) + table.tax_down(second, CHINA, RETAIL)
    assert parts in (whole, whole - 1)


def test_pack__known_table__known_bytes() -> None:
    assert TABLE.pack() == PACKED
    assert TaxTable.unpack(PACKED) == TABLE


@given(tables)
def test_unpack__of_packed__same_table(table: TaxTable) -> None:
    assert TaxTable.unpack(table.pack()) == table


@pytest.mark.parametrize(
    ("packed", "rule"),
    [
        (PACKED[:-1], "31 bytes, must be a multiple of 8"),
        (bytes(8 * 65), "65 entries, must be at most 64"),
        (PACKED[:8], "the last entry must fit every country and class"),
        (bytes.fromhex("0000010000030d40"), "the last entry must fit every country and class"),
        (bytes.fromhex("0000000100030d40"), "entry 0, byte 3: 1, must be zero"),
        (PACKED[:8] + bytes.fromhex("00000000000f4241"), "entry 1, rate: 1000001 ppm, must be at most 1000000"),
    ],
)
def test_unpack__not_a_tax_table__refused_by_name(packed: bytes, rule: str) -> None:
    with pytest.raises(TaxTableError) as caught:
        TaxTable.unpack(packed)
    assert caught.value.message == f"tax table: {rule}"
    assert caught.value.hint and isinstance(caught.value, RegaliaError)


def test_unpack__64_entries_and_the_whole_as_tax__taken() -> None:
    table = TaxTable((*(TaxRate(country, 0, 0) for country in range(1, 64)), TaxRate(0, 0, 10**6)))
    assert TaxTable.unpack(table.pack()) == table
