# SPDX-License-Identifier: Apache-2.0
"""``regalia invest claim``: what it says before it asks, what it takes, and what it does when some of it is refused."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import click
import pytest

from regalia.servicing import payments, powers, supervision
from regalia.servicing.orders import Order
from tests.cli.invest_desk import DEAL, OWED_TWICE, SECOND, InvestDesk
from tests.cli.market_desk import Captured, printed, refusal

pytestmark = pytest.mark.devnet
DAY = 24 * 3600
ORDER = Order.of("court 2024-9", sha256(b"injunction").digest())


def freeze(desk: InvestDesk, tranche: str, role: str) -> None:
    sample = desk.sample
    powers.freeze_wallet(sample.deal.contracts, tranche, desk.wallet(role), ORDER, sample.people["freezer"])


def test_claim__of_two_tranches__as_said_before_and_a_transaction_each(investor: InvestDesk, capsys: Captured) -> None:
    owed = {tranche: investor.owed(tranche, OWED_TWICE) for tranche in ("senior", "mezzanine")}
    before, sent = investor.cash(OWED_TWICE), investor.sent(OWED_TWICE)
    assert all(owed.values())
    assert investor.claim(OWED_TWICE, "--dry-run") == 0
    text = capsys.readouterr().out
    assert "gross   tax" in text and f"{DEAL}  mezzanine  USD" in text
    assert f"acting as {investor.wallet(OWED_TWICE)} ({OWED_TWICE}.json, " in text
    assert "nothing was sent (--dry-run)" in text and investor.sent(OWED_TWICE) == sent
    assert investor.claim(OWED_TWICE, "--yes", "--json") == 0
    found = printed(capsys)
    assert investor.sent(OWED_TWICE) - sent == 2 == len(found["transactions"])
    assert investor.cash(OWED_TWICE) - before == sum(owed.values())
    assert [(one["tranche"], one["transaction"]) for one in found["claimed"]] == [
        (tranche, sent["hash"]) for tranche, sent in zip(owed, found["transactions"], strict=True)
    ]
    assert not investor.owed("senior", OWED_TWICE) and not investor.owed("mezzanine", OWED_TWICE)


def test_claim__with_tax__gross_tax_and_net(investor: InvestDesk, capsys: Captured) -> None:
    role, before = "mezzanine_investor", investor.cash("mezzanine_investor")
    assert investor.claim(role, "--tranche", "mezzanine", "--yes", "--json") == 0
    found = printed(capsys)
    (claimed,) = found["claimed"]
    assert {name: claimed[name] for name in ("gross", "tax", "net")} == {
        "gross": "7200.000000",
        "tax": "720.000000",
        "net": "6480.000000",
    }
    assert investor.cash(role) - before == 6_480_000_000
    assert found["claims"] == [{key: claimed[key] for key in found["claims"][0]}]


def test_claim__person_says_no__nothing_sent(
    investor: InvestDesk, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def refuse(question: str, **_: object) -> bool:
        asked.append(question)
        return False

    monkeypatch.setattr(click, "confirm", refuse)
    sent = investor.sent(OWED_TWICE)
    assert investor.claim(OWED_TWICE) == 1
    assert asked == ["Claim them, in 2 transactions?"] and "nothing was sent" in capsys.readouterr().out
    assert investor.sent(OWED_TWICE) == sent


def test_claim__by_address_only__dry_run_without_a_key(investor: InvestDesk, capsys: Captured) -> None:
    wallet = investor.wallet(OWED_TWICE)
    assert investor.run("claim", "--from", wallet, "--tranche", "senior", "--dry-run", "--json") == 0
    found = printed(capsys)
    assert (found["sent"], found["wallet"], [one["tranche"] for one in found["claims"]]) == (False, wallet, ["senior"])


def test_claim__one_tranche_frozen__the_other_is_taken_and_why_not_said(investor: InvestDesk, capsys: Captured) -> None:
    freeze(investor, "mezzanine", OWED_TWICE)
    assert investor.claim(OWED_TWICE, "--yes") == 0
    text = capsys.readouterr().out
    assert f"{DEAL} mezzanine: 300.00 USD can't be claimed now: claim: RoyaltyEscrow_HolderFrozen(" in text
    assert "frozen by order: its income waits" in text and f"claimed of {DEAL} senior: " in text
    assert investor.owed("mezzanine", OWED_TWICE) and not investor.owed("senior", OWED_TWICE)


def test_claim__everything_frozen_or_halted__refused_in_words(investor: InvestDesk, capsys: Captured) -> None:
    sample, sent = investor.sample, investor.sent(OWED_TWICE)
    freeze(investor, "mezzanine", OWED_TWICE)
    assert investor.claim(OWED_TWICE, "--tranche", "mezzanine", "--yes") == 1
    said = refusal(capsys)
    assert "RoyaltyEscrow_HolderFrozen" in said and "Nothing was sent, and nothing is lost" in said
    now = sample.chain.web3.eth.get_block("latest")["timestamp"]
    supervision.halt_holder(
        sample.deal.contracts, investor.wallet(OWED_TWICE), now + DAY, ORDER, "inquiry", sample.people["supervisor"]
    )
    assert investor.claim(OWED_TWICE, "--yes", "--json") == 1
    error = json.loads(capsys.readouterr().err)["error"]
    assert error["name"] == "ClaimsRefusedError" and "until the halt ends" in error["message"]
    assert investor.sent(OWED_TWICE) == sent
    assert investor.look("portfolio", role=OWED_TWICE) == 0
    text = capsys.readouterr().out
    assert f"{DEAL}: the supervisor halted this wallet until " in text
    assert f"{DEAL}, mezzanine: the wallet is frozen by order" in text


def test_claim__refused_in_the_middle__says_what_was_claimed_and_what_not(
    investor: InvestDesk, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = payments.claim

    def frozen_meanwhile(deal: Any, tranche: str, holder: Any) -> Any:
        if tranche == "mezzanine":
            freeze(investor, tranche, OWED_TWICE)
        return claim(deal, tranche, holder)

    monkeypatch.setattr(payments, "claim", frozen_meanwhile)
    assert investor.claim(OWED_TWICE, "--yes") == 1
    said = refusal(capsys)
    assert f"error: claim of {DEAL} mezzanine: claim: RoyaltyEscrow_HolderFrozen(" in said
    assert f"claimed: {DEAL} senior, " in said and "The same command claims the rest." in said
    assert not investor.owed("senior", OWED_TWICE) and investor.owed("mezzanine", OWED_TWICE)


def test_claim__interrupted_in_the_middle__says_so_and_130(
    investor: InvestDesk, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = payments.claim

    def interrupted(deal: Any, tranche: str, holder: Any) -> Any:
        if tranche == "senior":
            return claim(deal, tranche, holder)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(payments, "claim", interrupted)
        assert investor.claim(OWED_TWICE, "--yes") == 130
    error = capsys.readouterr().err
    assert f"claim of {DEAL} mezzanine: it may be on its way" in error and f"claimed: {DEAL} senior, " in error
    assert investor.claim(OWED_TWICE, "--yes", "--json") == 0
    assert [one["tranche"] for one in printed(capsys)["claimed"]] == ["mezzanine"]


def test_claim__nothing_owed__said(investor: InvestDesk, capsys: Captured) -> None:
    assert investor.claim("senior_investor_2", "--deal", SECOND, "--yes") == 1
    assert "claim: nothing is owed to" in refusal(capsys)
    assert investor.claim(OWED_TWICE, "--tranche", "junior", "--yes") == 1
    assert "for junior\nIncome comes with the next payment date." in refusal(capsys)


def test_claim__tranche_mistyped__did_you_mean(investor: InvestDesk, capsys: Captured) -> None:
    sent = investor.sent(OWED_TWICE)
    assert investor.claim(OWED_TWICE, "--tranche", "seniro", "--yes") == 1
    assert "Did you mean senior?" in refusal(capsys) and investor.sent(OWED_TWICE) == sent


def test_claim__with_the_wrong_key__names_the_wallet_and_the_keystore(investor: InvestDesk, capsys: Captured) -> None:
    assert investor.claim("outsider", "--yes") == 1
    said = refusal(capsys)
    assert f"{investor.wallet('outsider')} never had units of" in said
    assert "It is the wallet of outsider.json; the units are another's." in said


def test_claim__with_the_wrong_password__refused_without_it(investor: InvestDesk, capsys: Captured) -> None:
    (investor.place / "password").write_text("secret guess\n", encoding="utf-8")
    assert investor.claim(OWED_TWICE, "--yes") == 1
    said = refusal(capsys)
    assert "the password does not open it" in said and "secret" not in said


def test_claim__by_a_record_that_was_altered__sends_nothing(investor: InvestDesk, capsys: Captured) -> None:
    data = json.loads(investor.record.read_text(encoding="utf-8"))
    data["escrow"]["code_hash"] = "0x" + "11" * 32
    investor.record.write_text(json.dumps(data), encoding="utf-8")
    sent = investor.sent(OWED_TWICE)
    assert investor.claim(OWED_TWICE, "--yes", "--db", "sqlite:///new.db") == 1
    assert "escrow.code_hash" in refusal(capsys) and investor.sent(OWED_TWICE) == sent
