# SPDX-License-Identifier: Apache-2.0
"""An attestor with a row of receipts a period: signs a report only when its own row and the cash on chain say the same.

The one that reads statements and bank statements is ``DocumentAttestor``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.chain.logs import LogReader
from regalia.domain.program import Program
from regalia.oracle.acceptance import accepted_reports
from regalia.oracle.attestation import Attestation
from regalia.oracle.evidence import EvidenceMissingError, check_cash, check_evidence, paid_in
from regalia.oracle.mandate import Mandate
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.signing_record import SigningRecord
from regalia.oracle.stream import read_stream
from regalia.oracle.typed_data import SigningDomain, signable
from regalia.receipts.row import ReceiptsRow

__all__ = ["Attestation", "Attestor"]


class Attestor:
    """One of the deal's attestors, with evidence of its own: receipts it obtained itself, a row a period.

    Give it a node of its own as well: what one node tells all attestors is one source, not several.
    """

    def __init__(
        self,
        name: str,
        signer: LocalAccount,
        mandate: Mandate,
        program: Program,
        evidence: Iterable[ReceiptsRow],
        web3: Web3,
        record: SigningRecord | None = None,
    ) -> None:
        self.name = name
        self.address: ChecksumAddress = signer.address
        self._signer = signer
        self._mandate = mandate
        self._program = program
        self._evidence = {row.period: row for row in evidence}
        self._web3 = web3
        self._record = record or SigningRecord()

    def __repr__(self) -> str:
        return f"Attestor({self.name!r}, {self.address})"

    def propose(self, period: int) -> RoyaltyReport:
        """The report that its own evidence gives, for the signer set in force.

        Raises ``EvidenceMissingError``, ``ReportError``, ``ContractRevertedError`` and ``ChainUnreachableError``.
        """
        row = self._evidence.get(period)
        if row is None:
            raise EvidenceMissingError(period)
        deal = cast(ChecksumAddress, self._mandate.deal.address)
        epoch = read_stream(self._web3, self._mandate.domain.oracle, deal).epoch
        return RoyaltyReport.from_row(row, self._program, deal, epoch)

    def sign(self, report: RoyaltyReport, domain: SigningDomain) -> Attestation:
        """Sign a proposed report, for the oracle and chain it was proposed for, or refuse and say why.

        Raises, before anything is signed: ``WrongDomainError``, ``EvidenceMissingError``, ``EvidenceMismatchError``,
        ``UncoveredReportError``, ``AlreadySignedError``, ``SigningRecordError``, and what reading the chain raises.
        """
        self._mandate.check(self._web3, report, domain)
        own = self.propose(report.period)
        check_evidence(own, report)
        self._check_cash(report)
        self._record.claim(self.address, report, domain, epoch_in_force=own.epoch)
        return Attestation(self.address, bytes(self._signer.sign_message(signable(report, domain)).signature))

    def _check_cash(self, report: RoyaltyReport) -> None:
        oracle = self._mandate.domain.oracle
        escrow = cast(ChecksumAddress, self._mandate.escrow.address)
        events = LogReader(self._web3, [oracle, escrow], self._mandate.from_block).read()
        accepted = accepted_reports(events, oracle, cast(ChecksumAddress, report.deal))
        check_cash(report, paid_in(events, escrow), accepted)
