# SPDX-License-Identifier: Apache-2.0
"""Reading a file: every problem with field, value, rule and line; nothing guessed, nothing ignored."""

from __future__ import annotations

from pathlib import Path

import pytest

from regalia.domain.terms import TermsError, load_terms, read_terms, terms_from
from tests.domain.term_sheets import ABSENT, ALL, SHEETS, plain_note, problems

TEXT = (SHEETS / "plain_note.yaml").read_text()


def refused(text: str | bytes) -> TermsError:
    with pytest.raises(TermsError) as caught:
        read_terms(text, "deal.yaml")
    return caught.value


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_load__every_sheet__taken(path: Path) -> None:
    assert load_terms(path).id == path.stem.replace("_", "-")


def test_load__no_file__refused_naming_it(tmp_path: Path) -> None:
    with pytest.raises(TermsError, match=r"absent\.yaml: 1 problem\n  the file: can't be read: No such file"):
        load_terms(tmp_path / "absent.yaml")


def test_load__a_folder__refused(tmp_path: Path) -> None:
    with pytest.raises(TermsError, match="can't be read"):
        load_terms(tmp_path)


def test_error__is_a_value_error_with_a_hint() -> None:
    error = refused("")
    assert isinstance(error, ValueError) and "regalia terms check" in error.hint


def test_error__message__has_line_path_value_rule() -> None:
    error = refused(TEXT.replace("threshold: 2,", "threshold: 7,"))
    line = TEXT.splitlines().index("oracle: {threshold: 2, dispute_window_hours: 1}") + 1
    assert f"  line {line}, oracle.threshold: '7': must be at most the number of attestors, 2" in error.message


def test_error__several_problems__in_file_order() -> None:
    text = TEXT.replace("ACT/360, shortfall: arrears}", "ACT/364, shortfall: arrears}").replace("9.875%", "9.875")
    error = refused(text.replace("closing: 2024-01-15", "closing: soon"))
    paths = [problem.path for problem in error.problems]
    assert paths == ["calendar.closing", "tranches[0].coupon.rate", "tranches[0].coupon.day_count"]
    assert [p.line for p in error.problems] == sorted(p.line for p in error.problems)


def test_float__typed_plain__stays_exact() -> None:
    assert read_terms(TEXT.replace("amount: 12.5}", "amount: 0.1}")) == terms_from(
        plain_note(steps__0__due__amount="0.1")
    )


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "must be a group of fields"),
        ("- a\n- b\n", "must be a group of fields"),
        ("just words", "must be a group of fields"),
        ("a: [1, 2\nb: 3\n", "can't be read as YAML"),
        ("a: 'b\n", "can't be read as YAML"),
        ("\ta: b\n", "can't be read as YAML"),
        ("a: b\n---\nc: d\n", "can't be read as YAML"),
        ("a: &x b\nc: *x\n", "anchors and aliases are not used"),
        ("a: *x\n", "anchors and aliases are not used"),
        ("a: !!float 1.5\n", "tags are not used"),
        ("a: !!python/object/apply:os.getcwd []\n", "tags are not used"),
        ("a: !thing {}\n", "tags are not used"),
        ("? [a]\n: b\n", "the name of a field must be a text"),
        ("a:\nb: 1\n", "has no value"),
        ("a: {b: 1,000}\n", "has no value"),
        (b"\xff\xfe\xfa", "must be UTF-8"),
        (b"a: \x00", "must be UTF-8"),
        ("a: b\n" * 50_000, "larger than"),
        ("a: " + "[" * 200 + "]" * 200, "levels deep"),
        ("a: " + "[" * 20_000 + "]" * 20_000, "levels deep"),
        ("a: " + "{b: " * 20_000, "levels deep"),
    ],
    ids=lambda part: repr(part)[:24],
)
def test_read__not_a_deal_file__refused(text: str | bytes, rule: str) -> None:
    assert rule in refused(text).message


def test_yaml_error__line__named() -> None:
    assert refused("a: 1\nb: [1\nc: 2\n").problems[0].line == 3


def test_key__given_twice__refused_with_both_lines() -> None:
    (problem,) = refused("a: 1\nb: 2\na: 3\n").problems
    assert (problem.path, problem.line, problem.rule) == ("a", 3, "is given twice, first on line 1")


def test_key__given_twice_in_a_step__refused() -> None:
    error = refused(TEXT.replace("payee: servicer,", "payee: servicer, payee: trustee,"))
    assert error.problems[0].path == "steps[1].payee"


@pytest.mark.parametrize(
    ("place", "path", "meant"),
    [
        ("steps__0__suport", "steps[0].suport", "support"),
        ("steps__0__due__ammount", "steps[0].due.ammount", "amount"),
        ("tranches__0__coupon__daycount", "tranches[0].coupon.daycount", "day_count"),
        ("tranches__0__offer-price", "tranches[0].offer-price", "offer_price"),
        ("steps__6__target__parts__1__period", "steps[6].target.parts[1].period", "periods"),
        ("trigger", "trigger", "triggers"),
    ],
)
def test_key__unknown__named_with_the_nearest_known(place: str, path: str, meant: str) -> None:
    assert problems(plain_note(**{place: "x"})) == {path: f"is not known here; did you mean {meant}?"}


def test_key__unlike_any__known_ones_listed() -> None:
    found = problems(plain_note(oracle__zzz="1"))
    known = "threshold, dispute_window_hours, weights, dispute_bond, missing_after_days"
    assert found == {"oracle.zzz": f"is not known here; known are {known}"}


def test_key__with_terminal_codes_or_endless__shown_harmless() -> None:
    error = refused(TEXT + '"\\e[31mred": x\n' + f"{'k' * 500}: x\n")
    assert "\x1b" not in error.message
    assert "k" * 100 not in error.message


def test_key__missing__named() -> None:
    assert problems(plain_note(steps__0__payee=ABSENT)) == {"steps[0].payee": "is missing"}
    assert problems(plain_note(calendar__payment__day=ABSENT)) == {"calendar.payment.day": "is missing"}


def test_kind__unknown_or_missing__choices_named() -> None:
    found = problems(plain_note(steps__0__kind="expence"))["steps[0]"]
    assert "expense, interest, reserve" in found and found.endswith("did you mean expense?")
    assert problems(plain_note(steps__0__due__kind=ABSENT)) == {"steps[0].due": "must say its kind"}


def test_choice__unknown__choices_named() -> None:
    found = problems(plain_note(tranches__0__coupon__day_count="ACT/364"))["tranches[0].coupon.day_count"]
    assert found.startswith("must be one of 30E/360, 30/360 US, ACT/360, ACT/365F; did you mean ACT/36")


def test_shape__text_for_group_or_list__refused() -> None:
    assert problems(plain_note(calendar="soon")) == {"calendar": "must be a group of fields"}
    assert problems(plain_note(tranches="all")) == {"tranches": "must be a list"}
    assert problems(plain_note(steps__0="pay")) == {"steps[0]": "must be a group of fields"}
    assert problems(plain_note(tranches=[])) == {"tranches": "must not be empty"}


def test_format__another__refused() -> None:
    assert "format" in problems(plain_note(format="regalia-terms-2"))


def test_terms__instance__can_not_be_changed() -> None:
    deal = terms_from(plain_note())
    with pytest.raises(ValueError, match="frozen"):
        setattr(deal, "name", "Other")  # noqa: B010  (as code that mypy never saw would do)


def test_list__its_only_item_is_wrong__not_called_empty_as_well() -> None:
    tranches = plain_note()["tranches"][:1]
    tranches[0]["units"] = "1.5"
    assert problems(plain_note(tranches=tranches)) == {"tranches[0].units": "must be a whole number, zero or more"}
