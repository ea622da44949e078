# SPDX-License-Identifier: Apache-2.0
"""The demo as a story, read to its end: what it says in words is what it says as figures."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

pytestmark = pytest.mark.devnet

AMOUNT = r"([\d,]+\.\d{2,6})"
CHAPTER = re.compile(r"^(\d+)\. (.+)\n=+$", re.MULTILINE)


@pytest.fixture(scope="module")
def words(told: str) -> str:
    """The same without its line breaks."""
    return re.sub(r"\s+", " ", told)


@pytest.fixture(scope="module")
def notes(deals: list[dict[str, Any]]) -> dict[str, Any]:
    return deals[1]


def said(words: str, phrase: str) -> tuple[str, ...]:
    """The parts in brackets of the one place where the phrase stands."""
    found = list(re.finditer(phrase, words))
    assert len(found) == 1, phrase
    return found[0].groups()


def amounts(*said_so: str) -> list[Decimal]:
    return [Decimal(amount.replace(",", "")) for amount in said_so]


def test_words__no_terminal__plain_text_from_the_first_chapter_to_the_last(told: str) -> None:
    assert all(sign.isprintable() or sign == "\n" for sign in told)
    chapters = CHAPTER.findall(told)
    assert [int(number) for number, _ in chapters] == list(range(1, len(chapters) + 1))
    assert [title for _, title in chapters][-2:] == ["A stranger checks", "What is left behind"]
    assert re.fullmatch(r"Done in \d+ seconds\. A prototype for .*", told.splitlines()[-1])


def test_words__chapters_on_patents__in_the_order_of_their_days(told: str) -> None:
    titles = [title for _, title in CHAPTER.findall(told)]
    of_rights = [title for title in titles if "patent" in title or "appeal" in title]
    assert of_rights == [
        "January 2025: eight patents, and who says what of them",
        "A deal on patents (invented): from the deal file to contracts",
        "April 2025: the patents pay",
        "July 2025: a patent falls",
        "September 2025: the appeal is won",
    ]


def test_words__patent_that_fell__pool_worth_less_and_as_much_again(words: str) -> None:
    found = re.findall(rf"The pool counted for {AMOUNT}, and now counts for {AMOUNT}\.", words)
    assert [amounts(*pair) for pair in found] == [[14_100_000, 12_500_000], [12_500_000, 14_100_000]]
    kept = re.findall(rf"Kept back: {AMOUNT} in the trap\.", words)
    assert amounts(*kept) == [0, 69_700, 0]
    assert said(words, r"Handed in once more, it is refused: .*?(IPRegistry_\w+)") == ("IPRegistry_OutOfOrder",)


def test_words__refused_sale__code_and_reason_foretold_and_given(words: str, notes: dict[str, Any]) -> None:
    refusal = notes["acts"]["refused_sale"]
    assert said(words, r"refused, code (\d+): (.+?) Tried all the same") == (str(refusal["code"]), refusal["reason"])
    answer = r'the same code and the same words: transfer: TrancheToken_TransferRefused\(code=(\d+), reason="(.+?)", .*?units=(\d+)\)'
    assert said(words, answer) == (str(refusal["code"]), refusal["reason"], str(refusal["units"]))


def test_words__freeze_over_a_payment_date__earned_and_claimed_after_the_release(
    words: str, notes: dict[str, Any]
) -> None:
    freeze = notes["acts"]["freeze"]
    (earned,) = said(
        words, rf"mezzanine_investor has earned {AMOUNT} on the payment date although its wallet was frozen"
    )
    claimed = said(
        words, rf"Released by order court 2024-131, it claims {AMOUNT} \({AMOUNT} less {AMOUNT} tax\): nothing was lost"
    )
    assert amounts(earned) == [Decimal(freeze["earned"])]
    assert amounts(*claimed) == [Decimal(freeze[figure]) for figure in ("claimed", "earned", "tax")]
    order = [
        "the freezer freezes the wallet of mezzanine_investor",
        "period 3 (2024Q2)",
        "has earned",
        "Released by order",
    ]
    places = [words.index(step, words.index(order[0])) for step in order]
    assert places == sorted(places)


def test_words__lost_key__units_and_income_in_the_new_wallet(words: str, notes: dict[str, Any]) -> None:
    recovered = notes["acts"]["recovery"]["senior"]
    units, income = said(
        words,
        rf"senior: ([\d,]+) units and {AMOUNT} of unclaimed income are in the new wallet, to the fraction; the lost one is empty",
    )
    assert int(units.replace(",", "")) == recovered["units"]
    assert amounts(income) == [Decimal(recovered["income"])]
    lost, fresh = said(
        words, r"loses the key of (0x\w{40})\. The registrar binds the wallet (0x\w{40}) to the same investor"
    )
    assert lost != fresh


def test_words__claims_net_of_tax__every_one_as_in_the_figures(words: str, notes: dict[str, Any]) -> None:
    found = re.findall(rf"(\w+ \(\w+\)) {AMOUNT} \({AMOUNT} less {AMOUNT} tax\)", words)
    expected = []
    for period in notes["periods"]:
        for who, tax in period["tax_withheld"].items():
            net = Decimal(period["claimed"][who])
            expected.append((who, [net, net + Decimal(tax), Decimal(tax)]))
    assert [(who, amounts(*figures)) for who, *figures in found] == expected
    assert len({who for who, _ in expected}) > 1
    (withdrawn,) = said(words, rf"tax-authority {AMOUNT}")
    assert amounts(withdrawn) == [Decimal(notes["periods"][-1]["claimed"]["tax-authority"])]


def test_words__stranger__compared_as_much_and_found_no_difference(words: str, deals: list[dict[str, Any]]) -> None:
    found = re.findall(r"([\d,]+) comparisons over blocks .*?: no difference\.", words)
    assert [int(number.replace(",", "")) for number in found] == [deal["verification"]["comparisons"] for deal in deals]
