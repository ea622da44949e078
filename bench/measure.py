# SPDX-License-Identifier: Apache-2.0
"""Gas of whole transactions on a local chain, through the code that runs in service. Keys and dates are fixed: so are the figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from web3 import Web3
from web3.contract import Contract
from web3.types import TxReceipt

from bench.blocks import Post, ask, post
from bench.scenario import FUNDING, OPEN, ORIGINATOR, PRICES, PROFESSIONAL, PROGRAM, TAX, UNITS, US, USD, every_rule
from regalia.chain.deployer import (
    DealRequest,
    MadeDeal,
    OracleRequest,
    Platform,
    contract,
    create_deal,
    deploy_contract,
    deploy_platform,
)
from regalia.chain.devnet import Devnet
from regalia.chain.transact import send
from regalia.domain.offering.offer import Offer
from regalia.domain.program import Program
from regalia.domain.transfer_rules import RuleFlag, TransferRules
from regalia.oracle.attestor import Attestation
from regalia.oracle.quorum import encode_signatures
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.typed_data import SigningDomain, signable
from regalia.servicing.eligibility import Eligibility, RegistryDomain, register, sign
from regalia.servicing.market import AGENT_ROLE

CLOSING = 1_704_024_000
"""2023-12-31 12:00 UTC, when the chain starts."""
QUARTER = 92 * 24 * 3600
WINDOW = 30 * 24 * 3600
"""A deal takes bids until the next multiple of this since the start."""
ELIGIBLE_UNTIL = 2**40
LICENCE, REFERENCE = b"L" * 32, b"R" * 32
MINTED = 10**15
NOBODY = Web3.to_checksum_address("0x" + "00" * 20)
ORDER = (b"(2023) 7".ljust(32, b"\0"), bytes(Web3.keccak(text="the order")))
ISSUER = Account.from_key(Web3.keccak(text="issuer"))
POWERS = ("FREEZER_ROLE", "ENFORCER_ROLE")
TRANSACTION_GAS = 120_000


@dataclass
class Bench:
    """A platform, its people and test money on a fresh chain."""

    chain: Devnet
    platform: Platform
    currency: Contract
    attestors: tuple[LocalAccount, ...]

    @property
    def web3(self) -> Web3:
        return self.chain.web3

    @property
    def operator(self) -> ChecksumAddress:
        return self.chain.accounts[0]

    @property
    def licensee(self) -> ChecksumAddress:
        return self.chain.accounts[1]

    @property
    def passer_by(self) -> ChecksumAddress:
        return self.chain.accounts[2]

    @property
    def payees(self) -> tuple[ChecksumAddress, ...]:
        return self.chain.accounts[3:6]

    @property
    def investors(self) -> tuple[ChecksumAddress, ...]:
        return self.chain.accounts[6:9]

    def at(self, name: str, address: ChecksumAddress) -> Contract:
        return contract(self.web3, name, address)


def open_bench(chain: Devnet, attested: bool = False) -> Bench:
    """Deploy the platform; admit (``attested``: by the word of an issuer) and fund the investors, and fund the licensee."""
    operator = chain.accounts[0]
    platform = deploy_platform(chain.web3, operator)
    currency = contract(chain.web3, "MockPaymentToken", deploy_contract(chain.web3, "MockPaymentToken", operator))
    keys = [Account.from_key(Web3.keccak(text=f"attestor {i}")) for i in range(5)]
    bench = Bench(chain, platform, currency, tuple(sorted(keys, key=lambda key: int(key.address, 16))))
    registry = bench.at("InvestorRegistry", platform.registry).functions
    send(chain.web3, registry.grantRole(AGENT_ROLE, operator), operator)
    agent = bench.at("TransferAgent", platform.agent).functions
    for role in POWERS:
        send(chain.web3, agent.grantRole(Web3.keccak(text=role), operator), operator)
    if attested:
        send(chain.web3, registry.addIssuer(ISSUER.address), operator)
    # what the originator retains is issued to it
    send(chain.web3, registry.admit(operator, US, ORIGINATOR, ELIGIBLE_UNTIL), operator)
    for investor in bench.investors:
        if attested:
            _attest(bench, investor)
        else:
            send(chain.web3, registry.admit(investor, US, PROFESSIONAL, ELIGIBLE_UNTIL), operator)
    for owner in (*bench.investors, bench.licensee):
        send(chain.web3, currency.functions.mint(owner, MINTED), operator)
    return bench


def _attest(bench: Bench, investor: ChecksumAddress) -> None:
    domain = RegistryDomain(bench.chain.chain_id, bench.platform.registry)
    word = Eligibility(investor, investor, US, PROFESSIONAL, ELIGIBLE_UNTIL, 0, ELIGIBLE_UNTIL)
    register(bench.web3, bench.platform.registry, word, ISSUER.address, sign(word, domain, ISSUER), investor)


@dataclass
class Deal:
    """A live deal of the scenario; ``period`` is the last one executed."""

    bench: Bench
    made: MadeDeal
    threshold: int
    period: int = 0

    def contract(self, name: str, address: ChecksumAddress) -> Contract:
        return self.bench.at(name, address)

    def pay(self) -> TxReceipt:
        """The licensee pays the next period's royalties."""
        escrow = self.contract("RoyaltyEscrow", self.made.escrow)
        payment = escrow.functions.payRoyalty(LICENCE, _received(self.period + 1), REFERENCE)
        return send(self.bench.web3, payment, self.bench.licensee)

    def report(self) -> RoyaltyReport:
        """Unsigned, of the next period."""
        return RoyaltyReport(
            deal=self.made.deal,
            period=self.period + 1,
            epoch=1,
            received=_received(self.period + 1),
            other_income=0,
            has_target=False,
            reserve_target=0,
            invoices=(50_000 * USD,),
            evidence_root=bytes(Web3.keccak(text=f"evidence {self.period + 1}")),
        )

    def submit(self, report: RoyaltyReport) -> TxReceipt:
        domain = SigningDomain(self.bench.chain.chain_id, self.bench.platform.oracle)
        message = signable(report, domain)
        signers = self.bench.attestors[: self.threshold]
        signatures = encode_signatures(
            [Attestation(key.address, bytes(key.sign_message(message).signature)) for key in signers]
        )
        oracle = self.contract("RoyaltyOracle", self.bench.platform.oracle)
        return send(self.bench.web3, oracle.functions.submit(report.as_tuple(), signatures), self.bench.passer_by)

    def execute(self, report: RoyaltyReport) -> TxReceipt:
        deal = self.contract("Deal", self.made.deal)
        receipt = send(self.bench.web3, deal.functions.execute(report.as_tuple()), self.bench.passer_by)
        self.period += 1
        return receipt

    def quarter(self) -> tuple[TxReceipt, TxReceipt]:
        """A quarter later: pay, report, execute. Receipts of the last two."""
        self.bench.chain.warp(now(self.bench) + QUARTER)
        self.pay()
        report = self.report()
        return self.submit(report), self.execute(report)


def make_deal(
    bench: Bench,
    threshold: int,
    regulated: bool = False,
    taxed: bool = True,
    record_dates: bool = False,
    program: Program = PROGRAM,
    facts: ChecksumAddress = NOBODY,
    offers: tuple[Offer, ...] | None = None,
    number: int = 0,
) -> MadeDeal:
    """Through the factory; ``threshold`` of five attestors, no dispute window. ``regulated``: every rule and, if ``taxed``, withholding.

    Sold whole at fixed prices unless ``offers`` are given. ``number`` tells deals apart that are alike.
    """
    taxed, untaxed = regulated and taxed, regulated and not taxed
    rules = [every_rule(units) if regulated else OPEN for units in UNITS]
    if record_dates:
        rules = [replace(rule, flags=rule.flags | RuleFlag.RECORD_DATES) for rule in rules]
    request = DealRequest(
        terms_hash=bytes(Web3.keccak(text="terms")),
        program=program.pack(),
        payment_token=bench.currency.address,
        originator=bench.operator,
        payees=bench.payees,
        funding=FUNDING,
        facts=facts,
        names=("Class A Senior Notes", "Class B Mezzanine Notes", "Class C Junior Notes"),
        symbols=("SNR", "MEZ", "JNR"),
        offers=tuple(offer.pack() for offer in offers or _whole(rules)),
        opens=0,
        deadline=CLOSING + WINDOW * (1 + (now(bench) - CLOSING) // WINDOW),
        oracle=OracleRequest(
            threshold=threshold,
            dispute_window=0,
            missing_after_days=0,
            dispute_bond=0,
            attestors=tuple(key.address for key in bench.attestors),
            weights=(1,) * len(bench.attestors),
        ),
        meeting=b"",
        transfer_rules=tuple(rule.pack() for rule in rules),
        countries=tuple(rule.jurisdictions_bitmap() for rule in rules),
        tax_table=TAX.pack() if taxed else b"",
        tax_authority=bench.payees[0] if taxed else NOBODY,
        salt=_salt(threshold, regulated + untaxed, record_dates, number, program),
    )
    return create_deal(bench.web3, bench.platform, request, bench.operator)


def _whole(rules: list[TransferRules]) -> tuple[Offer, ...]:
    """All units, at one price."""
    sizes = zip(UNITS, PRICES, rules, strict=True)
    return tuple(Offer(price, units, max(rule.denomination, 1)) for units, price, rule in sizes)


def now(bench: Bench) -> int:
    return bench.web3.eth.get_block("latest")["timestamp"]


def _salt(*kind: object) -> bytes:
    """Another one for each kind of deal; of the plain one without a byte of hash, which would cost more than zeros."""
    *numbers, program = kind
    if program is PROGRAM:
        return bytes(numbers).ljust(32, b"\0")  # type: ignore[arg-type]
    return bytes(Web3.keccak(program.pack()))  # type: ignore[attr-defined]


def sell(bench: Bench, made: MadeDeal, left: int = 0) -> Iterator[int]:
    """Two investors bid for all that is for sale, half each, the first for ``left`` of the senior's apart; gas of each bid."""
    allow(bench, made)
    for tranche in range(len(UNITS)):
        half, apart = for_sale(bench, made, tranche) // 2, left if tranche == 0 else 0
        yield subscribe(bench, made, bench.investors[0], tranche, half - apart)
        yield subscribe(bench, made, bench.investors[1], tranche, half)
        if apart:
            yield subscribe(bench, made, bench.investors[0], tranche, apart)


def allow(bench: Bench, made: MadeDeal) -> None:
    """Let offering and escrow take what investors and licensee pay."""
    for payer in (*bench.investors, bench.licensee):
        for spender in (made.offering, made.escrow):
            send(bench.web3, bench.currency.functions.approve(spender, MINTED), payer)


def for_sale(bench: Bench, made: MadeDeal, tranche: int) -> int:
    """All units but those retained."""
    word, countries = bench.at("TrancheToken", made.tokens[tranche]).functions.transferRules().call()
    return UNITS[tranche] - TransferRules.unpack(word.to_bytes(32, "big"), countries).retained


def subscribe(bench: Bench, made: MadeDeal, investor: ChecksumAddress, tranche: int, units: int, level: int = 0) -> int:
    bid = bench.at("Offering", made.offering).functions.subscribe(tranche, level, units)
    return send(bench.web3, bid, investor)["gasUsed"]


def mint(bench: Bench, made: MadeDeal, units: int) -> int:
    """Units of the senior that nobody has collected for a holder of some, called as the offering calls it; gas of that call."""
    ask(bench.chain, "anvil_setBalance", made.offering, hex(10**20))
    ask(bench.chain, "anvil_impersonateAccount", made.offering)
    token = bench.at("TrancheToken", made.tokens[0])
    gas = send(bench.web3, token.functions.mint(bench.investors[0], units), made.offering)["gasUsed"]
    ask(bench.chain, "anvil_stopImpersonatingAccount", made.offering)
    return gas


def close(bench: Bench, made: MadeDeal, threshold: int) -> tuple[Deal, int]:
    """After the deadline; everybody has his units. Gas of closing alone."""
    gas = close_alone(bench, made)
    collect(bench, made)
    return Deal(bench, made, threshold), gas


def close_alone(bench: Bench, made: MadeDeal) -> int:
    """Nobody has collected yet."""
    end_window(bench, made)
    return send(bench.web3, bench.at("Offering", made.offering).functions.close(), bench.passer_by)["gasUsed"]


def end_window(bench: Bench, made: MadeDeal) -> None:
    _, deadline = bench.at("Offering", made.offering).functions.window().call()
    bench.chain.warp(deadline + 1)


def collect(bench: Bench, made: MadeDeal, but: int = 0) -> list[int]:
    """Every bid but one for so many units, in the order of the bids; gas of each."""
    offering = bench.at("Offering", made.offering)
    block = made.receipt["blockNumber"]
    bids = [event["args"] for event in offering.events.Subscribed().get_logs(from_block=block)]
    keys = [(bid["tranche"], bid["level"], bid["place"]) for bid in bids if bid["units"] != but]
    return [send(bench.web3, offering.functions.collect(*key), bench.passer_by)["gasUsed"] for key in keys]


def spread_over(deal: Deal, holders: range) -> None:
    """Give one junior unit each to new holders, who are admitted first; many to a block, since they are thousands."""
    bench = deal.bench
    registry = bench.at("InvestorRegistry", bench.platform.registry)
    token = bench.at("TrancheToken", deal.made.tokens[2])

    def posts() -> Iterator[Post]:
        for i in holders:
            admit = registry.encode_abi("admit", [_holder(i), US, PROFESSIONAL, ELIGIBLE_UNTIL])
            yield Post(bench.operator, registry.address, admit)
            yield Post(bench.investors[0], token.address, token.encode_abi("transfer", [_holder(i), 1]))

    post(bench.chain, posts(), TRANSACTION_GAS)
    missing = [i for i in (holders[0], holders[-1]) if token.functions.balanceOf(_holder(i)).call() != 1]
    if missing:
        raise RuntimeError(f"the units of holders {missing} did not arrive")


def _holder(i: int) -> ChecksumAddress:
    return Web3.to_checksum_address(Web3.keccak(text=f"holder {i}")[-20:])


def _received(period: int) -> int:
    return (300_000 + period) * USD
