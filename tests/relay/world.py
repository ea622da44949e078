# SPDX-License-Identifier: Apache-2.0
"""What happens to a relay's chain while it runs: payment dates, offices, other people, reorganisations, fees, lost transactions."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection
from pathlib import Path

from regalia.chain import deployer
from regalia.chain.transact import call
from regalia.oracle.restatement import Restatement
from regalia.relay.fees import GWEI
from regalia.relay.work import REPORT, RESTATEMENT
from tests.relay.attestors import Attestors
from tests.relay.court import Court
from tests.relay.stage import DEPTH, RELAYER, Stage
from tests.relay.streams import Stream, now, send_off, stream_of

_LEADS_TO = {
    "lost": "_reorganise",
    "before-gone": "_reorganise",
    "after-gone": "_reorganise",
    "foreign": "_foreign",
    "before-again": "_foreign",
    "after-again": "_foreign",
    "before-struck": "_dispute",
    "after-struck": "_dispute",
    "condemned": "_void",
    "refused": "_void",
    "after-close": "_void",
}
"""To steps of the relay that are seldom: what makes them likelier."""


class World:
    def __init__(self, stage: Stage, folder: Path, rng: random.Random) -> None:
        self.stage, self._market, self._rng = stage, stage.market, rng
        self.events: Counter[str] = Counter()
        self.attestors = Attestors(stage, folder, rng)
        self._court = Court(stage, rng, self.events)
        self._floor = stage.web3.eth.block_number
        self._deal = deployer.contract(stage.web3, "Deal", self._market.made.deal).functions

    def step(self, quiet: bool = False, wanted: Collection[str] = ()) -> None:
        """A moment: with ``quiet`` only what has to go on. ``wanted``: steps of the relay that should come about."""
        in_court = self._court.go_on(stream_of(self.stage, self.stage.disputable))
        for deal in self.stage.all_deals:
            stream = stream_of(self.stage, deal)
            self.attestors.go_on(stream, quiet)
            # a payment date takes a quarter, and offices have days: they come first
            waits = in_court and deal in (self._market.made.deal, self.stage.disputable)
            if stream.latest.pending and not waits and (quiet or self._rng.random() < 0.5):
                self._execute(stream)
        if not quiet:
            likelier = {_LEADS_TO[name] for name in wanted if name in _LEADS_TO}
            for name, chance in _HAPPENINGS.items():
                if self._rng.random() < (0.4 if name in likelier else chance):
                    getattr(self, name)()
        if quiet or self._rng.random() < 0.7:
            self.stage.chain.mine(1 if quiet else self._rng.choice((1, 1, 2, 3)))

    def _execute(self, stream: Stream) -> None:
        """What was accepted is paid, sometimes late."""
        report = self.attestors.accepted(stream.latest.digest)
        assert not isinstance(report, Restatement)
        due = stream.latest.final_at
        if stream.deal == self._market.made.deal:
            due = max(due, call(self.stage.web3, self._deal.scheduledAt(report.period)))
        if now(self.stage) < due:
            self.stage.rpc("evm_setNextBlockTimestamp", due)
        if stream.deal == self._market.made.deal:
            send_off(self._deal.execute(report.as_tuple()), self._market.outsider)
        else:
            send_off(self.stage.functions.consume(report.as_tuple()), stream.deal)

    def _reorganise(self) -> None:
        """Never deeper than the relay looks, and never the blocks in which the stage was set up."""
        blocks = min(self._rng.randint(1, DEPTH), self.stage.web3.eth.block_number - self._floor)
        if blocks > 0:
            self.stage.reorganise(blocks)
            self.events["reorganisations"] += 1
            self.events["blocks reorganised"] += blocks

    def _drop(self) -> None:
        pool = self.stage.rpc("txpool_content")
        waiting = [tx["hash"] for kind in pool.values() for tx in kind.get(RELAYER.address.lower(), {}).values()]
        if waiting:
            self.stage.rpc("anvil_dropTransaction", self._rng.choice(waiting))
            self.events["transactions dropped"] += 1

    def _dearer(self) -> None:
        self.stage.rpc("anvil_setNextBlockBaseFeePerGas", hex(self._rng.randint(1, 60) * GWEI))
        self.events["base fee jumps"] += 1

    def _foreign(self) -> None:
        """The relay's key is used elsewhere."""
        self.events["foreign transactions"] += self.stage.foreign(self.stage.count(RELAYER.address))

    def _somebody_else(self) -> None:
        stream = stream_of(self.stage, self._rng.choice(self.stage.all_deals))
        if chosen := self.attestors.next_of(stream, self._rng.choice((REPORT, RESTATEMENT))):
            send_off(self.stage.handing_in(chosen), self._market.outsider)
            self.events["handed in by others"] += 1

    def _another_report(self) -> None:
        """A quorum that signs two reports of one period, and hands the second one in itself."""
        stream = stream_of(self.stage, self._rng.choice(self.stage.deals))
        if chosen := self.attestors.next_of(stream, REPORT):
            send_off(self.stage.handing_in(self.attestors.rival_of(chosen)), self._market.outsider)
            self.events["second reports"] += 1

    def _void(self) -> None:
        send_off(self.stage.functions.voidSignatures(self._rng.choice(self.stage.all_deals)), self.stage.governor)
        self.events["signatures made void"] += 1

    def _dispute(self) -> None:
        self._court.dispute(stream_of(self.stage, self.stage.disputable))


_HAPPENINGS = {
    "_reorganise": 0.25,
    "_drop": 0.2,
    "_dearer": 0.15,
    "_foreign": 0.06,
    "_somebody_else": 0.08,
    "_another_report": 0.05,
    "_void": 0.04,
    "_dispute": 0.15,
}
