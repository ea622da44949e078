# SPDX-License-Identifier: Apache-2.0
"""An oracle on a local chain with streams that accounts opened for themselves, so that many periods pass quickly."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from eth_utils.crypto import keccak
from web3 import Web3
from web3.types import RPCEndpoint

from regalia.chain import deployer
from regalia.chain.devnet import Devnet
from regalia.chain.transact import send
from regalia.oracle.quorum import encode_signatures
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.restatement import Restatement
from regalia.oracle.typed_data import Signable, SigningDomain
from regalia.relay.database import Binding
from regalia.relay.fees import GWEI
from regalia.relay.nodes import Identity
from regalia.relay.source import SignedReport
from regalia.servicing import offices
from tests.oracle.market import Market, open_market
from tests.oracle.stage import ATTESTORS, attest
from tests.support.roles import key_of

DEPTH = 4
THRESHOLD = 3
WINDOW = 3_600
RELAYER = key_of("relayer")

logging.getLogger("web3").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Stage:
    """``deals`` are accounts of the node; each has a stream that three of five attestors sign, all but the last without a dispute window.

    ``market`` has a deal that is one, live on the same oracle. ``governor``, ``trustee`` and ``supervisor`` hold the oracle's offices.
    """

    market: Market
    identity: Identity
    from_block: int
    deals: tuple[ChecksumAddress, ...]
    governor: ChecksumAddress
    trustee: ChecksumAddress
    supervisor: ChecksumAddress

    @property
    def chain(self) -> Devnet:
        return self.market.chain

    @property
    def oracle(self) -> ChecksumAddress:
        return self.market.platform.oracle

    @property
    def all_deals(self) -> tuple[ChecksumAddress, ...]:
        return (self.market.made.deal, *self.deals)

    @property
    def web3(self) -> Web3:
        return self.chain.web3

    @property
    def deal(self) -> ChecksumAddress:
        return self.deals[0]

    @property
    def disputable(self) -> ChecksumAddress:
        """The stream with a dispute window."""
        return self.deals[-1]

    @cached_property
    def contract(self) -> Any:
        """The oracle; making it takes longer than asking it."""
        return deployer.contract(self.web3, "RoyaltyOracle", self.oracle)

    @property
    def functions(self) -> Any:
        return self.contract.functions

    @property
    def domain(self) -> SigningDomain:
        return SigningDomain(self.chain.chain_id, self.oracle)

    def binding(self, key: LocalAccount = RELAYER) -> Binding:
        return Binding(self.identity.chain_id, self.identity.genesis, self.oracle, key.address)

    def report(self, period: int = 1, deal: str | None = None, **changes: Any) -> RoyaltyReport:
        plain = RoyaltyReport(
            deal=deal or self.deal,
            period=period,
            epoch=1,
            received=1_000_000 + period,
            other_income=period,
            has_target=False,
            reserve_target=0,
            invoices=(7, 0),
            evidence_root=keccak(text=f"statements of period {period} of {deal}"),
        )
        return plain.model_copy(update=changes)

    def restatement(self, number: int = 1, deal: str | None = None, **changes: Any) -> Restatement:
        """Of the first period."""
        plain = Restatement(
            deal=deal or self.deal,
            number=number,
            epoch=1,
            period=1,
            received=-number,
            other_income=number + 1,
            corrects=bytes(32),
            evidence_root=keccak(text=f"statement found later, {number}"),
        )
        return plain.model_copy(update=changes)

    def signed(self, period: int = 1, deal: str | None = None, **changes: Any) -> SignedReport:
        return self.sign(self.report(period, deal, **changes))

    def restated(self, number: int = 1, deal: str | None = None, **changes: Any) -> SignedReport:
        return self.sign(self.restatement(number, deal, **changes))

    def sign(self, report: Signable) -> SignedReport:
        attestations = [attest(report, self.domain, signer) for signer in ATTESTORS[:THRESHOLD]]
        return SignedReport(report, encode_signatures(attestations))

    def submit(self, signed: SignedReport, sender: ChecksumAddress | LocalAccount | None = None) -> Any:
        """As anybody else would."""
        return send(self.web3, self.handing_in(signed), sender or self.deal)

    def handing_in(self, signed: SignedReport) -> Any:
        function = self.functions.restate if signed.kind == "restatement" else self.functions.submit
        return function(signed.report.as_tuple(), signed.signatures)

    def consume(self, report: RoyaltyReport) -> None:
        """What the deal does on its payment date."""
        send(self.web3, self.functions.consume(report.as_tuple()), report.deal)  # type: ignore[arg-type]

    def execute(self, period: int = 1, deal: str | None = None) -> None:
        """A whole period of a stream without a window, by others."""
        self.submit(self.signed(period, deal))
        self.consume(self.report(period, deal))

    def accepted(self, deal: str | None = None) -> Counter[int]:
        """How often each period of a deal was accepted."""
        return Counter(log["args"]["period"] for log in self.logs("ReportAccepted", deal))

    def accepted_restatements(self, deal: str | None = None) -> Counter[int]:
        """The same of its restatements, by number."""
        return Counter(log["args"]["number"] for log in self.logs("RestatementAccepted", deal))

    def logs(self, event: str, deal: str | None = None) -> Any:
        return self.contract.events[event].get_logs(
            from_block=self.from_block, argument_filters={"deal": deal or self.deal}
        )

    def rpc(self, method: str, *arguments: Any) -> Any:
        answer = self.web3.provider.make_request(RPCEndpoint(method), list(arguments))
        assert "error" not in answer, answer
        return answer["result"]

    def hold(self) -> None:
        """Nothing is mined from now on, until ``mine``."""
        self.rpc("evm_setAutomine", False)

    def reorganise(self, blocks: int) -> None:
        self.rpc("anvil_reorg", blocks, [])

    def foreign(self, nonce: int) -> bool:
        """The relay's key is used elsewhere; whether the node took that."""
        transaction: dict[str, Any] = {
            "to": self.deal,
            "value": 1,
            "nonce": nonce,
            "gas": 21_000,
            "chainId": self.chain.chain_id,
        }
        fees = {"maxFeePerGas": 10_000 * GWEI, "maxPriorityFeePerGas": GWEI}
        raw = RELAYER.sign_transaction(transaction | fees).raw_transaction.to_0x_hex()
        return "error" not in self.web3.provider.make_request(RPCEndpoint("eth_sendRawTransaction"), [raw])

    def count(self, account: ChecksumAddress) -> int:
        return self.web3.eth.get_transaction_count(account)

    def fund(self, account: LocalAccount) -> None:
        self.rpc("anvil_setBalance", account.address, hex(10**21))


def open_stage(chain: Devnet, deals: int = 4) -> Stage:
    from_block = chain.web3.eth.block_number
    market = open_market(chain)
    identity = Identity(chain.chain_id, chain.web3.eth.get_block(0)["hash"].to_0x_hex())
    admin, officers = chain.accounts[0], (chain.accounts[0], chain.accounts[2], chain.accounts[-deals - 1])
    stage = Stage(market, identity, from_block, chain.accounts[-deals:], *officers)
    for name, officer in zip(("governor", "trustee", "supervisor"), officers, strict=True):
        offices.appoint(chain.web3, f"oracle-{name}", stage.oracle, officer, admin)
    for deal in stage.deals:
        open_stream(stage, deal, WINDOW if deal == stage.disputable else 0)
    stage.fund(RELAYER)
    return stage


def open_stream(stage: Stage, deal: ChecksumAddress, window: int, first: int = 1) -> None:
    terms = deployer.OracleRequest(THRESHOLD, window, 0, 0, tuple(a.address for a in ATTESTORS), (1,) * len(ATTESTORS))
    send(stage.web3, stage.functions.open(first, 2, terms.packed()), deal)
