# SPDX-License-Identifier: Apache-2.0
"""A deal that is sold and live on a local chain, with a licensee that pays and three attestors of which two sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from eth_utils.crypto import keccak
from web3 import Web3
from web3.contract import Contract

from regalia.chain import deployer
from regalia.chain.devnet import Devnet
from regalia.chain.issuance import NOBODY
from regalia.chain.record import ContractRecord
from regalia.chain.transact import call, send
from regalia.domain.transfer_rules import TransferRules
from regalia.oracle.attestor import Attestation, Attestor
from regalia.oracle.mandate import Mandate
from regalia.oracle.quorum import Quorum
from regalia.oracle.relay import Relay
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.signing_record import SigningRecord
from regalia.oracle.stream import read_stream
from regalia.receipts import ReceiptsRow
from tests.domain.small_deals import PASS_THROUGH
from tests.oracle.stage import attest
from tests.support.platform import fixed_price
from tests.support.roles import key_of

USD = 10**6
WINDOW = 3_600
NAMES = ("servicer", "auditor", "bank")
SIGNERS: dict[str, LocalAccount] = {name: key_of(name) for name in NAMES}


def row(period: int, received: int, **changes: Any) -> ReceiptsRow:
    """A quarter's receipts of the pass-through deal; amounts in smallest units."""
    quarter = f"2024Q{period}"
    plain = ReceiptsRow(
        row=period + 1,
        payment_date=date(2024 + period // 4, 3 * (period % 4) + 1, 22),
        attributed_to=quarter,
        period=period,
        currency="USD",
        received=received,
        other_income=0,
        reserve_target=None,
        invoices=(("expenses", 10 * USD),),
    )
    return plain.model_copy(update=changes)


ROWS = (row(1, 100 * USD), row(2, 50 * USD, other_income=5 * USD), row(3, 70 * USD, reserve_target=20 * USD))


@dataclass(frozen=True)
class Market:
    """Everything on the chain, and who is who. The node has the keys of all but the attestors."""

    chain: Devnet
    platform: deployer.Platform
    made: deployer.MadeDeal
    token: Contract
    licensee: ChecksumAddress
    relayer: ChecksumAddress
    outsider: ChecksumAddress

    @property
    def web3(self) -> Web3:
        return self.chain.web3

    @property
    def mandate(self) -> Mandate:
        return Mandate(
            chain_id=self.chain.chain_id,
            oracle=self.known(self.platform.oracle),
            deal=self.known(self.made.deal),
            escrow=self.known(self.made.escrow),
            from_block=self.made.receipt["blockNumber"],
        )

    def known(self, address: ChecksumAddress) -> ContractRecord:
        return ContractRecord(address=address, code_hash="0x" + keccak(bytes(self.web3.eth.get_code(address))).hex())

    def attestor(
        self,
        name: str = "servicer",
        rows: tuple[ReceiptsRow, ...] = ROWS,
        mandate: Mandate | None = None,
        record: SigningRecord | None = None,
    ) -> Attestor:
        return Attestor(name, SIGNERS[name], mandate or self.mandate, PASS_THROUGH, rows, self.web3, record)

    def relay(self, sender: ChecksumAddress | None = None) -> Relay:
        return Relay(self.web3, self.platform.oracle, sender or self.relayer, self.mandate.from_block)

    def report(self, period: int = 1, **changes: Any) -> RoyaltyReport:
        report = RoyaltyReport.from_row(ROWS[period - 1], PASS_THROUGH, self.made.deal, epoch=1)
        return report.model_copy(update=changes)

    def signatures(self, report: RoyaltyReport, *names: str) -> bytes:
        """Of the attestors named, by default all, however few there are cash and evidence for."""
        given = [attest(report, self.mandate.domain, SIGNERS[name]) for name in names or NAMES]
        return self.encode(report, given)

    def encode(self, report: RoyaltyReport, attestations: list[Attestation]) -> bytes:
        quorum = Quorum.of(read_stream(self.web3, self.platform.oracle, self.made.deal))
        return quorum.encode(report, self.mandate.domain, attestations)

    def pay(self, amount: int) -> None:
        """The licensee pays royalties into the escrow."""
        escrow = deployer.contract(self.web3, "RoyaltyEscrow", self.made.escrow)
        send(self.web3, escrow.functions.payRoyalty(keccak(text="EMI"), amount, bytes(32)), self.licensee)

    def foreign_escrow(self) -> ChecksumAddress:
        """The escrow of another deal, whose cash counts for nothing here: the outsider says he is that deal."""
        registry, supervisor = self.platform.registry, self.platform.supervisor
        terms = (self.outsider, self.token.address, 1, registry, supervisor, b"", NOBODY)
        return deployer.deploy_contract(self.web3, "RoyaltyEscrow", self.outsider, *terms)

    def execute(self, report: RoyaltyReport) -> None:
        """Run the payment date of an accepted report, as soon as it may be."""
        deal = deployer.contract(self.web3, "Deal", self.made.deal)
        scheduled = call(self.web3, deal.functions.scheduledAt(report.period))
        self.chain.warp(max(scheduled, self.web3.eth.get_block("latest")["timestamp"] + WINDOW))
        send(self.web3, deal.functions.execute(report.as_tuple()), self.outsider)

    def settle(self, period: int, paid: int) -> RoyaltyReport:
        """A whole quarter: paid, reported, executed."""
        if paid:
            self.pay(paid)
        report = self.report(period)
        self.relay().submit(report, self.signatures(report))
        self.execute(report)
        return report


def sell_all(
    chain: Devnet,
    made: deployer.MadeDeal,
    token: Contract,
    investor: ChecksumAddress,
    outsider: ChecksumAddress,
) -> None:
    """One investor bids for everything; when the window is over an outsider closes and collects for him."""
    web3, offering = chain.web3, deployer.contract(chain.web3, "Offering", made.offering)
    send(web3, token.functions.mint(investor, 1_000 * USD), outsider)
    send(web3, token.functions.approve(made.offering, 1_000 * USD), investor)
    send(web3, offering.functions.subscribe(0, 0, 1_000), investor)
    chain.warp(call(web3, offering.functions.window())[1] + 1)
    send(web3, offering.functions.close(), outsider)
    send(web3, offering.functions.collect(0, 0, 0), outsider)


def open_market(chain: Devnet) -> Market:
    """Deploy, admit an investor, sell, close."""
    web3, (admin, issuer, trustee, investor, licensee, relayer, outsider) = chain.web3, chain.accounts[:7]
    platform = deployer.deploy_platform(web3, admin)
    token = deployer.contract(web3, "MockPaymentToken", deployer.deploy_contract(web3, "MockPaymentToken", admin))
    registry = deployer.contract(web3, "InvestorRegistry", platform.registry)
    send(web3, registry.functions.grantRole(keccak(text="AGENT_ROLE"), admin), admin)
    send(web3, registry.functions.admit(investor, 840, 2, 2**40 - 1), admin)
    request = deployer.DealRequest(
        terms_hash=keccak(text="terms"),
        program=PASS_THROUGH.pack(),
        payment_token=token.address,
        originator=issuer,
        payees=(trustee,),
        funding=(0,),
        facts=NOBODY,
        names=("Trust Units",),
        symbols=("TU",),
        offers=(fixed_price(1_000, USD),),
        opens=0,
        deadline=web3.eth.get_block("latest")["timestamp"] + 86_400,
        oracle=deployer.OracleRequest(
            threshold=2,
            dispute_window=WINDOW,
            missing_after_days=0,
            dispute_bond=0,
            attestors=tuple(sorted((a.address for a in SIGNERS.values()), key=lambda a: int(a, 16))),
            weights=(1,) * len(SIGNERS),
        ),
        meeting=b"",
        transfer_rules=(TransferRules().pack(),),
        countries=(b"",),
        tax_table=b"",
        tax_authority=NOBODY,
        salt=bytes(32),
    )
    made = deployer.create_deal(web3, platform, request, issuer)
    sell_all(chain, made, token, investor, outsider)
    send(web3, token.functions.mint(licensee, 2**100), admin)
    send(web3, token.functions.approve(made.escrow, 2**255), licensee)
    return Market(chain, platform, made, token, licensee, relayer, outsider)
