# SPDX-License-Identifier: Apache-2.0
"""``regalia invest portfolio``, ``statement``, ``history`` and ``yield``: what they show, and that it is what the chain says."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from regalia.chain.transact import call
from regalia.ledger.reading import read_events
from regalia.ledger.replay import replay
from regalia.ledger.replayed_books import ReplayedBooks
from regalia.reports.names import Names
from regalia.reports.statement import statement_for
from regalia.reports.statement_csv import HEADER, statement_csv
from regalia.reports.statement_page import statement_page
from tests.cli.invest_desk import BID, BIDS_AGAIN, DEAL, OWED_TWICE, SECOND, InvestDesk
from tests.cli.market_desk import Captured, printed

pytestmark = pytest.mark.devnet


def figures(found: Any) -> Iterator[dict[str, Any]]:
    """Everything in a JSON value that names block and transaction."""
    if isinstance(found, dict):
        if found.get("transaction"):
            yield found
        found = list(found.values())
    if isinstance(found, list):
        for part in found:
            yield from figures(part)


def replayed(desk: InvestDesk) -> ReplayedBooks:
    """The deal rebuilt by the engine, which the index knows nothing of."""
    deal = desk.sample.deal
    return ReplayedBooks(replay(deal.terms, deal.record, read_events(deal.web3, deal.record)).ledger)


def look(desk: InvestDesk, capsys: Captured, *words: str, role: str = BIDS_AGAIN) -> Any:
    assert desk.look(*words, "--json", role=role) == 0
    return printed(capsys)


def test_portfolio__as_json__is_what_the_chain_says(investor: InvestDesk, capsys: Captured) -> None:
    found = look(investor, capsys, "portfolio", role=OWED_TWICE)
    contracts, wallet = investor.sample.deal.contracts, investor.wallet(OWED_TWICE)
    web3 = investor.sample.chain.web3
    assert (found["wallet"], found["offline"]) == (wallet, False)
    assert [one["hash"] for one in found["as_of"]] == [web3.eth.get_block("latest")["hash"].to_0x_hex()]
    held = {position["tranche"]: position for position in found["positions"]}
    assert list(held) == ["senior", "mezzanine"]
    for tranche, position in held.items():
        token = contracts.token(tranche)
        assert position["units"]["value"] == call(web3, token.functions.balanceOf(wallet))
        owed = call(web3, token.functions.entitlementOf(wallet))
        assert position["to_claim"]["value"] == f"{Decimal(owed).scaleb(-6):f}" and owed
        net = call(web3, contracts.escrow.functions.claim(token.address), wallet)
        assert position["to_claim_net"]["value"] == f"{Decimal(net).scaleb(-6):f}"
    total = found["totals"][0]
    assert Decimal(total["to_claim"]) == sum(Decimal(position["to_claim"]["value"]) for position in held.values())
    assert total["positions_without_price"] == 1


@pytest.mark.parametrize("command", ["portfolio", "statement", "history", "yield"])
def test_json__every_figure__names_a_transaction_of_its_block(
    investor: InvestDesk, capsys: Captured, command: str
) -> None:
    found = list(figures(look(investor, capsys, command)))
    web3 = investor.sample.chain.web3
    blocks = {one["transaction"]: one["block"] for one in found}
    assert len(found) >= len(blocks) > 3
    for transaction, block in blocks.items():
        assert web3.eth.get_transaction_receipt(transaction)["blockNumber"] == block


def test_portfolio__over_two_deals__a_line_each_and_one_total(investor: InvestDesk, capsys: Captured) -> None:
    assert investor.look("portfolio") == 0
    printed_ = capsys.readouterr()
    assert printed_.err == ""
    text = printed_.out
    assert f"wallet {investor.wallet(BIDS_AGAIN)}\nas of block " in text and "agree with the contracts" in text
    assert f"{DEAL}   senior   USD  3,750  398,400.00" in text
    assert "total                  USD         448,400.00" in text
    assert f"{SECOND}, senior: bid for, and nothing collected yet: regalia refund" in text
    found = look(investor, capsys, "portfolio")
    second = found["positions"][1]
    assert (second["deal"], second["units"]["value"], second["cost"]["value"]) == (SECOND, 0, f"{BID * 100}.000000")
    assert look(investor, capsys, "portfolio", "--deal", DEAL)["positions"] == found["positions"][:1]


def test_portfolio__offline__the_same_without_tax_and_how_old(
    investor: InvestDesk, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = look(investor, capsys, "portfolio")
    then = datetime.fromisoformat(there["as_of"][0]["time"]).timestamp()
    monkeypatch.setattr("regalia.cli.invest_text.time.time", lambda: then + 3 * 86_400 + 5)
    assert investor.look("portfolio", "--offline") == 0
    text = capsys.readouterr().out
    assert "3 days old: offline, nothing was held against the chain" in text and "not offline" in text
    known = look(investor, capsys, "portfolio", "--offline")
    assert known["offline"] and known["as_of"] == there["as_of"]
    ours, theirs = known["positions"][0], there["positions"][0]
    assert ours["to_claim_tax"]["value"] is None and theirs["to_claim_tax"]["value"] is not None
    assert {k: v for k, v in ours.items() if "to_claim_" not in k} == {
        k: v for k, v in theirs.items() if "to_claim_" not in k
    }


def test_portfolio__offline_after_the_chain_went_on__as_it_was(investor: InvestDesk, capsys: Captured) -> None:
    before = look(investor, capsys, "portfolio", role="mezzanine_investor")
    assert investor.claim("mezzanine_investor", "--yes", "--db", "sqlite:///other.db") == 0
    capsys.readouterr()
    known = look(investor, capsys, "portfolio", "--offline", role="mezzanine_investor")
    assert known["as_of"] == before["as_of"]
    now = look(investor, capsys, "portfolio", role="mezzanine_investor")
    owed = [found["positions"][0]["to_claim"]["value"] for found in (before, known, now)]
    assert owed == ["7200.000000", "7200.000000", "0.000000"]


def test_statement__for_people__sums_and_every_entry(investor: InvestDesk, capsys: Captured) -> None:
    assert investor.look("statement", role="mezzanine_investor") == 0
    text = capsys.readouterr().out
    assert "Class B Mezzanine Notes (mezzanine)\n  units held " in text
    assert re.search(r"^  tax withheld +666\.666666$", text, re.MULTILINE)
    entries = look(investor, capsys, "statement", role="mezzanine_investor")["positions"][0]["entries"]
    assert [entry["entry"] for entry in entries] == [
        "subscription",
        "issued",
        "income",
        "claim",
        "transfer out",
        "income",
    ]
    assert all(entry["transaction"] in text for entry in entries)


def test_statement__into_files__those_of_the_deal_s_reports(investor: InvestDesk, capsys: Captured) -> None:
    words = ("statement", "--deal", DEAL, "--out")
    for name in ("mine.html", "mine.csv", "mine.pdf"):
        assert investor.look(*words, name) == 0
        assert f"written: {name}" in capsys.readouterr().out
    books = replayed(investor)
    statement, names = statement_for(books, investor.wallet(BIDS_AGAIN)), Names(books)
    assert Path("mine.html").read_text(encoding="utf-8") == statement_page(statement, books.terms, names)
    assert Path("mine.csv").read_bytes().decode() == statement_csv(statement, books.terms, names)
    assert Path("mine.pdf").read_bytes().startswith(b"%PDF")


def test_statement__csv_of_two_deals__one_heading_and_all_rows(investor: InvestDesk) -> None:
    assert investor.look("statement", "--out", "all.csv", "--tax", "tax.csv", "--year", "2024") == 0
    with Path("all.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["deal"] for row in rows} == {DEAL, SECOND} and set(rows[0]) == set(HEADER)
    with Path("tax.csv").open(encoding="utf-8", newline="") as file:
        taxed = list(csv.DictReader(file))
    assert [row["kind"] for row in taxed] == ["acquisition", "income", "disposal", "income"]
    assert {row["date"][:4] for row in taxed} == {"2024"}


def test_history__between_two_days__those_entries_in_order(investor: InvestDesk, capsys: Captured) -> None:
    every = look(investor, capsys, "history")["entries"]
    assert [entry["block"] for entry in every] == sorted(entry["block"] for entry in every)
    assert [entry["deal"] for entry in every][-1] == SECOND
    some = look(investor, capsys, "history", "--since", "2024-03-18", "--until", "2024-03-25")["entries"]
    assert [entry["entry"] for entry in some] == ["bought", "income", "transfer out"]
    assert some == [entry for entry in every if "2024-03-18" <= entry["time"][:10] <= "2024-03-25"]
    assert investor.look("history", "--until", "2020-01-01") == 0
    assert "nothing happened in that time" in capsys.readouterr().out


def test_history__for_people__a_line_an_entry(investor: InvestDesk, capsys: Captured) -> None:
    assert investor.look("history", "--deal", DEAL) == 0
    text = capsys.readouterr().out
    assert f"bought, at 98.40, from {investor.wallet(OWED_TWICE)}" in text
    assert text.count(f"\n{DEAL}  senior ") == 9


def test_yield__to_date__with_and_without_what_is_left(investor: InvestDesk, capsys: Captured) -> None:
    found = look(investor, capsys, "yield", "--deal", DEAL)
    (only,) = found["yields"]
    assert only["realised"] == {**only["realised"], "rate": None, "worth": "0.000000"}
    left, owed = found["left"][0], Decimal(found["left"][0]["unclaimed"])
    assert (left["by"], left["units"]) == ("last trade", 3_750)
    assert Decimal(only["with_left"]["worth"]) == Decimal(left["worth"]) + owed
    assert Decimal("0.05") < Decimal(only["with_left"]["rate"]) < Decimal(only["earned"]["rate"]) < Decimal("0.08")
    assert investor.look("yield") == 0
    text = capsys.readouterr().out
    assert "3,750 units are worth 259,717.329 by the last trade, 98.40 a unit on 2024-03-18" in text
    assert f"{SECOND}, with what is left, as earned: none, units of senior were bid for" in text
    assert f"{SECOND}, cash so far: none, no day has passed since it was paid in" in text
    assert "regalia quote --record FILE" in text


def test_yield__each_flow__is_an_entry_of_its_transaction(investor: InvestDesk, capsys: Captured) -> None:
    found = look(investor, capsys, "yield", "--deal", DEAL)
    entries = {(entry["block"], entry["transaction"]) for entry in found["entries"]}
    flows = [flow for kind in ("realised", "with_left", "earned") for flow in found["yields"][0][kind]["flows"]]
    assert flows and {(flow["block"], flow["transaction"]) for flow in flows} <= entries


def test_yield__units_without_balance_and_trade__worth_not_known_and_cash_told(
    investor: InvestDesk, capsys: Captured
) -> None:
    found = look(investor, capsys, "yield", role="junior_investor")
    (left,), (only,) = found["left"], found["yields"]
    assert (left["worth"], left["by"], only["with_left"]["worth"], only["realised"]["worth"]) == (
        None,
        None,
        None,
        "0.000000",
    )
    assert only["with_left"]["no_rate"] == "units of junior have no balance and were never traded"
    assert only["realised"]["no_rate"] != only["with_left"]["no_rate"]
    assert investor.look("yield", role="junior_investor") == 0
    assert (
        f"what {left['units']:,} units are worth is not known: no balance, and never traded" in capsys.readouterr().out
    )


def test_portfolio__after_principal_was_repaid__the_total_is_the_sum_of_its_lines(
    investor: InvestDesk, capsys: Captured
) -> None:
    found = look(investor, capsys, "portfolio", role=OWED_TWICE)
    values = [position["value"]["value"] for position in found["positions"]]
    assert found["totals"][0]["value"] == values[0] and values[1] is None
    position = found["positions"][0]
    assert Decimal(values[0]) < position["units"]["value"] * Decimal(position["last_price"]["value"])


def test_yield__after_a_claim__cash_that_came_counts(investor: InvestDesk, capsys: Captured) -> None:
    before = look(investor, capsys, "yield", role="mezzanine_investor")["yields"][0]
    assert before["earned"]["rate"] and before["realised"]["flows"][1]["amount"] == "5999.999999"
    assert investor.claim("mezzanine_investor", "--yes") == 0
    capsys.readouterr()
    after = look(investor, capsys, "yield", role="mezzanine_investor")["yields"][0]
    assert len(after["realised"]["flows"]) == len(before["realised"]["flows"]) + 1
    assert after["earned"] == before["earned"]


def test_keystore__that_names_its_address__no_password_asked(investor: InvestDesk, capsys: Captured) -> None:
    file = investor.place / f"{OWED_TWICE}.json"
    assert investor.run("portfolio", "--keystore", str(file), "--json") == 0
    assert printed(capsys)["wallet"] == investor.wallet(OWED_TWICE)
    content = json.loads(file.read_text(encoding="utf-8"))
    del content["address"]
    file.write_text(json.dumps(content), encoding="utf-8")
    assert investor.run("portfolio", *investor.by(OWED_TWICE), "--json") == 0
    assert printed(capsys)["wallet"] == investor.wallet(OWED_TWICE)
