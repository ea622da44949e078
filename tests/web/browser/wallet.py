# SPDX-License-Identifier: Apache-2.0
"""Somebody's wallet: what its window would ask and its key would sign. The keys are the local chain's own."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eth_typing import ChecksumAddress
from playwright.sync_api import BrowserContext

from regalia.chain.devnet import Devnet, DevnetError

STUB = (Path(__file__).parent / "wallet_stub.js").read_text(encoding="utf-8")
RDNS = "test.wallet"
REFUSED, UNKNOWN_METHOD, FAILED = 4001, 4200, -32603
_PASSED_ON = {"eth_getTransactionReceipt", "eth_blockNumber", "eth_call", "eth_estimateGas"}


@dataclass
class Wallet:
    """``refuses`` what it is asked to sign; ``network`` is the chain it is on; ``asked`` what pages wanted of it, in order."""

    chain: Devnet
    account: ChecksumAddress
    network: int
    refuses: bool = False
    asked: list[str] = field(default_factory=list)

    def into(self, context: BrowserContext) -> None:
        context.expose_binding("walletAsked", lambda _, method, params: self.answer(method, params))
        context.add_init_script(STUB)

    def answer(self, method: str, params: list[Any]) -> dict[str, Any]:
        self.asked.append(method)
        try:
            return {"result": self._done(method, params)}
        except WalletError as error:
            return {"error": {"code": error.code, "message": str(error)}}
        except DevnetError as error:
            return {"error": {"code": FAILED, "message": error.message}}

    def _done(self, method: str, params: list[Any]) -> Any:
        match method:
            case "eth_requestAccounts" | "eth_accounts":
                return [self.account]
            case "eth_chainId":
                return hex(self.network)
            case "wallet_switchEthereumChain":
                self.network = int(params[0]["chainId"], 16)
                return None
            case "eth_sendTransaction":
                self._agree(params[0]["from"])
                return self.chain.ask(method, params[0])
            case "eth_signTypedData_v4":
                self._agree(params[0])
                return "0x" + self.chain.sign_typed_data(self.account, json.loads(params[1])).hex()
            case _ if method in _PASSED_ON:
                return self.chain.ask(method, *params)
        raise WalletError(UNKNOWN_METHOD, f"this wallet does not know {method}")

    def _agree(self, signer: str) -> None:
        if self.refuses:
            raise WalletError(REFUSED, "User rejected the request.")
        if signer.lower() != self.account.lower() or self.network != self.chain.chain_id:
            raise WalletError(UNKNOWN_METHOD, "another account, or another chain")


class WalletError(Exception):
    """As EIP-1193 has it."""

    def __init__(self, code: int, said: str) -> None:
        super().__init__(said)
        self.code = code
