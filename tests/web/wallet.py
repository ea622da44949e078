# SPDX-License-Identifier: Apache-2.0
"""A wallet at the pages: it asks what to send, and sends or signs exactly that."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from fastapi.testclient import TestClient
from web3.types import TxReceipt

from regalia.chain.devnet import Devnet


@dataclass
class Wallet:
    """Of an account that the chain has unlocked, or of a ``key``. ``said`` is what its owner read last, in English."""

    client: TestClient
    chain: Devnet
    address: ChecksumAddress
    key: LocalAccount | None = None
    said: list[str] = field(default_factory=list)

    def prepared(self, act: str, **fields: object) -> dict[str, Any]:
        answer = self.client.get(f"/api/prepare/{act}", params={"from": self.address, **_text(fields)})
        assert answer.status_code == 200, answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        found: dict[str, Any] = answer.json()
        assert set(found["says"]) == {"en", "zh"} and found["says"]["en"] != found["says"]["zh"]
        self.said.append(found["says"]["en"])
        return found

    def does(self, act: str, **fields: object) -> TxReceipt:
        """Step after step; the last receipt."""
        while True:
            found = self.prepared(act, **fields)
            receipt = self.send(found["transaction"])
            assert receipt["status"] == 1
            if not found["more"]:
                return receipt

    def send(self, transaction: dict[str, Any]) -> TxReceipt:
        web3 = self.chain.web3
        if self.key is None:
            sent = web3.eth.send_transaction(transaction)  # type: ignore[arg-type]
        else:
            fees = {"maxFeePerGas": 10**11, "maxPriorityFeePerGas": 0, "chainId": web3.eth.chain_id}
            nonce = web3.eth.get_transaction_count(self.address)
            given = {name: part for name, part in transaction.items() if name != "from"}
            signed = self.key.sign_transaction({**given, **fees, "nonce": nonce, "type": 2})
            sent = web3.eth.send_raw_transaction(signed.raw_transaction)
        return web3.eth.wait_for_transaction_receipt(sent)

    def message(self, **fields: object) -> dict[str, Any]:
        """An order to sign, after the allowance it needs."""
        found = self.prepared("order", **fields)
        while found["more"]:
            self.send(found["transaction"])
            found = self.prepared("order", **fields)
        return found

    def signs(self, **fields: object) -> dict[str, Any]:
        """An order's file."""
        found = self.message(**fields)
        signature = self.chain.ask("eth_signTypedData_v4", self.address, found["typedData"])
        return {**found["file"], "signature": str(signature)}

    def refusal(self, act: str, **fields: object) -> str:
        """Why it is refused: message and hint."""
        return self.turned_away(act, 422, **fields)

    def turned_away(self, act: str, status: int, **fields: object) -> str:
        answer = self.client.get(f"/api/prepare/{act}", params={"from": self.address, **_text(fields)})
        assert answer.status_code == status, answer.text
        found = answer.json()
        assert set(found) == {"error", "hint"} and "Traceback" not in answer.text
        return f"{found['error']} {found['hint']}"


def _text(fields: dict[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in fields.items()}
