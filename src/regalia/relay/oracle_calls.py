# SPDX-License-Identifier: Apache-2.0
"""The oracle's interface as bytes, so that any node can be asked and the same bytes are signed."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eth_typing import ChecksumAddress, HexStr
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak
from web3 import Web3
from web3.contract.contract import Contract

from regalia.chain.artefacts import load
from regalia.chain.decoding import Entry, decode_values, signature
from regalia.chain.events import decode_log
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.stream import Latest
from regalia.relay.node import Log, Node, Reverted
from regalia.relay.nodes import AgreedChain, View

_TOLD = ("ReportAccepted", "ReportStruck", "ReportMissing")
"""What is told of a deal's period; each has both of them in its topics."""
_CHUNK = 5_000
"""Blocks whose logs are asked for at once."""


@dataclass(frozen=True)
class Told:
    """A report as the oracle told of its acceptance."""

    log: Log
    args: dict[str, Any]

    def is_of(self, report: RoyaltyReport) -> bool:
        """Whether it says the same; the signer set is not in the event."""
        told = self.args
        return (report.received, report.other_income, report.has_target, report.reserve_target) == (
            told["received"],
            told["otherIncome"],
            told["hasTarget"],
            told["reserveTarget"],
        ) and (report.invoices, report.evidence_root) == (told["invoices"], told["evidenceRoot"])


class OracleCalls:
    """One oracle, asked through an ``AgreedChain``. ``from_block``: in which the oldest deal served was made, or one before it."""

    def __init__(self, chain: AgreedChain, address: ChecksumAddress, from_block: int) -> None:
        self.address, self._chain, self._from_block = address, chain, from_block

    @staticmethod
    def submission(report: RoyaltyReport, signatures: bytes) -> HexStr:
        data: HexStr = _interface().encode_abi("submit", [report.as_tuple(), signatures])
        return data

    def latest(self, view: View, deal: str) -> Latest | Reverted:
        """The stream of a deal at the view's block."""
        data = _interface().encode_abi("latest", [to_checksum_address(deal)])
        answer = self._chain.agreed(
            view, f"stream of {deal}", lambda node: node.call({"to": self.address, "data": data}, view.height)
        )
        if isinstance(answer, Reverted):
            return answer
        told = decode_values(_entry("function", "latest")["outputs"], answer)
        return Latest(told["period"], told["pending"], told["finalAt"], bytes(told["digest"]))

    def accepted(self, view: View, deal: str, period: int) -> Told | None:
        """The acceptance of a period that stands at the view's block: looked for backwards, as it is seldom long ago.

        None when the last that was told of the period is that its report was struck, or that an empty one stands in for it.
        """
        topics = [[_topic(name) for name in _TOLD], "0x" + deal[2:].lower().rjust(64, "0"), f"0x{period:064x}"]
        last = view.height
        while last >= self._from_block:
            first = max(last - _CHUNK + 1, self._from_block)

            def ask(node: Node, first: int = first, last: int = last) -> tuple[Log, ...]:
                return node.logs(self.address, topics, first, last)

            if found := self._chain.agreed(view, f"acceptance of period {period} of {deal}", ask):
                log = max(found, key=lambda log: (log.block, log.index))
                name, args = decode_log(log.topics, log.data)
                return Told(log, args) if name == _TOLD[0] else None
            last = first - 1
        return None


@functools.cache
def _interface() -> Contract:
    return Web3().eth.contract(address=to_checksum_address("0x" + "00" * 20), abi=load("RoyaltyOracle").abi)


@functools.cache
def _topic(event: str) -> str:
    return "0x" + keccak(text=signature(_entry("event", event))).hex()


@functools.cache
def _entry(kind: str, name: str) -> Entry:
    entries: Sequence[Any] = load("RoyaltyOracle").abi
    found: Entry = next(entry for entry in entries if entry["type"] == kind and entry["name"] == name)
    return found
