# SPDX-License-Identifier: Apache-2.0
"""A devnet of somebody else: enough accounts, a clock that moves, and its settings as they were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data
from web3.types import Wei

from regalia.chain.attached import GAS_MONEY, AttachedChain, TooPoorError, attach
from regalia.chain.devnet import Devnet, devnet
from regalia.chain.found_node import look_at
from regalia.chain.local_chain import DevnetError, LocalChain
from tests.conftest import START

pytestmark = pytest.mark.devnet

MESSAGE = {
    "types": {
        "EIP712Domain": [{"name": "name", "type": "string"}],
        "Sale": [{"name": "units", "type": "uint256"}, {"name": "to", "type": "address"}],
    },
    "primaryType": "Sale",
    "domain": {"name": "Test"},
    "message": {"units": 2**200 + 1, "to": "0x00000000000000000000000000000000000000C0"},
}


@pytest.fixture(scope="module")
def node() -> Iterator[Devnet]:
    """Two accounts; everything else that is used is not the node's own."""
    with devnet(timestamp=START, accounts=2, chain_id=4242) as chain:
        yield chain


@pytest.fixture(scope="module")
def attached(node: Devnet) -> AttachedChain:
    return attach(look_at(node.url), 5)


def moved(chain: LocalChain, index: int) -> int:
    """An account sends a little to the last one; what it spent."""
    sender, receiver = chain.accounts[index], chain.accounts[-1]
    before = chain.web3.eth.get_balance(sender)
    sent = chain.web3.eth.send_transaction({"from": sender, "to": receiver, "value": Wei(7)})
    receipt = chain.web3.eth.wait_for_transaction_receipt(sent, timeout=5)
    assert receipt["status"] == 1
    return before - chain.web3.eth.get_balance(sender)


def test_attach__fewer_accounts_than_needed__further_ones_with_money(node: Devnet, attached: AttachedChain) -> None:
    assert len(set(attached.accounts)) == 5
    assert set(node.accounts) < set(attached.accounts)
    assert set(attached.keys) == set(attached.accounts) - set(node.accounts)
    assert all(node.web3.eth.get_balance(account) >= GAS_MONEY for account in attached.accounts)
    assert attached.accounts[-1] in node.accounts


@pytest.mark.parametrize("index", range(4))
def test_account__of_the_node_or_not__sends(attached: AttachedChain, index: int) -> None:
    assert moved(attached, index) > 7


def test_sign__account_of_the_node_or_not__its_own_signature(attached: AttachedChain) -> None:
    for account in attached.accounts:
        signature = attached.sign_typed_data(account, MESSAGE)
        assert Account.recover_message(encode_typed_data(full_message=MESSAGE), signature=signature) == account


def test_attach__more_accounts_than_needed__none_made_and_nothing_sent(fresh_chain: Devnet) -> None:
    chain = attach(look_at(fresh_chain.url), 3)
    assert set(chain.accounts) < set(fresh_chain.accounts) and len(chain.accounts) == 3
    assert chain.keys == {}
    assert fresh_chain.web3.eth.block_number == 0


@pytest.mark.parametrize("sets_time", [True, False], ids=["sets", "only adds"])
def test_warp__either_way_to_move_the_clock__there(fresh_chain: Devnet, sets_time: bool) -> None:
    chain = replace(attach(look_at(fresh_chain.url), 2), sets_time=sets_time)
    later = chain.now() + 90 * 86_400
    chain.warp(later)
    assert later <= chain.now() <= later + (0 if sets_time else 30)
    with pytest.raises(DevnetError, match="Time only goes forward"):
        chain.warp(later - 1)


def test_warp__block_of_the_node_itself_came_in_between__taken_as_done(
    fresh_chain: Devnet, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain = attach(look_at(fresh_chain.url), 2)
    later, ask = chain.now() + 100, LocalChain.ask

    def overtaken(self: LocalChain, method: str, *arguments: object) -> object:
        if method == "evm_setNextBlockTimestamp":
            fresh_chain.web3.provider.make_request("evm_setNextBlockTimestamp", [later + 5])  # type: ignore[arg-type]
            fresh_chain.web3.provider.make_request("anvil_mine", [1])  # type: ignore[arg-type]
        return ask(self, method, *arguments)

    monkeypatch.setattr(LocalChain, "ask", overtaken)
    chain.warp(later)
    assert chain.now() == later + 5


def test_warp__node_that_does_not_move__refused(fresh_chain: Devnet, monkeypatch: pytest.MonkeyPatch) -> None:
    chain = attach(look_at(fresh_chain.url), 2)
    monkeypatch.setattr(LocalChain, "ask", lambda self, method, *arguments: None)
    later = chain.now() + 100
    with pytest.raises(DevnetError, match=f"after it was moved to {later}"):
        chain.warp(later)


@pytest.mark.parametrize("accounts", [1, 3])
def test_attach__blocks_in_intervals__mined_after_each_transaction_and_intervals_kept(accounts: int) -> None:
    with devnet(block_time=60, accounts=accounts) as waiting:
        chain = attach(look_at(waiting.url), 3)
        assert moved(chain, 0) > 7
        later = chain.now() + 1_000
        chain.warp(later)
        assert chain.now() >= later
        assert waiting.ask("anvil_getAutomine") is False
        assert waiting.ask("anvil_getIntervalMining") == 60


def test_attach__nobody_has_money_enough__refused_and_nothing_sent() -> None:
    with devnet(accounts=2, balance=7) as poor:
        with pytest.raises(TooPoorError, match=r"none of 2 unlocked .* has 8\.00 ether; the richest has 7\.00\n") as no:
            attach(look_at(poor.url), 5)
        assert "--accounts 5 --balance 10000" in no.value.hint
        assert poor.web3.eth.block_number == 0
