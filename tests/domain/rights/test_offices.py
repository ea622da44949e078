# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re
from pathlib import Path

import pytest

from regalia.domain.countries import COUNTRIES
from regalia.domain.rights.offices import OFFICES, ORGANISATIONS, bitmap, is_office

CONTRACT = Path(__file__).parents[3] / "contracts" / "registry" / "Offices.sol"


@pytest.mark.parametrize(
    "code", ["CN", "US", "EP", "EM", "WO", "EA", "AP", "OA", "BX", "GC", "QZ", "XN", "IB", "HK", "TW"]
)
def test_is_office__states_and_organisations__yes(code: str) -> None:
    assert is_office(code)


@pytest.mark.parametrize("code", ["XX", "ZZ", "UK", "cn", "C", "", "CHN"])
def test_is_office__anything_else__no(code: str) -> None:
    assert not is_office(code)


def test_offices__organisations__are_no_states() -> None:
    assert not set(ORGANISATIONS) & set(COUNTRIES)


def test_bitmap__worked_by_hand__a_bit_for_each() -> None:
    # AD is the fourth of the first letter, CN the fourteenth of the third
    assert bitmap() >> 3 & 1 == 1
    assert bitmap() >> (26 * 2 + 13) & 1 == 1
    assert bitmap() >> 0 & 1 == 0
    assert bitmap().bit_count() == len(OFFICES)


def test_bitmap__contract__the_same_table() -> None:
    words = re.findall(r"0x([0-9a-f]{64})", CONTRACT.read_text(encoding="utf-8"))
    assert sum(int(word, 16) << 256 * place for place, word in enumerate(words)) == bitmap()
