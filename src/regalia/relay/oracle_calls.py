# SPDX-License-Identifier: Apache-2.0
"""The oracle's interface as bytes, so that any node can be asked and the same bytes are signed."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from eth_typing import ChecksumAddress, HexStr
from eth_utils.address import to_checksum_address
from web3 import Web3
from web3.contract.contract import Contract

from regalia.chain.artefacts import load
from regalia.chain.decoding import Entry, decode_values
from regalia.oracle.restatement import Restatement
from regalia.oracle.stream import Latest
from regalia.oracle.typed_data import Signable
from regalia.relay.node import Reverted
from regalia.relay.nodes import AgreedChain, View


class OracleCalls:
    """One oracle, asked through an ``AgreedChain``."""

    def __init__(self, chain: AgreedChain, address: ChecksumAddress) -> None:
        self.address, self._chain = address, chain

    @staticmethod
    def submission(report: Signable, signatures: bytes) -> HexStr:
        """The call that hands it in."""
        function = "restate" if isinstance(report, Restatement) else "submit"
        data: HexStr = _interface().encode_abi(function, [report.as_tuple(), signatures])
        return data

    def latest(self, view: View, deal: str) -> Latest | Reverted:
        """The stream of a deal at the view's block."""
        data = _interface().encode_abi("latest", [to_checksum_address(deal)])
        answer = self._chain.agreed(
            view, f"stream of {deal}", lambda node: node.call({"to": self.address, "data": data}, view.height)
        )
        if isinstance(answer, Reverted):
            return answer
        told = decode_values(_outputs("latest"), answer)
        return Latest(told["period"], told["pending"], told["finalAt"], bytes(told["digest"]))


@functools.cache
def _interface() -> Contract:
    return Web3().eth.contract(address=to_checksum_address("0x" + "00" * 20), abi=load("RoyaltyOracle").abi)


@functools.cache
def _outputs(function: str) -> Sequence[Entry]:
    entries: Sequence[Any] = load("RoyaltyOracle").abi
    found: Sequence[Entry] = next(e["outputs"] for e in entries if (e["type"], e.get("name")) == ("function", function))
    return found
