# SPDX-License-Identifier: Apache-2.0
"""Sending what is missing, on chains that move meanwhile: fees, blocks, other senders, transactions that wait."""

from __future__ import annotations

from pathlib import Path
from threading import Timer

import pytest
from eth_account import Account
from web3 import Web3

from regalia.chain.connection import ReceiptTimeoutError
from regalia.chain.devnet import Devnet, devnet
from regalia.deployment.apply import apply_plan
from regalia.deployment.errors import (
    BalanceTooLowError,
    FeeRoseError,
    OtherProxyError,
    PendingTransactionError,
    WrongAccountError,
)
from regalia.deployment.gas import Fees
from regalia.deployment.plan import make_plan
from regalia.deployment.proxy import FUNDER, FUNDS, PRESIGNED, PROXY
from regalia.deployment.wish import load_wish
from tests.deployment.wishes import applied, planned, rpc, state_of, wish_of, write_wish

pytestmark = pytest.mark.devnet

GWEI = 10**9
MONEY_ONLY = {"platform": None, "officers": None, "deals": None}


def money_wish(chain: Devnet, folder: Path, **changes: object) -> Path:
    """Of one contract."""
    return write_wish(folder, wish_of(chain.accounts, **{**MONEY_ONLY, **changes}))


def test_apply__account_that_is_not_the_wish_s__refused_and_nothing_sent(chain: Devnet, tmp_path: Path) -> None:
    plan, stranger = planned(chain, money_wish(chain, tmp_path)), Account.from_key(b"\x07" * 32)
    with pytest.raises(
        WrongAccountError, match=f"{stranger.address} would send, and the wish says {chain.accounts[0]}"
    ):
        next(apply_plan(plan, stranger))
    assert chain.web3.eth.block_number == 0


def test_apply__balance_for_some_of_the_steps__refused_before_the_first(chain: Devnet, tmp_path: Path) -> None:
    path = write_wish(tmp_path, wish_of(chain.accounts))
    needed = planned(chain, path).needed
    rpc(chain, "anvil_setBalance", chain.accounts[0], hex(needed - 1))
    with pytest.raises(BalanceTooLowError, match="missing steps cost about"):
        applied(chain, path)
    assert chain.web3.eth.block_number == 0 and not path.with_name("platform.json").exists()


def test_apply__balance_just_as_needed__every_step_goes_through(chain: Devnet, tmp_path: Path) -> None:
    path = write_wish(tmp_path, wish_of(chain.accounts))
    rpc(chain, "anvil_setBalance", chain.accounts[0], hex(planned(chain, path).needed))
    applied(chain, path)
    assert not planned(chain, path).missing


def test_apply__base_fee_fifty_times_the_plan_s__still_mined(chain: Devnet, tmp_path: Path) -> None:
    plan = planned(chain, write_wish(tmp_path, wish_of(chain.accounts, deals=None)))
    for number, _ in enumerate(apply_plan(plan, chain.accounts[0])):
        rpc(chain, "anvil_setNextBlockBaseFeePerGas", hex((50 if number % 2 else 3) * 10**9))
    assert not planned(chain, plan.wanted.path).missing


def test_apply__node_wants_fifty_times_the_priority_that_was_shown__no_more_than_twice_the_price_offered(
    chain: Devnet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = planned(chain, money_wish(chain, tmp_path))
    base, priority = plan.fees.base, plan.fees.priority
    monkeypatch.setattr("regalia.deployment.sending.fees_now", lambda web3: Fees(base, 50 * GWEI))
    (done,) = apply_plan(plan, chain.accounts[0])
    assert done.receipt is not None
    sent = chain.web3.eth.get_transaction(done.receipt["transactionHash"])
    assert sent["maxPriorityFeePerGas"] == base + 2 * priority < 10 * GWEI


def test_apply__node_without_base_fees_wants_more_than_twice_the_price__not_sent(
    chain: Devnet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = planned(chain, money_wish(chain, tmp_path))
    monkeypatch.setattr("regalia.deployment.sending.fees_now", lambda web3: Fees(50 * GWEI, 0, flat=True))
    with pytest.raises(FeeRoseError, match=r"wants 50 gwei a unit of gas, more than twice the .* that the plan showed"):
        next(apply_plan(plan, chain.accounts[0]))
    assert chain.web3.eth.get_transaction_count(chain.accounts[0], "pending") == 0


def test_fees__within_those_that_were_shown__base_fee_free_and_the_rest_up_to_twice_the_price() -> None:
    shown, flat = Fees(10, 1), Fees(10, 0, flat=True)
    assert Fees(10, 12).within(shown) == Fees(10, 12) and Fees(10, 13).within(shown) == Fees(10, 12)
    assert Fees(1000, 1).within(shown) == Fees(1000, 1) and Fees(5, 99).within(shown) == Fees(5, 12)
    assert Fees(0, 99).within(Fees(0, 0)) == Fees(0, 0)
    assert Fees(20, 0, flat=True).within(flat) == Fees(20, 0, flat=True) and Fees(21, 0, flat=True).within(flat) is None


def test_apply__transaction_of_the_account_waits__waited_for_first(chain: Devnet, tmp_path: Path) -> None:
    plan, people = planned(chain, money_wish(chain, tmp_path)), chain.accounts
    rpc(chain, "evm_setAutomine", False)
    chain.web3.eth.send_transaction({"from": people[0], "to": people[1], "value": Web3.to_wei(1, "wei")})
    with pytest.raises(PendingTransactionError, match=f"account {people[0]}: its transaction number 0 was sent"):
        next(apply_plan(plan, people[0], patience=0.5))
    assert chain.web3.eth.get_transaction_count(people[0], "pending") == 1
    said: list[str] = []
    timer = Timer(0.5, lambda: (rpc(chain, "evm_mine"), rpc(chain, "evm_setAutomine", True)))
    timer.start()
    (done,) = apply_plan(plan, people[0], progress=said.append)
    timer.join()
    assert done.receipt is not None and done.receipt["blockNumber"] == 2
    assert said == ["an earlier transaction of the account was waited for"]


def test_apply__step_not_mined_in_time__says_so_and_the_next_run_finds_it(chain: Devnet, tmp_path: Path) -> None:
    path = money_wish(chain, tmp_path)
    rpc(chain, "evm_setAutomine", False)
    with pytest.raises(ReceiptTimeoutError, match=r"MockPaymentToken: transaction 0x.* is not mined after 0.5 s"):
        next(apply_plan(planned(chain, path), chain.accounts[0], patience=0.5))
    rpc(chain, "evm_mine")
    assert applied(chain, path) == []


def test_apply__two_runs_at_once__each_step_once(chain: Devnet, tmp_path: Path) -> None:
    path = write_wish(tmp_path, wish_of(chain.accounts))
    slow, quick = (apply_plan(planned(chain, path), chain.accounts[0]) for _ in range(2))
    first = [next(slow) for _ in range(3)]
    second, third = list(quick), list(slow)
    assert all(done.receipt for done in first) and [bool(done.receipt) for done in second[:3]] == [False] * 3
    assert all(done.receipt for done in second[3:]) and not any(done.receipt for done in third)
    found = state_of(chain.web3, load_wish(path))
    assert (found["made by the proxy"], len(found["deals"])) == (13, 1)


def test_apply__contract_made_by_somebody_else__taken_as_it_is(chain: Devnet, tmp_path: Path) -> None:
    plan = planned(chain, money_wish(chain, tmp_path))
    (step,) = plan.missing
    call = step.at(0)
    chain.web3.eth.send_transaction({"from": chain.accounts[5], "to": call.to, "data": call.data})
    (done,) = apply_plan(plan, chain.accounts[0])
    assert done.receipt is None and '"block": 1' in plan.wanted.facts_path.read_text()


def test_apply__blocks_every_two_seconds__waits_for_each(tmp_path: Path) -> None:
    with devnet(chain_id=84532, block_time=2) as slow:
        path = money_wish(slow, tmp_path, chain_id=84532)
        (done,) = applied(slow, path)
        assert done.receipt is not None and done.receipt["blockNumber"] >= 1
        assert applied(slow, path) == []


def test_apply__proxy_missing__put_there_first(chain: Devnet, tmp_path: Path) -> None:
    rpc(chain, "anvil_setCode", PROXY, "0x")
    path = money_wish(chain, tmp_path)
    assert [done.step.key for done in applied(chain, path)] == ["proxy-money", "proxy", "payment_token"]
    assert chain.web3.eth.get_code(PROXY) and not planned(chain, path).missing
    assert int(chain.web3.eth.get_balance(FUNDER)) < FUNDS


def test_apply__proxy_missing_and_its_transaction_waits__taken_as_sent(chain: Devnet, tmp_path: Path) -> None:
    rpc(chain, "anvil_setCode", PROXY, "0x")
    rpc(chain, "anvil_setBalance", FUNDER, hex(FUNDS))
    plan = planned(chain, money_wish(chain, tmp_path))
    assert [step.key for step in plan.missing] == ["proxy", "payment_token"]
    rpc(chain, "evm_setAutomine", False)
    chain.web3.eth.send_raw_transaction(PRESIGNED)
    timer = Timer(0.3, lambda: (rpc(chain, "evm_mine"), rpc(chain, "evm_setAutomine", True)))
    timer.start()
    assert [done.step.key for done in apply_plan(plan, chain.accounts[0])] == ["proxy", "payment_token"]
    timer.join()


def test_plan__proxy_s_transaction_used_up__refused(chain: Devnet, tmp_path: Path) -> None:
    rpc(chain, "anvil_setCode", PROXY, "0x")
    rpc(chain, "anvil_setNonce", FUNDER, "0x1")
    with pytest.raises(OtherProxyError, match="was used and failed"):
        planned(chain, money_wish(chain, tmp_path))


def test_apply__same_wish_on_two_chains__same_addresses(chain: Devnet, tmp_path: Path) -> None:
    path = money_wish(chain, tmp_path)
    with devnet(chain_id=11155420) as other:
        there = money_wish(other, tmp_path, chain_id=11155420)
        assert [done.step.address for done in applied(other, there)] == [
            done.step.address for done in applied(chain, path)
        ]
        assert make_plan(other.web3, load_wish(there)).missing == ()
