# SPDX-License-Identifier: Apache-2.0
"""Every sheet, in both languages: nothing is left out, nothing is said in the other language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel

from regalia.domain.countries import COUNTRIES
from regalia.domain.terms import Terms, load_terms, terms_hash
from regalia.domain.terms.pool import Haircuts
from regalia.explain import LANGUAGES, to_text
from regalia.explain.wrap import columns
from tests.explain.documents import EVERY_SHEET, EVERY_SHEET_AND_LANGUAGE, document, texts

WORD = re.compile(r"[A-Za-z]{2,}")
CLOSED = {
    *("format", "kind", "shortfall", "roles", "order", "combine", "breached", "cure", "measured", "status"),
    *("which", "frequency", "classes", "investor_class", "by", "quantity", "field"),
}
"""Fields whose words are those of the vocabulary: a document says them in its own language."""
PERCENT_FIELDS = (
    *("rate", "share", "carry_rate", "remaining", "price", "share_of_original", "share_of_pool_value"),
    *("most", "repurchase_price", *Haircuts.model_fields),
    *("up_to", "step", "venue_fee_cap"),
    *("convened_by", "quorum", "majority"),
)


def leaves(value: object, name: str = "") -> Iterator[tuple[str, object]]:
    """Every scalar of the terms, with the name of its field."""
    if isinstance(value, BaseModel):
        for field in type(value).model_fields:
            yield from leaves(getattr(value, field), field)
    elif isinstance(value, tuple | Mapping):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from leaves(item, name)
    else:
        yield name, value


def strings(terms: Terms) -> set[str]:
    """What the file itself calls things, in the spellings a document may have; not the words of the vocabulary."""
    found = {str(value) for name, value in leaves(terms) if isinstance(value, str) and name not in CLOSED}
    return found | {text.title() for text in found} | {terms.currency.code}


@EVERY_SHEET_AND_LANGUAGE
def test_explain__every_sheet__each_step_once_under_its_letter(path: Path, code: str) -> None:
    terms, language = load_terms(path), LANGUAGES[code]
    sections = {section.key: section for section in document(terms, code).sections}
    for key, steps in terms.step_lists():
        items = sections[key].items if steps else ()
        assert [item.id for item in items] == [step.id for step in steps]
        assert [item.heading for item in items] == [step.name or step.id for step in steps]
        assert [item.label for item in items] == [language.number(place) for place in range(1, len(steps) + 1)]
        assert all(item.sentences for item in items)


@EVERY_SHEET_AND_LANGUAGE
def test_explain__every_sheet__every_amount_rate_and_date_is_there(path: Path, code: str) -> None:
    terms, language = load_terms(path), LANGUAGES[code]
    text = to_text(document(terms, code))
    for name, value in leaves(terms):
        if isinstance(value, Decimal) and value:
            assert language.money(value, terms.money) in text, name
        elif isinstance(value, date):
            assert language.date(value) in text, name
        elif name in PERCENT_FIELDS and isinstance(value, int) and value:
            assert language.rate(value) in text, name


@EVERY_SHEET_AND_LANGUAGE
def test_explain__every_sheet__every_name_trigger_hash_and_source_is_there(path: Path, code: str) -> None:
    terms = load_terms(path)
    text = to_text(document(terms, code))
    names = [party.name for party in terms.parties] + [tranche.name for tranche in terms.tranches]
    names += [account.name for account in terms.accounts] + [facility.name for facility in terms.facilities]
    for words in [*names, *(trigger.id for trigger in terms.triggers)]:
        assert words in text
    for words in (terms.name, terms.id, terms.notice, *terms.sources, *terms.assumed, terms_hash(terms).hex()):
        assert words in text


@EVERY_SHEET
def test_explain__every_sheet_in_chinese__no_english_but_what_the_file_says(path: Path) -> None:
    terms = load_terms(path)
    known = sorted(strings(terms), key=len, reverse=True)
    for text in texts(document(terms, "zh")):
        rest = text.replace(terms_hash(terms).hex(), "").replace("SHA-256", "")
        for words in known:
            rest = rest.replace(words, "")
        assert not set(WORD.findall(rest)) - set(COUNTRIES), text


@EVERY_SHEET
def test_explain__every_sheet_in_english__no_chinese_but_what_the_file_says(path: Path) -> None:
    terms = load_terms(path)
    known = sorted(strings(terms), key=len, reverse=True)
    for text in texts(document(terms, "en")):
        for words in known:
            text = text.replace(words, "")
        assert text.isascii(), text


@EVERY_SHEET
def test_explain__every_sheet__both_languages_have_the_same_parts(path: Path) -> None:
    terms = load_terms(path)

    def shape(code: str) -> list[object]:
        return [
            (section.key, [(item.id, len(item.sentences), len(item.details)) for item in section.items])
            for section in document(terms, code).sections
        ]

    assert shape("en") == shape("zh")


@EVERY_SHEET_AND_LANGUAGE
def test_text__with_a_width__no_line_is_wider_but_name_and_hash(path: Path, code: str) -> None:
    lines = to_text(document(load_terms(path), code), 60).splitlines()
    assert all(columns(line) <= 60 for line in lines[1:] if "SHA-256" not in line)
