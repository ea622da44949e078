# SPDX-License-Identifier: Apache-2.0
"""What happens to a relay's chain while it runs: payment dates, other people, reorganisations, fees, transactions that go missing."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

from eth_typing import ChecksumAddress

from regalia.chain import deployer
from regalia.chain.transact import call
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.stream import Latest
from regalia.relay.fees import GWEI
from regalia.relay.source import SignedReport, write_document
from tests.relay.stage import DEPTH, RELAYER, Stage

_RICH = {"maxFeePerGas": 10_000 * GWEI, "maxPriorityFeePerGas": GWEI, "gas": 1_000_000}
"""Nothing of the others ever waits for its fee."""


class World:
    """``signed``: every report the attestors signed, by deal and period; ``disputed``: of which they signed a second one."""

    def __init__(self, stage: Stage, folder: Path, rng: random.Random) -> None:
        self.stage, self._market, self._folder, self._rng = stage, stage.market, folder, rng
        self.signed: dict[tuple[str, int], SignedReport] = {}
        self.disputed: set[tuple[str, int]] = set()
        self.events: Counter[str] = Counter()
        self._floor = stage.web3.eth.block_number
        self._oracle = deployer.contract(stage.web3, "RoyaltyOracle", stage.oracle).functions
        self._deal = deployer.contract(stage.web3, "Deal", self._market.made.deal).functions

    def step(self, quiet: bool = False) -> None:
        """A moment: with ``quiet`` only what has to go on."""
        for deal in self.stage.all_deals:
            self._go_on(deal, quiet)
        if not quiet:
            for chance, happening in (
                (0.25, self._reorganise),
                (0.2, self._drop),
                (0.15, self._dearer),
                (0.06, self._foreign),
                (0.06, self._somebody_else),
                (0.05, self._another_report),
            ):
                if self._rng.random() < chance:
                    happening()
        if quiet or self._rng.random() < 0.7:
            self.stage.chain.mine(1 if quiet else self._rng.choice((1, 1, 2, 3)))

    def _go_on(self, deal: ChecksumAddress, quiet: bool) -> None:
        """Sign what comes next, a period ahead; execute what was accepted, sometimes late."""
        latest = Latest(*self._oracle.latest(deal).call())
        for period in (latest.period + 1, latest.period + 2):
            if not quiet and (deal, period) not in self.signed:
                self.signed[deal, period] = signed = self._sign(deal, period)
                write_document(self._folder, signed)
        if latest.pending and (quiet or self._rng.random() < 0.5):
            report = self._accepted(deal, latest.period)
            if deal == self._market.made.deal:
                due = max(call(self.stage.web3, self._deal.scheduledAt(report.period)), latest.final_at)
                now = self.stage.web3.eth.get_block("latest")["timestamp"]
                if now < due:
                    self.stage.rpc("evm_setNextBlockTimestamp", due)
                self._send(self._deal.execute(report.as_tuple()), self._market.outsider)
            else:
                self._send(self._oracle.consume(report.as_tuple()), deal)

    def _sign(self, deal: ChecksumAddress, period: int) -> SignedReport:
        if deal != self._market.made.deal:
            return self.stage.signed(period, deal)
        report = self._market.report(1).model_copy(update={"period": period})
        return SignedReport(report, self._market.signatures(report, "servicer", "bank"))

    def _accepted(self, deal: str, period: int) -> RoyaltyReport:
        """The report the oracle keeps: ours, or the other one."""
        events = deployer.contract(self.stage.web3, "RoyaltyOracle", self.stage.oracle).events.ReportAccepted
        (log,) = events.get_logs(from_block=self.stage.from_block, argument_filters={"deal": deal, "period": period})
        return self.signed[deal, period].report.model_copy(update={"received": log["args"]["received"]})

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
        if chosen := self._due():
            self._send(self._oracle.submit(chosen.report.as_tuple(), chosen.signatures), self._market.outsider)
            self.events["handed in by others"] += 1

    def _another_report(self) -> None:
        """A quorum that signs two reports of one period, and hands the second one in itself."""
        if (chosen := self._due()) and chosen.report.deal != self._market.made.deal:
            other = self.stage.sign(chosen.report.model_copy(update={"received": 3}))
            self._send(self._oracle.submit(other.report.as_tuple(), other.signatures), self._market.outsider)
            self.disputed.add((chosen.report.deal, chosen.report.period))
            self.events["second reports"] += 1

    def _due(self) -> SignedReport | None:
        deal = self._rng.choice(self.stage.all_deals)
        latest = Latest(*self._oracle.latest(deal).call())
        return None if latest.pending else self.signed.get((deal, latest.period + 1))

    def _send(self, function: Any, sender: str) -> None:
        """Not waited for: it is mined with the next block, or dropped by a reorganisation and sent again when it is missed."""
        function.transact({"from": sender, **_RICH})
