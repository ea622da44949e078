# SPDX-License-Identifier: Apache-2.0
"""What an oracle tells of a deal, as far as a relay listens."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eth_utils.crypto import keccak

from regalia.chain.artefacts import load
from regalia.chain.decoding import signature
from regalia.chain.events import decode_log
from regalia.relay.node import Log
from regalia.relay.work import Place

REPORT_ACCEPTED, REPORT_STRUCK = "ReportAccepted", "ReportStruck"
RESTATEMENT_ACCEPTED, RESTATEMENT_STRUCK = "RestatementAccepted", "RestatementStruck"
EPOCHS = ("SignersChanged", "SignaturesVoided", REPORT_STRUCK)
"""Each begins the epoch it names; the first one is 1."""
EVENTS = (REPORT_ACCEPTED, RESTATEMENT_ACCEPTED, RESTATEMENT_STRUCK, *EPOCHS)


@dataclass(frozen=True)
class Told:
    """An event of a deal, and where. Those of one deal are kept in their order."""

    name: str
    args: Mapping[str, Any]
    place: Place

    @classmethod
    def of(cls, log: Log) -> Told:
        """Raises ``LogError``."""
        name, args = decode_log(log.topics, log.data)
        return cls(name, args, Place(log.block, log.block_hash, log.transaction))


@functools.cache
def topics() -> tuple[str, ...]:
    """The first topics of all of these."""
    entries: Sequence[Any] = load("RoyaltyOracle").abi
    found = {entry["name"]: entry for entry in entries if entry["type"] == "event"}
    return tuple("0x" + keccak(text=signature(found[name])).hex() for name in EVENTS)


def topic_of(deal: str) -> str:
    """A deal as the second topic."""
    return "0x" + deal[2:].lower().rjust(64, "0")
