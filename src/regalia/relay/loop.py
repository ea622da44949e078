# SPDX-License-Identifier: Apache-2.0
"""The relay: one tick after the other, each of which may be the first after a crash."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import Any

from regalia.chain.connection import WrongNetworkError
from regalia.chain.transact import Signer
from regalia.errors import RegaliaError
from regalia.oracle.typed_data import SigningDomain, digest
from regalia.relay.checkpoints import Checkpoint, pass_by
from regalia.relay.desk import Desk
from regalia.relay.errors import NodesDisagreeError, NodeUnusableError, NodeWaitError
from regalia.relay.fees import FeePolicy
from regalia.relay.journal import Journal
from regalia.relay.log import Log
from regalia.relay.nodes import AgreedChain, View
from regalia.relay.nonces import Ledger
from regalia.relay.oracle_calls import OracleCalls
from regalia.relay.receipts import Receipts
from regalia.relay.reorganisations import Reorganisations
from regalia.relay.sending import Sending
from regalia.relay.source import SignedReport, WorkSource
from regalia.relay.standing import Standing
from regalia.relay.states import UNFINISHED, State
from regalia.relay.status import Status


class Relay:
    """Brings what ``source`` has ready on chain. ``deals``: whose reports it takes; ``checkpoint`` is told every step.

    The journal must be of this chain, oracle and signer.
    """

    def __init__(
        self,
        chain: AgreedChain,
        journal: Journal,
        signer: Signer,
        domain: SigningDomain,
        deals: Collection[str],
        source: WorkSource,
        policy: FeePolicy | None = None,
        from_block: int = 0,
        status: Status | None = None,
        log: Log | None = None,
        checkpoint: Checkpoint = pass_by,
    ) -> None:
        self.status = status or Status()
        self._chain, self._journal, self._source, self._domain = chain, journal, source, domain
        self._deals, self._checkpoint, self._log = frozenset(deals), checkpoint, log or Log()
        oracle = OracleCalls(chain, domain.oracle, from_block)
        self._desk = Desk(chain, oracle, journal, Ledger(journal), signer, policy or FeePolicy(), checkpoint)
        self._reorganisations, self._receipts = Reorganisations(self._desk), Receipts(self._desk)
        self._standing = Standing(self._desk)
        self._sending = Sending(self._desk, self._standing)
        self._taken: set[SignedReport] = set()
        self._disagreements = 0

    def tick(self) -> bool:
        """Everything that can be done now. False when the nodes had to be waited for, or contradict each other.

        Whatever the nodes do, it doesn't raise; the status tells. Raises ``JournalError``, as nothing is sent without a journal.
        """
        alarms = self._desk.alarms
        alarms.clear()
        facts: dict[str, Any] = {"waiting": ""}
        view: View | None = None
        try:
            self._checkpoint("start")
            view = self._chain.look()
            self._take(view)
            self._checkpoint("looked")
            if deep := self._reorganisations.look(view):
                alarms["deep-reorganisation"] = deep
            self._receipts.look(view)
            self._standing.judge(view)
            self._sending.intend(view)
            self._sending.push(view)
            self._checkpoint("end")
            facts["good"] = time.monotonic()
        except NodesDisagreeError as error:
            self._disagreements += 1
            alarms["nodes-disagree"] = error.message
        except WrongNetworkError as error:
            alarms["wrong-chain"] = error.message
        except (NodeWaitError, NodeUnusableError) as error:
            facts["waiting"] = error.message
        self._report(view, dict(alarms), facts)
        return not facts["waiting"] and "nodes-disagree" not in alarms and "wrong-chain" not in alarms

    def _take(self, view: View) -> None:
        """From the source into the journal."""
        try:
            ready = list(self._source.ready())
        except (RegaliaError, OSError) as error:
            self._log.tell("source", str(error))
            return
        for fault in self._source.faults:
            self._log.once("source", str(fault))
        for signed in ready:
            report = signed.report
            if signed in self._taken:
                continue
            self._taken.add(signed)
            if report.deal not in self._deals:
                self._log.once(
                    "source", f"report {report.period} of {report.deal}: no deal that is served; passed over"
                )
                continue
            signed_digest = digest(report, self._domain)
            self._checkpoint("before-taken")
            new = self._journal.add(
                signed.kind,
                report.deal,
                report.period,
                report.epoch,
                signed_digest,
                report.to_json(),
                signed.signatures,
                view.head.time,
            )
            self._checkpoint("after-taken")
            if new:
                self._log.tell("taken", f"{new}: digest 0x{signed_digest.hex()}")

    def _report(self, view: View | None, alarms: dict[str, str], facts: dict[str, Any]) -> None:
        works = self._journal.counts()
        if works.get(State.REFUSED, 0) != self.status.report.works.get(State.REFUSED, 0):
            self._taken.clear()  # what was passed over beside the refused one may come in now
        oldest = min(self._journal.works(*UNFINISHED), key=lambda work: work.found_at, default=None)
        attempts, replaced = self._desk.ledger.counts()
        if view:
            facts |= {"height": view.height, "chain_time": view.head.time, "lag": view.lag}
            facts["skew"] = int(time.time()) - view.head.time
        held = {str(self._journal.work(work)): words for work, words in self._desk.held.items()}
        self.status.update(
            alarms=alarms,
            held=held,
            works=works,
            oldest=str(oldest or ""),
            oldest_since=oldest.found_at if oldest else 0,
            attempts=attempts,
            replaced=replaced,
            reorganisations=self._journal.told("reorganised"),
            disagreements=self._disagreements,
            last_final=self._journal.last_final(),
            journal_bytes=self._journal.size(),
            **facts,
        )
        for name, words in alarms.items():
            self._log.once(f"alarm {name}", words)
        if facts["waiting"]:
            self._log.once("waiting", facts["waiting"])
