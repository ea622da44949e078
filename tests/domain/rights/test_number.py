# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from hashlib import sha256

import pytest

from regalia.domain.rights.acts import NO_HASH
from regalia.domain.rights.number import RightNumberError, check, describe, hashed, parse, registered
from regalia.domain.rights.office_numbers import cnipa_check_digit, epo_check_digit
from regalia.domain.rights.words import Kind
from tests.domain.rights.story import paper, refused

ST13 = b"CN102024000012345".ljust(32, b"\0")


@pytest.mark.parametrize("text", ["CN102024000012345", "CN 10 2024 000012345", " CN 10 2024 000012345 "])
def test_parse__st13__left_aligned(text: str) -> None:
    assert parse(text, Kind.PATENT) == ST13
    assert describe(ST13) == "CN 10 2024 000012345"


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("CN201710601862.3", Kind.PATENT, "CN 10 2017 010601862"),
        ("ZL201710601862.3", Kind.PATENT, "CN 10 2017 010601862"),
        ("ZL 201710601862.3", Kind.PATENT, "CN 10 2017 010601862"),
        ("EP99403122.7", Kind.PATENT, "EP 10 1999 000403122"),
    ],
)
def test_parse__numbers_that_offices_gave__their_canonical_form(text: str, kind: Kind, number: str) -> None:
    assert describe(parse(text, kind)) == number


def test_parse__the_right_written_two_ways__one_id() -> None:
    assert parse("ZL201710601862.3", Kind.PATENT) == parse("CN102017010601862", Kind.PATENT)


def test_parse__epo_year_of_two_digits__this_century_below_78() -> None:
    assert describe(parse(f"EP20123456.{epo_check_digit('20123456')}", Kind.PATENT)) == "EP 10 2020 000123456"
    assert describe(parse(f"EP78000001.{epo_check_digit('78000001')}", Kind.PATENT)) == "EP 10 1978 000000001"


def test_check_digits__worked_by_hand() -> None:
    # 2·2 + 0·3 + 2·4 + 4·5 + 2·6 + 0·7 + 0·8 + 0·9 + 0·2 + 0·3 + 0·4 + 0·5 = 44, a multiple of 11
    assert cnipa_check_digit("202420000000") == "0"
    # 4 + 0 + 8 + 20 + 6 + 6·5 = 68, less 66 is 2
    assert cnipa_check_digit("202410000006") == "2"
    # 4 + 0 + 8 + 20 + 6 + 1·5 = 43, less 33 is 10
    assert cnipa_check_digit("202410000001") == "X"
    # 2 + (0) + 0 + (2) + 0 + (0) + 0 + (1 + 8) = 13, to 20 is 7
    assert epo_check_digit("20010009") == "7"
    # every sum that is a multiple of ten has the digit 0: 1 + (1 + 8) = 10
    assert epo_check_digit("19000000") == "0"


@pytest.mark.parametrize(
    ("text", "kind", "rule"),
    [
        ("CN201710601862.4", Kind.PATENT, "check digit is 4, and its digits ask for 3"),
        ("EP99403122.8", Kind.PATENT, "check digit is 8, and its digits ask for 7"),
        ("CN201730000001.0", Kind.PATENT, "fifth digit is 3"),
        ("CN201710601862.3", Kind.UTILITY_MODEL, "number of a patent, and the right is said to be a utility model"),
        ("EP99403122.7", Kind.TRADEMARK, "number of a patent"),
        ("CN201710601862", Kind.PATENT, "two capital letters and fifteen digits"),
        ("cn102024000012345", Kind.PATENT, "two capital letters and fifteen digits"),
        ("CN10202400001234٥", Kind.PATENT, "two capital letters and fifteen digits"),
        ("", Kind.PATENT, "two capital letters and fifteen digits"),
        ("XX102024000012345", Kind.PATENT, "knows no office XX"),
        ("CN202024000012345", Kind.PATENT, "type is 20"),
        ("CN100000000012345", Kind.PATENT, "position 4"),
        ("CN102024000000000", Kind.PATENT, "position 8"),
        ("anything", Kind.TRADE_SECRET, "a trade secret has no number"),
    ],
)
def test_parse__what_is_no_number__refused_with_the_value_and_the_rule(text: str, kind: Kind, rule: str) -> None:
    with pytest.raises(RightNumberError, match=rule) as caught:
        parse(text, kind)
    assert repr(text) in caught.value.message
    assert caught.value.hint


def test_registered__parts_too_long__refused() -> None:
    with pytest.raises(RightNumberError, match="fifteen digits"):
        registered("CN", Kind.PATENT, 2024, 10**9)


def test_registered__works_with_a_number__types_that_st13_leaves_free() -> None:
    assert describe(registered("CN", Kind.COPYRIGHT, 2023, 7)) == "CN 91 2023 000000007"
    assert describe(registered("CN", Kind.SOFTWARE, 2023, 7)) == "CN 92 2023 000000007"


def test_hashed__secret__kind_and_hash_together() -> None:
    assert hashed(Kind.TRADE_SECRET, paper("recipe")) == sha256(b"\6" + paper("recipe")).digest()
    with pytest.raises(RightNumberError, match="a patent has a number"):
        hashed(Kind.PATENT, paper("recipe"))


def test_check__hashed_work_or_a_numbered_one__both_taken() -> None:
    check(hashed(Kind.COPYRIGHT, paper("song")), Kind.COPYRIGHT, paper("song"))
    check(registered("US", Kind.COPYRIGHT, 2023, 7), Kind.COPYRIGHT, paper("song"))


def test_check__no_kind__refused() -> None:
    with refused("IPRegistry_NoKind"):
        check(ST13, Kind.NONE, NO_HASH)


def test_check__secret_of_another_document__refused_with_what_it_should_be() -> None:
    expected = hashed(Kind.TRADE_SECRET, paper("recipe"))
    with refused("IPRegistry_WrongHash", expected, ST13):
        check(ST13, Kind.TRADE_SECRET, paper("recipe"))


@pytest.mark.parametrize(
    ("text", "position"),
    [
        (b"cN102024000012345", 0),
        (b"C4102024000012345", 1),
        (b"CNA02024000012345", 2),
        (b"CN10202400001234", 16),
        (b"CN1020240000123456", 17),
        (b"CN102024000012345" + bytes(14) + b"1", 31),
        (b"CN100000000012345", 4),
        (b"CN102024000000000", 8),
    ],
)
def test_check__character_out_of_place__refused_with_its_position(text: bytes, position: int) -> None:
    right = text.ljust(32, b"\0")
    with refused("IPRegistry_BadNumber", right, position):
        check(right, Kind.PATENT, NO_HASH)


def test_check__office_or_type_unknown__refused() -> None:
    with refused("IPRegistry_UnknownOffice", b"ZZ"):
        check(b"ZZ102024000012345".ljust(32, b"\0"), Kind.PATENT, NO_HASH)
    with refused("IPRegistry_WrongType", Kind.TRADEMARK, 10):
        check(ST13, Kind.TRADEMARK, NO_HASH)


def test_describe__hash__first_characters() -> None:
    assert describe(bytes.fromhex("ab" * 32)) == "hash abababab…"
