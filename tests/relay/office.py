# SPDX-License-Identifier: Apache-2.0
"""A relay with its journal, as tests start and stop it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from eth_account.signers.local import LocalAccount
from web3 import Web3

from regalia.relay.errors import SourceError
from regalia.relay.fees import GWEI, FeePolicy
from regalia.relay.journal import Journal
from regalia.relay.loop import Relay
from regalia.relay.nodes import AgreedChain
from regalia.relay.source import SignedReport, Unsigned, WorkSource
from regalia.relay.work import Work
from tests.relay.stage import DEPTH, RELAYER, Stage

POLICY = FeePolicy(ceiling=500 * GWEI, priority=GWEI, blocks=2, seconds=10**6)


class Ready:
    """A source that is a list."""

    def __init__(self, *signed: SignedReport) -> None:
        self.signed = list(signed)
        self.faults: tuple[SourceError, ...] = ()
        self.unsigned: tuple[Unsigned, ...] = ()

    def ready(self) -> list[SignedReport]:
        return list(self.signed)


class Office:
    """A relay with a journal, that can be stopped and started. Without ``source`` what was ``signed`` is ready."""

    def __init__(
        self,
        stage: Stage,
        path: Path,
        *signed: SignedReport,
        key: LocalAccount = RELAYER,
        nodes: tuple[Web3, Web3] | None = None,
        policy: FeePolicy = POLICY,
        source: WorkSource | None = None,
        deals: tuple[str, ...] = (),
        **options: Any,
    ) -> None:
        self.stage, self.path, self.key = stage, path, key
        self.source = source or Ready(*signed)
        first, second = nodes or (stage.web3, None)
        chain = AgreedChain(stage.identity, first, second, DEPTH)
        self.journal = Journal(path, stage.binding(key))
        self.relay = Relay(
            chain,
            self.journal,
            key,
            stage.domain,
            deals or stage.all_deals,
            self.source,
            policy,
            stage.from_block,
            **options,
        )

    def tick(self, times: int = 1, mine: bool = False) -> None:
        for _ in range(times):
            self.relay.tick()
            if mine:
                self.stage.chain.mine()

    def until(self, *states: str) -> None:
        """A chain mines a moment after it took a transaction, on a busy machine a longer one. No block is mined for it."""
        for _ in range(200):
            self.tick()
            if self.states() == list(states):
                return
            time.sleep(0.02)
        raise AssertionError(f"{self.states()} instead of {list(states)}")

    def finish(self) -> None:
        """Until everything that is under way is final."""
        self.tick(2 * DEPTH, mine=True)
        self.tick()

    def works(self) -> list[Work]:
        return self.journal.works()

    def states(self) -> list[str]:
        return [str(work.state) for work in self.works()]

    def told(self) -> list[str]:
        return [event for _, _, event, _ in self.journal.history()]

    def close(self) -> None:
        self.journal.close()


class CrashError(BaseException):
    """What a kill is to the code that runs."""


def crash_at(name: str) -> Callable[[str], None]:
    """A checkpoint at which the relay dies."""

    def reached(where: str) -> None:
        if where == name:
            raise CrashError

    return reached
