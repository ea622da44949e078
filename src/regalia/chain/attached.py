# SPDX-License-Identifier: Apache-2.0
"""A devnet that somebody else started, with as many accounts as are needed. Its settings stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from web3 import Web3
from web3.middleware import SignAndSendRawMiddlewareBuilder, Web3Middleware
from web3.types import MakeRequestFn, RPCEndpoint, RPCResponse, Wei

from regalia.chain.connection import wait_for_receipt
from regalia.chain.found_node import FoundNode
from regalia.chain.local_chain import DevnetError, LocalChain
from regalia.chain.transact import explained
from regalia.errors import RegaliaError

MNEMONIC = "test test test test test test test test test test test junk"
"""Of every development chain: anybody has these keys."""
GAS_MONEY = 10**18
"""What an account needs for what it sends, in wei."""
_TRIES = 3


class TooPoorError(RegaliaError, ValueError):
    """No account of the node can pay for what is to be done."""


@dataclass(frozen=True)
class AttachedChain(LocalChain):
    """``keys`` are of those ``accounts`` that the node does not sign for. The last account is the richest."""

    keys: Mapping[ChecksumAddress, LocalAccount]
    sets_time: bool

    def warp(self, timestamp: int) -> None:
        """As for any local chain; the block may be later by what the node's own clock or its next block needs."""
        if timestamp <= (latest := self.now()):
            raise DevnetError(
                f"warp: {timestamp} is not after the latest block's time {latest}", "Time only goes forward."
            )
        for _ in range(_TRIES):
            self._move(timestamp)
            if self.now() >= timestamp:
                return
        raise DevnetError(
            f"warp: the chain's time is {self.now()} after it was moved to {timestamp}",
            "Use a development chain whose clock goes by its blocks, as anvil or a Hardhat node.",
        )

    def _move(self, timestamp: int) -> None:
        try:
            if self.sets_time:
                self.ask("evm_setNextBlockTimestamp", timestamp)
            else:
                self.ask("evm_increaseTime", timestamp - self.now())
            self.mine()
        except DevnetError:
            if self.now() < timestamp:  # a block of its own did not come in between
                raise

    def sign_typed_data(self, signer: ChecksumAddress, message: Mapping[str, Any]) -> bytes:
        if signer not in self.keys:
            return super().sign_typed_data(signer, message)
        return bytes(self.keys[signer].sign_typed_data(full_message=dict(message)).signature)


class MineWhatIsSent(Web3Middleware):
    """Where blocks come in intervals or not at all: one is mined after every transaction."""

    def wrap_make_request(self, make_request: MakeRequestFn) -> MakeRequestFn:
        def middleware(method: RPCEndpoint, params: Any) -> RPCResponse:
            answer = make_request(method, params)
            if method in ("eth_sendTransaction", "eth_sendRawTransaction") and "error" not in answer:
                make_request(RPCEndpoint("evm_mine"), [])
            return answer

        return middleware


def attach(node: FoundNode, accounts: int) -> AttachedChain:
    """Use the node's unlocked accounts, further ones of the well-known mnemonic, and give money to those that have too little.

    Raises ``TooPoorError``, ``NodeRefusedError`` and ``ChainUnreachableError``.
    """
    web3 = node.web3
    keys = _keys(accounts, node.unlocked)
    with explained("eth_getBalance"):
        has = {account: web3.eth.get_balance(account) for account in (*node.unlocked, *keys)}
    everybody = sorted(has, key=lambda account: has[account])[-accounts:]
    poor = [account for account in everybody if has[account] < GAS_MONEY]
    # the richest gives to others later too, at most as much to each
    richest, needed = everybody[-1], GAS_MONEY * (accounts + len(poor))
    if has[richest] < needed:
        raise TooPoorError(
            f"accounts: none of {len(node.unlocked)} unlocked at {node.place} and of the test mnemonic has {_ether(needed)} ether; "
            f"the richest has {_ether(has[richest])}",
            f'Start the node with accounts that have money; anvil: --accounts {accounts} --balance 10000 --mnemonic "{MNEMONIC}".',
        )
    if keys:
        web3.middleware_onion.inject(SignAndSendRawMiddlewareBuilder.build(list(keys.values())), layer=0)
    if not node.mines_at_once:
        web3.middleware_onion.inject(MineWhatIsSent, layer=0)
    for account in poor:
        _give(web3, richest, account)
    return AttachedChain(node.url, web3, node.chain_id, tuple(everybody), keys, node.sets_time)


def _keys(accounts: int, unlocked: tuple[ChecksumAddress, ...]) -> dict[ChecksumAddress, LocalAccount]:
    """As many of the mnemonic's first ones as are missing."""
    Account.enable_unaudited_hdwallet_features()
    found: dict[ChecksumAddress, LocalAccount] = {}
    number = 0
    while len(unlocked) + len(found) < accounts:
        key: LocalAccount = Account.from_mnemonic(MNEMONIC, account_path=f"m/44'/60'/0'/0/{number}")
        if key.address not in unlocked:
            found[key.address] = key
        number += 1
    return found


def _give(web3: Web3, giver: ChecksumAddress, taker: ChecksumAddress) -> None:
    with explained("gas money"):
        sent = web3.eth.send_transaction({"from": giver, "to": taker, "value": Wei(GAS_MONEY)})
    wait_for_receipt(web3, sent)


def _ether(wei: int) -> str:
    return f"{wei // 10**18:,}.{wei // 10**16 % 100:02d}"
