# SPDX-License-Identifier: Apache-2.0
"""One transaction under one nonce: whatever becomes of a node's answer, it is mined once or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, cast

from eth_typing import ChecksumAddress
from requests.exceptions import ReadTimeout
from web3 import Web3
from web3.exceptions import BlockNotFound, TransactionNotFound, Web3RPCError
from web3.types import Nonce, TxParams

from regalia.chain.asking import NodeSilentError, TooLargeError, patiently, says_busy
from regalia.chain.fees import Offer, base_fee
from regalia.chain.node_errors import ChainUnreachableError
from regalia.chain.node_words import HAS_IT, NONCE_USED, NOT_REPLACED, TOO_CHEAP, says
from regalia.chain.provider import WAITING
from regalia.errors import RegaliaError

_TRIES = 3
_LOOK_FOR_IT = "It may be mined: look for it before sending it again."
_BACK = 50
"""Most blocks that are searched for a transaction of a nonce."""


class Signed(Protocol):
    """A signed transaction."""

    @property
    def raw_transaction(self) -> bytes: ...


class Signer(Protocol):
    """Whoever holds a key and signs: eth_account's ``LocalAccount``, or a wallet behind the same two names."""

    @property
    def address(self) -> ChecksumAddress: ...

    def sign_transaction(self, transaction_dict: Any) -> Signed: ...


Sender = ChecksumAddress | Signer
"""An address the node has unlocked, or a signer."""
Made = tuple[bytes | None, Callable[[], bytes]]
"""The hash of a transaction, where it is known before, and how it is given to the node."""


class Sending:
    """``hashes``: under which it may be mined, the latest offer last. ``offer`` is what it pays, None on a chain without a base fee."""

    def __init__(self, web3: Web3, transaction: TxParams, sender: Sender, action: str) -> None:
        self._web3, self._transaction, self._sender, self._action = web3, transaction, sender, action
        self._address = sender if isinstance(sender, str) else sender.address
        self._nonce, self._since, self._first = 0, 0, Offer.of(transaction)
        self.offer = self._first
        self.hashes: list[bytes] = []

    def hand_over(self) -> None:
        """Refused for its nonce or its fee, it is sent with others; that it was refused means that nobody has it.

        Raises ``ChainUnreachableError`` when nobody says what became of it, and what web3 raises of a refusal.
        """
        for left in reversed(range(_TRIES)):
            self._since = self._web3.eth.block_number
            self._nonce = self._web3.eth.get_transaction_count(self._address, "pending")
            if self.offer is not None:
                self._first = self.offer = self.offer.now(base_fee(self._web3))
            try:
                return self._hand_over(self._made())
            except Web3RPCError as error:
                if not (left and says(str(error), *NONCE_USED, *TOO_CHEAP)):
                    raise

    def push(self) -> None:
        """While it waits: another takes its place where the base fee is above the offer, and it is handed over again where no node has it
        any more. That this is refused, or not signed, is no harm.
        """
        former, dearer = self.offer, self._dearer()
        if dearer is None and any(map(self._find, self.hashes)):
            return
        self.offer = dearer or former
        try:
            self._hand_over(self._made() if dearer else self._latest)
        except (Web3RPCError, RegaliaError):
            self.offer = former

    def _dearer(self) -> Offer | None:
        if self.offer is None or self._first is None or (now := base_fee(self._web3)) <= self.offer.most:
            return None
        return self.offer.replacing(now, self._first)

    def _hand_over(self, made: Made) -> None:
        """The same bytes as often as it takes, and only while nobody has them."""
        self._latest = hash_, hand = made
        tried = False

        def question() -> bytes:
            nonlocal tried
            again, tried = tried, True
            if again and (found := self._find(hash_)):
                return found
            try:
                return hand()
            except ReadTimeout as error:
                raise NodeSilentError("ReadTimeout") from error
            except Web3RPCError as error:
                if says_busy(cast(Any, error.rpc_response) or {}):
                    raise NodeSilentError("busy") from error
                if says(str(error), *HAS_IT, *NONCE_USED, *NOT_REPLACED) and (found := self._find(hash_)):
                    return found
                if again:  # an answer was lost: this refusal may be because it is mined already, and the node lags
                    raise NodeSilentError(_said(error)) from error
                raise

        try:
            found = patiently(question, getattr(self._web3.provider, "patience", WAITING))
        except (ChainUnreachableError, TooLargeError) as error:
            self.hashes += [hash_] if hash_ else []
            raise ChainUnreachableError(
                f"{self._action}: {self._named(hash_)} was sent and the node did not answer ({_why(error)})",
                _LOOK_FOR_IT,
            ) from error
        self.hashes += [found] if found not in self.hashes else []

    def _made(self) -> Made:
        """At what is offered now."""
        transaction: TxParams = {**self._transaction, "nonce": Nonce(self._nonce)}
        if self.offer is not None:
            transaction = self.offer.put_into(transaction)
        if isinstance(self._sender, str):
            return None, lambda: bytes(self._web3.eth.send_transaction(transaction))
        raw = bytes(self._sender.sign_transaction(cast(dict[str, Any], transaction)).raw_transaction)
        return bytes(Web3.keccak(raw)), lambda: bytes(self._web3.eth.send_raw_transaction(raw))

    def _find(self, hash_: bytes | None) -> bytes | None:
        if hash_ is None:
            return self._find_by_nonce()
        try:
            self._web3.eth.get_transaction(cast(Any, hash_))
            return hash_
        except TransactionNotFound:
            return None

    def _find_by_nonce(self) -> bytes | None:
        """The account is the node's, which signs and tells no hash before."""
        head = self._web3.eth.block_number
        for which in ("pending", *range(head, max(self._since, head - _BACK), -1)):
            for found in self._transactions(which):
                if found["from"] == self._address and found["nonce"] == self._nonce and self._does_the_same(found):
                    return bytes(found["hash"])
        return None

    def _transactions(self, which: Any) -> Sequence[Any]:
        try:
            return self._web3.eth.get_block(which, full_transactions=True)["transactions"]
        except BlockNotFound:  # many nodes don't show what they have not mined
            return ()

    def _does_the_same(self, found: Any) -> bool:
        data = self._transaction.get("data", b"")
        return bytes(found["input"]) == (Web3.to_bytes(hexstr=data) if isinstance(data, str) else data)

    def _named(self, hash_: bytes | None) -> str:
        return f"transaction 0x{hash_.hex()}" if hash_ else f"transaction number {self._nonce} of {self._address}"


def _said(error: Web3RPCError) -> str:
    answer = (error.rpc_response or {}).get("error")
    return str(answer["message"] if isinstance(answer, dict) and "message" in answer else error)


def _why(error: RegaliaError) -> str:
    return error.why if isinstance(error, NodeSilentError) else error.message
