# SPDX-License-Identifier: Apache-2.0
"""Signed bytes under a nonce, written down before anybody has them."""

from __future__ import annotations

from typing import Any

from eth_typing import HexStr
from eth_utils.crypto import keccak

from regalia.relay.desk import Desk
from regalia.relay.fees import GWEI
from regalia.relay.node import Reverted
from regalia.relay.nodes import View
from regalia.relay.nonces import Slot
from regalia.relay.work import Attempt, Fees, Work

_MOST_GAS = 2**24
"""Of one transaction (EIP-7825)."""
_PLAIN_GAS = 21_000
_MOST_FAILED = 5
"""Attempts at the same that were mined and failed, before a person has to look."""


class Intents:
    """Each makes one, or says by an alarm why not."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def first(self, view: View, work: Work) -> Attempt | None:
        """The work, under the lowest nonce that is not used."""
        desk = self._desk
        failed = sum(attempt.succeeded is False for attempt in desk.ledger.of(work))
        if failed >= _MOST_FAILED:
            desk.alarms["failing"] = f"{work}: {failed} transactions were mined and failed"
            return None
        fees = desk.policy.first(view.head.base_fee)
        if fees is None:
            self._above_ceiling(view, f"{work} waits")
            return None
        data = desk.oracle.submission(work.report, work.signatures)
        call = {"from": desk.sender, "to": desk.oracle.address, "data": data}
        estimates = []
        for node in desk.chain.nodes:
            estimate = node.estimate(call)
            if isinstance(estimate, Reverted):  # the chain went on since the view
                return None
            estimates.append(estimate)
        # what is not used costs nothing
        gas = min(2 * max(estimates) + 50_000, _MOST_GAS, view.head.gas_limit)
        return self._signed(view, desk.ledger.lowest_unused(desk.mined_count(view)), work, data, gas, fees)

    def again(self, view: View, slot: Slot, work: Work | None) -> Attempt | None:
        """The same under the same nonce, for a higher fee."""
        desk, newest = self._desk, slot.newest
        fees = desk.policy.replacing(newest.fees, view.head.base_fee)
        if fees is None:
            self._above_ceiling(view, f"nonce {slot.nonce} is stuck")
            return None
        if newest.work is None or work is None:
            return self._signed(view, slot.nonce, None, HexStr("0x"), newest.gas, fees)
        data = desk.oracle.submission(work.report, work.signatures)
        return self._signed(view, slot.nonce, work, data, newest.gas, fees)

    def nothing(self, view: View, nonce: int, slot: Slot | None = None) -> Attempt | None:
        """Use a nonce up by a transaction that does nothing: its work would fail, or there is none and others wait above."""
        policy, base_fee = self._desk.policy, view.head.base_fee
        fees = policy.replacing(slot.newest.fees, base_fee) if slot else policy.first(base_fee)
        if fees is None:
            self._above_ceiling(view, f"nonce {nonce} can't be closed")
            return None
        return self._signed(view, nonce, None, HexStr("0x"), _PLAIN_GAS, fees)

    def _signed(self, view: View, nonce: int, work: Work | None, data: HexStr, gas: int, fees: Fees) -> Attempt:
        desk = self._desk
        transaction: dict[str, Any] = {
            "type": 2,
            "chainId": desk.chain.identity.chain_id,
            "nonce": nonce,
            "to": desk.oracle.address if work else desk.sender,
            "value": 0,
            "data": data,
            "gas": gas,
            "maxFeePerGas": fees.most,
            "maxPriorityFeePerGas": fees.priority,
        }
        raw = bytes(desk.signer.sign_transaction(transaction).raw_transaction)
        desk.checkpoint("before-intent")
        attempt = desk.ledger.intend(nonce, raw, "0x" + keccak(raw).hex(), gas, fees, work, view.head.time)
        desk.checkpoint("after-intent" if work else "after-close")
        return attempt

    def _above_ceiling(self, view: View, what: str) -> None:
        base_fee, ceiling = view.head.base_fee / GWEI, self._desk.policy.ceiling / GWEI
        self._desk.alarms["fee-ceiling"] = f"{what}: the base fee is {base_fee:g} gwei, the ceiling {ceiling:g}"
