# SPDX-License-Identifier: Apache-2.0
"""The oracle's interface as bytes, so that any node can be asked and the same bytes are signed."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from eth_abi.abi import encode
from eth_typing import ChecksumAddress, HexStr
from eth_utils.abi import collapse_if_tuple
from eth_utils.crypto import keccak

from regalia.chain.artefacts import load
from regalia.chain.decoding import Entry, decode_values, signature
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
        return _call("restate" if isinstance(report, Restatement) else "submit", report.as_tuple(), signatures)

    def latest(self, view: View, deal: str) -> Latest | Reverted:
        """The stream of a deal at the view's block."""
        data = _call("latest", deal)
        answer = self._chain.agreed(
            view, f"stream of {deal}", lambda node: node.call({"to": self.address, "data": data}, view.height)
        )
        if isinstance(answer, Reverted):
            return answer
        told = decode_values(_entry("latest")["outputs"], answer)
        return Latest(told["period"], told["pending"], told["finalAt"], bytes(told["digest"]))


def _call(function: str, *values: Any) -> HexStr:
    """Without web3's own encoder, which takes milliseconds for a call that is made at every look."""
    entry = _entry(function)
    types = [collapse_if_tuple(dict(declared)) for declared in entry["inputs"]]
    return HexStr("0x" + (keccak(text=signature(entry))[:4] + encode(types, values)).hex())


@functools.cache
def _entry(function: str) -> Entry:
    entries: Sequence[Any] = load("RoyaltyOracle").abi
    found: Entry = next(e for e in entries if (e["type"], e.get("name")) == ("function", function))
    return found
