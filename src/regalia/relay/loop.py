# SPDX-License-Identifier: Apache-2.0
"""The relay: one tick after the other, each of which may be the first after a crash."""

from __future__ import annotations

from collections.abc import Collection

from regalia.chain.connection import WrongNetworkError
from regalia.chain.events import LogError
from regalia.chain.nodes_disagree import NodesDisagreeError
from regalia.chain.transact import Signer
from regalia.oracle.typed_data import SigningDomain
from regalia.relay.checkpoints import Checkpoint, pass_by
from regalia.relay.chronicle import Chronicle
from regalia.relay.desk import Desk
from regalia.relay.errors import NodeUnusableError, NodeWaitError
from regalia.relay.fees import FeePolicy
from regalia.relay.intake import Intake
from regalia.relay.journal import Journal
from regalia.relay.log import Log
from regalia.relay.nodes import AgreedChain, View
from regalia.relay.nonces import Ledger
from regalia.relay.oracle_calls import OracleCalls
from regalia.relay.receipts import Receipts
from regalia.relay.reorganisations import Reorganisations
from regalia.relay.sending import Sending
from regalia.relay.source import WorkSource
from regalia.relay.standing import Standing
from regalia.relay.status import Status
from regalia.relay.telling import Telling
from regalia.relay.trial import Trial


class Relay:
    """Brings what ``source`` has ready on chain. ``deals``: whose it takes; ``from_block``: in which the oldest of them was made, or one
    before it; ``checkpoint`` is told every step.

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
        self.status, log = status or Status(), log or Log()
        oracle = OracleCalls(chain, domain.oracle)
        chronicle = Chronicle(chain, journal, domain.oracle, deals, from_block, checkpoint)
        desk = Desk(chain, oracle, chronicle, journal, Ledger(journal), signer, policy or FeePolicy(), checkpoint)
        self._desk = desk
        self._intake = Intake(desk, source, domain, deals, log)
        self._reorganisations, self._receipts = Reorganisations(desk), Receipts(desk)
        trial = Trial(desk)
        self._standing = Standing(desk, trial)
        self._sending = Sending(desk, self._standing, trial)
        self._telling = Telling(desk, self.status, log)

    def tick(self) -> bool:
        """Everything that can be done now. False when nodes have to be waited for, or one of them can't be right.

        Whatever nodes do, it doesn't raise; the status tells. Raises ``JournalError``: without a journal nothing is sent.
        """
        alarms, waiting = self._desk.alarms, ""
        view: View | None = None
        alarms.clear()
        try:
            self._desk.checkpoint("start")
            view = self._desk.chain.look()
            self._pass(view)
            self._desk.checkpoint("end")
        except NodesDisagreeError as error:
            waiting = alarms["nodes-disagree"] = error.message
        except WrongNetworkError as error:
            waiting = alarms["wrong-chain"] = error.message
        except (NodeWaitError, NodeUnusableError, LogError) as error:
            waiting = error.message
        self._telling.tell(view, waiting)
        return not waiting

    def _pass(self, view: View) -> None:
        """What is known is looked at before anything is sent, and what is sent is written down before."""
        self._intake.take(view)
        self._desk.checkpoint("looked")
        if deep := self._reorganisations.look(view):
            self._desk.alarms["deep-reorganisation"] = deep
        self._desk.chronicle.follow(view)
        self._receipts.look(view)
        self._standing.judge(view)
        self._sending.intend(view)
        self._sending.push(view)
