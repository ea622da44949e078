# SPDX-License-Identifier: Apache-2.0
"""One way to write a right: every other one is refused, and says at which character."""

from __future__ import annotations

from hashlib import sha256

import pytest
from eth_utils.crypto import keccak

from regalia.domain.rights.offices import OFFICES
from tests.support.chain import refused
from tests.support.rights import (
    COPYRIGHT,
    PATENT,
    SOFTWARE,
    TRADE_SECRET,
    TRADEMARK,
    UTILITY_MODEL,
    RightsDesk,
    number,
)
from tests.support.trade_secret import secret

TYPES = {PATENT: 10, UTILITY_MODEL: 20, TRADEMARK: 30, COPYRIGHT: 91, SOFTWARE: 92}
DOCUMENT = keccak(text="some document")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def check(desk: RightsDesk, right: bytes, kind: int = PATENT, document: bytes = DOCUMENT) -> None:
    desk.registry.read("checkNumber", right, kind, document)


def with_character(position: int, character: int) -> bytes:
    right = bytearray(number(1))
    right[position] = character
    return bytes(right)


@pytest.mark.parametrize("kind", list(TYPES))
def test_number__of_its_kind__taken_and_with_any_other_type_refused(desk: RightsDesk, kind: int) -> None:
    check(desk, number(1, kind=TYPES[kind]), kind)
    for given in (*TYPES.values(), 0, 11, 90, 93, 99):
        if given != TYPES[kind]:
            right = f"CN{given:02d}2020000000001".encode().ljust(32, b"\0")
            with refused("IPRegistry_WrongType", kind=kind, given=given):
                check(desk, right, kind)


def test_number__first_and_last_of_its_digits__taken(desk: RightsDesk) -> None:
    for serial, year in ((1, 2020), (999_999_999, 2020), (1, 1), (1, 9999), (100_000_000, 1000)):
        check(desk, number(serial, year=year))


@pytest.mark.parametrize("position", range(17))
def test_number__a_character_that_has_no_place_there__refused_where_it_stands(desk: RightsDesk, position: int) -> None:
    letter = position < 2
    for character in b"\0 -/@[`a\x80\xff" + (b"09" if letter else b":AZ"):
        with refused("IPRegistry_BadNumber", right=with_character(position, character), position=position):
            check(desk, with_character(position, character))


@pytest.mark.parametrize("position", range(17, 32))
def test_number__something_behind_it__refused(desk: RightsDesk, position: int) -> None:
    for character in b"0A \x01\xff":
        with refused("IPRegistry_BadNumber", right=with_character(position, character), position=position):
            check(desk, with_character(position, character))


def test_number__not_left_aligned_or_empty__refused(desk: RightsDesk) -> None:
    shifted = b"\0" + number(1)[:31]
    for right in (shifted, bytes(32), number(1)[:17].rjust(32, b"\0")):
        with refused("IPRegistry_BadNumber", right=right, position=0):
            check(desk, right)


def test_number__year_or_serial_of_zeros__refused(desk: RightsDesk) -> None:
    with refused("IPRegistry_BadNumber", right=number(1, year=0), position=4):
        check(desk, number(1, year=0))
    with refused("IPRegistry_BadNumber", right=number(0), position=8):
        check(desk, number(0))


def test_number__every_two_letters__taken_if_and_only_if_an_office(desk: RightsDesk) -> None:
    for code in (a + b for a in LETTERS for b in LETTERS):
        if code in OFFICES:
            check(desk, number(1, code))
        else:
            with refused("IPRegistry_UnknownOffice", office=code.encode()):
                check(desk, number(1, code))


@pytest.mark.parametrize("code", ["CN", "US", "JP", "KR", "DE", "GB", "EP", "EM", "WO", "EA", "AP", "OA", "GC", "QZ"])
def test_number__of_an_office_everybody_knows__taken(desk: RightsDesk, code: str) -> None:
    check(desk, number(1, code))


@pytest.mark.parametrize("code", ["XX", "ZZ", "AA", "UK", "EU", "SU", "DD"])
def test_number__of_a_code_that_is_no_office__refused(desk: RightsDesk, code: str) -> None:
    with refused("IPRegistry_UnknownOffice", office=code.encode()):
        check(desk, number(1, code))


def test_number__of_no_kind__refused(desk: RightsDesk) -> None:
    with refused("IPRegistry_NoKind"):
        check(desk, number(1), 0)


def test_number__of_a_kind_that_there_is_not__refused(desk: RightsDesk) -> None:
    with refused("NoReason"):
        check(desk, number(1), 7)


@pytest.mark.parametrize("kind", [COPYRIGHT, SOFTWARE, TRADE_SECRET])
def test_hash__of_the_document_and_the_kind__taken_and_of_anything_else_refused(desk: RightsDesk, kind: int) -> None:
    right, document = secret("a work", kind)
    check(desk, right, kind, document)
    error = "IPRegistry_WrongHash" if kind == TRADE_SECRET else "IPRegistry_BadNumber"
    for wrong in (secret("another", kind)[0], sha256(document).digest(), secret("a work", 9 - kind)[0], document):
        with refused(error):
            check(desk, wrong, kind, document)


def test_hash__of_a_secret__both_hashes_told(desk: RightsDesk) -> None:
    right, document = secret("recipe")
    with refused("IPRegistry_WrongHash", expected=right, given=number(1)):
        check(desk, number(1), TRADE_SECRET, document)


@pytest.mark.parametrize("kind", [PATENT, UTILITY_MODEL, TRADEMARK])
def test_hash__for_a_kind_that_is_registered__refused(desk: RightsDesk, kind: int) -> None:
    right, document = secret("a work", kind)
    with refused("IPRegistry_BadNumber"):
        check(desk, right, kind, document)
