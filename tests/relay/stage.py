# SPDX-License-Identifier: Apache-2.0
"""An oracle on a local chain with streams that accounts opened for themselves, so that many periods pass quickly."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
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
from regalia.oracle.typed_data import SigningDomain
from regalia.relay.database import Binding
from regalia.relay.errors import SourceError
from regalia.relay.fees import GWEI, FeePolicy
from regalia.relay.journal import Journal
from regalia.relay.loop import Relay
from regalia.relay.nodes import AgreedChain, Identity
from regalia.relay.source import SignedReport, WorkSource
from regalia.relay.work import Work
from tests.oracle.market import Market, open_market
from tests.oracle.stage import ATTESTORS, attest
from tests.support.roles import key_of

DEPTH = 4
THRESHOLD = 3
POLICY = FeePolicy(ceiling=500 * GWEI, priority=GWEI, blocks=2, seconds=10**6)
RELAYER = key_of("relayer")

logging.getLogger("web3").setLevel(logging.CRITICAL)


class Ready:
    """A source that is a list."""

    def __init__(self, *signed: SignedReport) -> None:
        self.signed = list(signed)
        self.faults: tuple[SourceError, ...] = ()

    def ready(self) -> list[SignedReport]:
        return list(self.signed)


@dataclass(frozen=True)
class Stage:
    """``deals`` are accounts of the node; each has a stream with no dispute window, that three of five attestors sign.

    ``market`` has a deal that is one, live on the same oracle.
    """

    market: Market
    identity: Identity
    from_block: int
    deals: tuple[ChecksumAddress, ...]

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

    def signed(self, period: int = 1, deal: str | None = None, **changes: Any) -> SignedReport:
        return self.sign(self.report(period, deal, **changes))

    def sign(self, report: RoyaltyReport) -> SignedReport:
        attestations = [attest(report, self.domain, signer) for signer in ATTESTORS[:THRESHOLD]]
        return SignedReport(report, encode_signatures(attestations))

    def submit(self, signed: SignedReport, sender: ChecksumAddress | LocalAccount | None = None) -> Any:
        """As anybody else would."""
        functions = deployer.contract(self.web3, "RoyaltyOracle", self.oracle).functions
        return send(self.web3, functions.submit(signed.report.as_tuple(), signed.signatures), sender or self.deal)

    def consume(self, report: RoyaltyReport) -> None:
        """What the deal does on its payment date."""
        functions = deployer.contract(self.web3, "RoyaltyOracle", self.oracle).functions
        send(self.web3, functions.consume(report.as_tuple()), report.deal)  # type: ignore[arg-type]

    def accepted(self, deal: str | None = None) -> Counter[int]:
        """How often each period of a deal was accepted."""
        events = deployer.contract(self.web3, "RoyaltyOracle", self.oracle).events.ReportAccepted
        logs = events.get_logs(from_block=self.from_block, argument_filters={"deal": deal or self.deal})
        return Counter(log["args"]["period"] for log in logs)

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
    stage = Stage(market, identity, from_block, chain.accounts[-deals:])
    for deal in stage.deals:
        open_stream(stage, deal)
    stage.fund(RELAYER)
    return stage


def open_stream(stage: Stage, deal: ChecksumAddress) -> None:
    functions = deployer.contract(stage.web3, "RoyaltyOracle", stage.oracle).functions
    terms = deployer.OracleRequest(THRESHOLD, 0, 0, 0, tuple(a.address for a in ATTESTORS), (1,) * len(ATTESTORS))
    send(stage.web3, functions.open(1, 2, terms.packed()), deal)


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
        **options: Any,
    ) -> None:
        self.stage, self.path, self.key = stage, path, key
        self.source = source or Ready(*signed)
        first, second = nodes or (stage.web3, None)
        chain = AgreedChain(stage.identity, first, second, DEPTH)
        self.journal = Journal(path, stage.binding(key))
        self.relay = Relay(
            chain, self.journal, key, stage.domain, stage.all_deals, self.source, policy, stage.from_block, **options
        )

    def tick(self, times: int = 1, mine: bool = False) -> None:
        for _ in range(times):
            self.relay.tick()
            if mine:
                self.stage.chain.mine()

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
