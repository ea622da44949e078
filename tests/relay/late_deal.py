# SPDX-License-Identifier: Apache-2.0
"""A live deal on the stage's oracle whose terms say when a report is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eth_typing import ChecksumAddress
from eth_utils.crypto import keccak

from regalia.chain import deployer
from regalia.chain.issuance import NOBODY
from regalia.chain.transact import call, send
from regalia.domain.transfer_rules import TransferRules
from regalia.oracle.quorum import encode_signatures
from regalia.oracle.report import RoyaltyReport
from regalia.relay.source import SignedReport
from tests.domain.small_deals import PASS_THROUGH
from tests.oracle.market import SIGNERS, USD, sell_all
from tests.oracle.stage import attest
from tests.relay.stage import WINDOW, Stage
from tests.support.platform import fixed_price

DAYS = 5
GRACE = 3 * 86_400


@dataclass(frozen=True)
class LateDeal:
    """Two of three attestors sign."""

    stage: Stage
    address: ChecksumAddress

    @property
    def _functions(self) -> Any:
        return deployer.contract(self.stage.web3, "Deal", self.address).functions

    @property
    def missing_at(self) -> int:
        """When anybody may declare the first report missing."""
        return int(call(self.stage.web3, self._functions.scheduledAt(1))) + DAYS * 86_400

    def declare_missing(self) -> None:
        self.stage.chain.warp(self.missing_at)
        send(self.stage.web3, self.stage.functions.declareMissing(self.address), self.stage.market.outsider)

    def execute(self, report: RoyaltyReport) -> None:
        """The payment date, once the report is final."""
        final_at = call(self.stage.web3, self.stage.functions.latest(self.address))[2]
        now = self.stage.web3.eth.get_block("latest")["timestamp"]
        self.stage.chain.warp(max(final_at, now) + 1)
        send(self.stage.web3, self._functions.execute(report.as_tuple()), self.stage.market.outsider)

    def report(self, received: int = 100 * USD) -> RoyaltyReport:
        return self.stage.report(1, self.address, received=received, other_income=0, invoices=(10 * USD,))

    @property
    def nothing(self) -> RoyaltyReport:
        """What stands in for a missing report."""
        return self.stage.report(1, self.address, received=0, other_income=0, invoices=(0,), evidence_root=bytes(32))

    def signed(self) -> SignedReport:
        signers = sorted(SIGNERS.values(), key=lambda key: int(key.address, 16))[:2]
        given = [attest(self.report(), self.stage.domain, signer) for signer in signers]
        return SignedReport(self.report(), encode_signatures(given))


def open_late_deal(stage: Stage) -> LateDeal:
    """Made, sold to the market's investor, live."""
    web3, market, (issuer, trustee, investor) = stage.web3, stage.market, stage.chain.accounts[1:4]
    request = deployer.DealRequest(
        terms_hash=keccak(text="terms of a deal that does not wait"),
        program=PASS_THROUGH.pack(),
        payment_token=market.token.address,
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
            missing_after_days=DAYS,
            dispute_bond=0,
            attestors=tuple(sorted((a.address for a in SIGNERS.values()), key=lambda a: int(a, 16))),
            weights=(1,) * len(SIGNERS),
        ),
        meeting=b"",
        transfer_rules=(TransferRules().pack(),),
        countries=(b"",),
        tax_table=b"",
        tax_authority=NOBODY,
        salt=keccak(text="late"),
    )
    made = deployer.create_deal(web3, market.platform, request, issuer)
    sell_all(stage.chain, made, market.token, investor, market.outsider)
    return LateDeal(stage, made.deal)
