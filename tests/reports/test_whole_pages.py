# SPDX-License-Identifier: Apache-2.0
"""Pages, statements and data of a deal with everything that can happen to it."""

from __future__ import annotations

import re
from decimal import Decimal
from posixpath import dirname, join, normpath

import pytest

from regalia.ledger.model import DealLedger
from regalia.reports.entries import INCOMES, EntryKind
from regalia.reports.write import reports_of
from tests.reports.replayed import holders_of, statement_of
from tests.reports.stories import LABELS, MEZZANINE, SENIOR, USD
from tests.reports.test_csv import read
from tests.reports.test_pages import Reader

Figure = dict[tuple[str, str, str], str]


@pytest.fixture(scope="module")
def texts(whole: DealLedger) -> dict[str, str]:
    return reports_of(whole, LABELS)


def page(texts: dict[str, str], name: str) -> str:
    return re.sub(r"\s+", " ", Reader(texts[f"{name}.html"]).text)


def figures(texts: dict[str, str], name: str) -> Figure:
    """Values by section, item and measure."""
    return {(row["section"], row["item"], row["measure"]): row["value"] for row in read(texts[f"{name}.csv"])}


def test_pages__every_page__well_formed_and_its_links_lead_somewhere(texts: dict[str, str]) -> None:
    for name, text in texts.items():
        if not name.endswith(".html"):
            continue
        reader = Reader(text)
        assert reader.open == []
        targets = {attributes.get("id") for _, attributes in reader.elements}
        for attributes in reader.all("a"):
            href = attributes["href"] or ""
            found = href[1:] in targets if href.startswith("#") else normpath(join(dirname(name), href)) in texts
            assert found, (name, href)


def test_index__links__every_other_file(texts: dict[str, str]) -> None:
    linked = {attributes["href"] for attributes in Reader(texts["index.html"]).all("a")}
    assert {href for href in linked if href and not href.startswith("#")} == set(texts) - {"index.html"}


def test_distribution_page__held_back_trapped_and_triggers__said(texts: dict[str, str]) -> None:
    text = page(texts, "distribution/1")
    assert "Held back while trap-50 is up" in text
    assert "Cash trap Cash trap 0.00 9,861.111112 0.00 0.00 9,861.111112" in text
    assert "Interest added" in text and "Added to the balance" in text
    assert "coverage-low before the steps flag trap-50 yes yes 2024-03-20" in text
    assert "Flags up while the steps ran: trap-50." in text
    assert "A step that its guard held back has no amounts." in text
    assert "Days since the report before81" in text


def test_distribution_page__facilities__cash_debt_and_limit(texts: dict[str, str]) -> None:
    text = page(texts, "distribution/4")
    assert "Facilities whose provider let the time to pay passMake-up undertaking of the parent" in text
    line = "Liquidity line Bank with a liquidity line Liquidity line 5,000.00 5,000.00 10,000.00 – 0.00"
    assert line in text
    assert "Liquidity line 0.00 10,000.00 0.00 0.00 10,000.00 20,000.00" in text
    assert "Priority of payments after an event of default" in text
    assert "10,000.00 USD drawn from accounts and facilities" in text


def test_distribution_page__call_before_it__its_own_table_and_a_column(texts: dict[str, str]) -> None:
    text = page(texts, "distribution/5")
    assert "Repaid by calls since the payment date before" in text
    assert "940,000.00 9,400.00 5,222.222222 954,622.222222" in text
    assert "Opening balance Repaid by a call Interest added Principal paid Closing balance" in text
    assert "Repaid by a call" not in page(texts, "distribution/4")


def test_conclusion_page__what_was_left_to_whom(texts: dict[str, str]) -> None:
    text = page(texts, "conclusion")
    assert "9. Class B principal Class B Notes 202,152.369330 7,000.00 195,152.369330 Available funds" in text
    assert "2,000.00 0.00 2,000.00 0.00" in text  # put in, drawn, returned, and what is left of the line's cash
    assert "Both sides come to 7,000.00 USD." in text
    assert "carried to the next payment date" not in text


def test_index__calls_conclusion_and_all_cash(texts: dict[str, str]) -> None:
    text = page(texts, "index")
    assert "Wound up2025-03-20, what was left to whom" in text
    assert "Given back to providers of support2,000.00 USD" in text
    assert "+ 32,000.00 USD put in by providers of support + 954,622.222222 USD paid by holders of calls" in text


def test_pages__deal_without_any_of_it__no_word_of_it(notes: DealLedger) -> None:
    texts = reports_of(notes, LABELS)
    assert not [name for name in texts if name.startswith("conclusion")]
    for name in ("index", "distribution/4"):
        text = page(texts, name)
        for word in ("Facilit", "Triggers", "Repaid by", "Interest added", "Added to the balance", "Conclusion"):
            assert word not in text, (name, word)


def test_distribution_csv__held_back_step__why_and_no_amounts(texts: dict[str, str]) -> None:
    found = figures(texts, "distribution/1")
    assert found["step", "sweep", "held_back"] == "held back until reserve-short is up"
    assert ("step", "sweep", "due") not in found
    assert found["step", "deferred-interest", "due"] == "5333.333333"
    assert ("step", "trap", "held_back") not in found
    assert found["report", "", "flags_up"] == "trap-50"


def test_distribution_csv__triggers_facilities_and_list__in_figures(texts: dict[str, str]) -> None:
    found = figures(texts, "distribution/4")
    assert found["report", "", "accelerated"] == "yes"
    assert found["trigger", "parent-did-not-pay", "active_since"] == "2024-12-20"
    assert found["trigger", "stale", "active_since"] == ""
    assert found["facility", "line", "drawn"] == "10000.000000"
    assert found["facility", "line", "limit_left"] == "20000.000000"
    assert found["facility", "make-up", "deadline_missed"] == "yes"
    assert found["account", "trap", "kind"] == "trap"
    assert found["step", "senior-principal", "position"] == "6"


@pytest.mark.parametrize("name", [*(f"distribution/{period}" for period in range(1, 6)), "conclusion"])
def test_csv__tranches_and_facilities__foot_when_read_back(texts: dict[str, str], name: str) -> None:
    found = figures(texts, name)

    def of(section: str, item: str, *measures: str) -> list[Decimal]:
        return [Decimal(found[section, item, measure]) for measure in measures]

    for tranche in ("senior", "deferred", "junior"):
        opening, called, capitalised, paid, closing = of(
            "tranche",
            tranche,
            "opening_balance",
            "called_balance",
            "interest_capitalised",
            "principal_paid",
            "closing_balance",
        )
        assert opening - called + capitalised - paid == closing
    for facility in ("line", "make-up"):
        before, put_in, drawn, returned, after = of(
            "facility", facility, "opening_cash", "put_in", "drawn", "returned", "closing_cash"
        )
        assert before + put_in - drawn - returned == after
        owed, interest, repaid, still = of("facility", facility, "opening_owed", "interest", "repaid", "closing_owed")
        assert owed + drawn + interest - repaid == still
    by_steps = sum(
        Decimal(value) for (section, _, measure), value in found.items() if (section, measure) == ("step", "paid")
    )
    assert by_steps == Decimal(found["conservation", "", "money_out"]) - Decimal(found["conservation", "", "left"])


def test_csv__call__holder_day_and_parts(texts: dict[str, str]) -> None:
    found = figures(texts, "distribution/5")
    assert found["call", "1", "day"] == "2025-01-15"
    parts = [Decimal(found["call", "1", part]) for part in ("balance", "premium", "interest")]
    assert parts == [Decimal(940_000), Decimal(9_400), Decimal("5222.222222")]
    assert Decimal(found["call", "1", "paid"]) == sum(parts)


def test_statement__every_holder__foots_over_dates_call_and_conclusion(whole: DealLedger) -> None:
    for holder in holders_of(whole):
        for position in statement_of(whole, holder).positions:
            assert position.income == position.claimed + position.unclaimed
            assert sum(line.income for line in position.periods) == position.income
            assert position.income == sum(entry.income for entry in position.of_kind(*INCOMES))


def test_statement__called_tranche__balance_premium_and_interest_by_units(whole: DealLedger) -> None:
    """700 of 1,000 units; a part is less than one smallest unit from its exact share."""
    position = statement_of(whole, SENIOR).positions[0]
    (called,) = position.of_kind(EntryKind.CALLED)
    assert called.principal == 658_000 * USD
    assert called.premium in (6_580 * USD, 6_580 * USD + 1)
    assert called.interest in (3_655_555_555, 3_655_555_556)
    assert called.pool_factor == position.pool_factor == 0
    assert position.outstanding_down == 0


def test_statement__conclusion__its_own_entry_and_its_line_has_no_period(whole: DealLedger) -> None:
    position = statement_of(whole, MEZZANINE).positions[0]
    (last,) = position.of_kind(EntryKind.CONCLUDED)
    assert (last.principal, last.interest) == (7_000 * USD, 0)
    assert (position.periods[-1].period, position.periods[-1].principal) == (None, 7_000 * USD)


def test_statement_page__call_and_conclusion__said_where_the_income_comes_from(texts: dict[str, str]) -> None:
    senior, mezzanine = page(texts, "statements/senior-investor-1"), page(texts, "statements/mezzanine-investor")
    assert "repaid by a call 2025-01-15 700" in senior
    assert "Interest Principal Residual Premium Income" in senior
    assert "conclusion 2025-03-20 200" in mezzanine
    assert "Premium" not in mezzanine


def test_statement_csv__call_and_conclusion__income_with_its_parts(texts: dict[str, str]) -> None:
    rows = read(texts["statements/senior-investor-1.csv"])
    (called,) = (row for row in rows if row["entry"] == "repaid by a call")
    assert (called["principal"], called["premium"][:8], called["period"]) == ("658000.000000", "6580.000", "")
    parts = ("interest", "principal", "residual", "premium")
    for row in rows:
        assert sum(Decimal(row[part] or 0) for part in parts) == Decimal(row["income"] or 0)
    fifth = next(row for row in read(texts["periods/senior-investor-1.csv"]) if row["period"] == "5")
    assert fifth["premium"] == called["premium"]
    assert Decimal(fifth["gross"]) == sum(Decimal(fifth[part]) for part in parts)
