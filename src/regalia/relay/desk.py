# SPDX-License-Identifier: Apache-2.0
"""What every part of the relay works with."""

from __future__ import annotations

from dataclasses import dataclass, field

from eth_typing import ChecksumAddress

from regalia.chain.transact import Signer
from regalia.relay.checkpoints import Checkpoint, pass_by
from regalia.relay.chronicle import Chronicle
from regalia.relay.fees import FeePolicy
from regalia.relay.journal import Journal
from regalia.relay.nodes import AgreedChain, View
from regalia.relay.nonces import Ledger
from regalia.relay.oracle_calls import OracleCalls
from regalia.relay.source import Unsigned
from regalia.relay.work import Place


@dataclass(frozen=True)
class Desk:
    """``alarms`` are of the present tick; ``held``: work the oracle doesn't take yet, by its id, and the oracle's words; ``unsigned``:
    what has too few signatures yet.
    """

    chain: AgreedChain
    oracle: OracleCalls
    chronicle: Chronicle
    journal: Journal
    ledger: Ledger
    signer: Signer
    policy: FeePolicy
    checkpoint: Checkpoint = pass_by
    alarms: dict[str, str] = field(default_factory=dict)
    held: dict[int, str] = field(default_factory=dict)
    unsigned: list[Unsigned] = field(default_factory=list)

    @property
    def sender(self) -> ChecksumAddress:
        return self.signer.address

    def mined_count(self, view: View, block: int | None = None) -> int:
        """How many of the relay's nonces are used up after the view's block, or an earlier one."""
        at = view.height if block is None else block
        sender = self.sender
        return self.chain.agreed(view, f"nonces of {sender}", lambda node: node.mined_count(sender, at))

    def is_deep(self, view: View, place: Place) -> bool:
        return view.height - place.block >= self.chain.depth
