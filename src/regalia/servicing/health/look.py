# SPDX-License-Identifier: Apache-2.0
"""A deal at one block, as everything about it is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from eth_typing import ChecksumAddress
from web3 import Web3
from web3.contract.contract import ContractFunction

from regalia.chain.deal_status import STATUSES
from regalia.chain.errors import ContractRevertedError
from regalia.chain.record import DeploymentRecord
from regalia.chain.transact import call
from regalia.domain.terms import Terms
from regalia.oracle.acceptance import accepted_report
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.stream import Latest, read_latest
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.health.finding import Finding, Level
from regalia.servicing.program_words import ProgramWords, read_program

DAY = 24 * 3600


@dataclass(frozen=True)
class Look:
    """``block`` and ``now`` are number and time of the block that all questions are asked at: ``web3`` has it as its default."""

    deal: DealContracts
    block: int
    now: int
    terms: Terms | None = None

    @property
    def web3(self) -> Web3:
        return self.deal.web3

    @property
    def record(self) -> DeploymentRecord:
        return self.deal.record

    @cached_property
    def status(self) -> str:
        return STATUSES[call(self.web3, self.deal.deal.functions.status())]

    @cached_property
    def period(self) -> int:
        """That of the next payment date."""
        return int(call(self.web3, self.deal.deal.functions.nextPeriod()))

    @cached_property
    def scheduled(self) -> int:
        """From which second on the next payment date can be executed."""
        return int(call(self.web3, self.deal.deal.functions.scheduledAt(self.period)))

    @cached_property
    def latest(self) -> Latest:
        return read_latest(self.web3, self.deal.oracle.address, self.deal.deal.address)

    @cached_property
    def report(self) -> RoyaltyReport | None:
        """The report that the next payment date works with; None as long as none is final."""
        if not self.latest.pending or self.latest.disputed or self.now < self.latest.final_at:
            return None
        oracle, deal = self.deal.oracle.address, self.deal.deal.address
        found = accepted_report(self.web3, oracle, deal, self.period, self.record.block_number)
        return found.report if found else None

    @cached_property
    def words(self) -> ProgramWords:
        return read_program(call(self.web3, self.deal.deal.functions.program()))

    def address(self, text: str) -> ChecksumAddress:
        return Web3.to_checksum_address(text)

    def refusal(self, act: ContractFunction) -> ContractRevertedError | None:
        """Why an act that is anybody's would be refused now; None when it would go through."""
        try:
            call(self.web3, act, self.address(self.record.deployer))
        except ContractRevertedError as error:
            return error
        return None

    def money(self, units: int) -> str:
        return f"{self.deal.money.format(units)} {self.deal.money.code}"

    def well(self, check: str, found: str, remedy: str = "") -> Finding:
        return Finding(check, Level.OK, found, remedy, block=self.block)

    def odd(self, check: str, found: str, remedy: str, act: str | None = None, **given: object) -> Finding:
        return Finding(check, Level.WARN, found, remedy, act, given, self.block)

    def broken(self, check: str, found: str, remedy: str, act: str | None = None, **given: object) -> Finding:
        return Finding(check, Level.FAIL, found, remedy, act, given, self.block)
