# SPDX-License-Identifier: Apache-2.0
"""The notebooks run from beginning to end, and say what is so."""

from __future__ import annotations

import re

import pytest

from tests.notebooks.executing import FOLDER, Executed, execute, read

NAMES = ("developer", "investor", "supervisor")


def test_notebooks__one_per_audience__listed_in_their_readme() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.ipynb")) == sorted(NAMES)
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}.ipynb`" in text for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_notebook__as_committed__has_no_output_and_names_no_machine(name: str) -> None:
    notebook = read(name)
    for cell in notebook.cells:
        assert not cell.get("outputs") and cell.get("execution_count") is None
        assert not re.search(r"/home/|/root/|/work/|/Users/", cell.source)
    assert notebook.cells[0].source.startswith("<!-- SPDX-License-Identifier: Apache-2.0 -->\n# For ")
    assert notebook.metadata.kernelspec.name == "python3"
    assert "sample.stop()" in notebook.cells[-1].source


@pytest.mark.devnet
def test_developer__executed__finds_the_transaction_and_the_next_date() -> None:
    done = execute("developer")
    assert _verified(done.after("verified = deal.verify()"))
    assert done.after("receipt = sample.chain").startswith("(True, ")
    assert done.after("sample.pay()") == "(2, 3)"
    assert "Did you mean senior?" in done.after("seniro")
    assert _nothing_went_wrong(done)


@pytest.mark.devnet
def test_investor__executed__takes_what_was_owed() -> None:
    done = execute("investor")
    assert "unclaimed 62,550.914963 USD" in done.after("statement = deal.statement(me)")
    assert "gross=Decimal('62550.914963')" in done.after("claimed = deal.claim")
    assert done.after("deal.statement(me).unclaimed") == "Decimal('0.000000')"
    assert re.fullmatch(r"<Yield to 2024-06-24: [34]\.\d+% a year>", done.after("earned = deal.yield_of(me)"))
    assert "yield 12." in done.after("quote = deal.quote")
    assert _verified(done.after("verified = deal.verify()"))
    assert _nothing_went_wrong(done)


@pytest.mark.devnet
def test_supervisor__executed__sees_the_order_and_the_altered_record() -> None:
    done = execute("supervisor")
    assert _verified(done.after("verified = deal.verify()"))
    assert "288427" not in done.after('dates["available"] - paid')
    assert "-5361.146302" in done.after('dates["available"] - paid')
    assert done.after("balance >= owed").endswith("True)")
    assert "Empty DataFrame" in done.after("deal.events(*powers_used")
    assert "mezzanine_investor" in done.after('holders["wallet_frozen"]')
    assert _verified(done.after("again = deal.verify()"))
    assert "NOT verified mills-notes" in done.after("found = doubtful.verify()")
    assert "record.attestors.threshold" in done.after("found.differences")
    assert _nothing_went_wrong(done)


def _verified(answer: str) -> bool:
    return (
        re.fullmatch(r"<Verified mills-notes, blocks \d+ to \d+: \d,\d{3} comparisons, no difference>", answer)
        is not None
    )


def _nothing_went_wrong(done: Executed) -> bool:
    return not any("Traceback" in answer or "Warning" in answer for answer in done.answers)
