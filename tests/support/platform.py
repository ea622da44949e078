# SPDX-License-Identifier: Apache-2.0
"""Oracle, registry, factory and payment tokens on a chain of their own, and deals made on them."""

from __future__ import annotations

from dataclasses import dataclass, field

from eth_typing import ChecksumAddress
from eth_utils.crypto import keccak

from regalia.chain.deployer import ADMIN_DELAY, DealRequest, OracleRequest
from regalia.domain.program import Program
from tests.support import sample
from tests.support.chain import Answer, Chain
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.roles import actor, attestors

AGENT_ROLE = keccak(text="AGENT_ROLE")
ELIGIBLE_UNTIL = 2**40
OFFICERS = {
    "FREEZER_ROLE": "freezer",
    "ENFORCER_ROLE": "enforcer",
    "RECOVERER_ROLE": "recoverer",
    "PAUSER_ROLE": "pauser",
    "RESUMER_ROLE": "resumer",
    "REDEEMER_ROLE": "redeemer",
}
"""Who holds each role of the transfer agent."""
SUPERVISORS = {"HALTER_ROLE": "supervisor", "RESUMER_ROLE": "chief_supervisor"}
"""Who may halt, and who may end a halt."""
ORACLE_OFFICERS = {"GOVERNOR_ROLE": "governor", "TRUSTEE_ROLE": "trustee", "SUPERVISOR_ROLE": "supervisor"}
"""Who changes attestors, and who decides disputes."""
OPEN_RULES = (0x1E << 240).to_bytes(32, "big")
"""Transfer rules that ask for an eligible receiver only."""
NO_ADDRESS = "0x" + "00" * 20
INVESTORS = ("senior_investor", "mezzanine_investor", "junior_investor")


@dataclass(frozen=True)
class DealSpec:
    """What a test may want to be different in a deal; sizes follow the program."""

    program: Program = sample.PROGRAM
    prices: tuple[int, ...] = sample.PRICES
    funding: tuple[int, ...] = (sample.FUNDING,)
    payees: tuple[str, ...] = sample.PAYEES
    names: tuple[str, ...] = sample.NAMES
    symbols: tuple[str, ...] = sample.SYMBOLS
    offers: tuple[bytes, ...] | None = None
    """One a tranche; all units in lots of the denomination, at the prices, when none are named."""
    opens: int = 0
    deadline: int = sample.DEADLINE
    threshold: int = 2
    dispute_window: int = 0
    missing_after_days: int = 0
    dispute_bond: int = 0
    attestors: tuple[str, ...] = field(default_factory=lambda: tuple(key.address for key in attestors(3)))
    weights: tuple[int, ...] | None = None
    meeting: bytes = b""
    salt: bytes = bytes(32)
    terms_hash: bytes = keccak(text="terms")
    originator: str = "originator"
    facts: str = NO_ADDRESS
    transfer_rules: tuple[bytes, ...] | None = None
    """One a tranche; open rules when none are named."""
    countries: tuple[bytes, ...] | None = None
    tax_table: bytes = b""
    tax_authority: str | None = None

    def request(self, payment_token: str) -> DealRequest:
        """The factory's arguments, on the chain of a test."""
        return DealRequest(
            self.terms_hash,
            self.program.pack(),
            ChecksumAddress(payment_token),  # type: ignore[arg-type]
            actor(self.originator),
            tuple(actor(payee) for payee in self.payees),
            self.funding,
            ChecksumAddress(self.facts),  # type: ignore[arg-type]
            self.names,
            self.symbols,
            self.offers or self._fixed_prices(),
            self.opens,
            self.deadline,
            OracleRequest(
                self.threshold,
                self.dispute_window,
                self.missing_after_days,
                self.dispute_bond,
                self.attestors,  # type: ignore[arg-type]
                self.weights or (1,) * len(self.attestors),
            ),
            self.meeting,
            self.transfer_rules or (OPEN_RULES,) * len(self.names),
            self.countries or (b"",) * len(self.names),
            self.tax_table,
            ChecksumAddress(actor(self.tax_authority) if self.tax_authority else NO_ADDRESS),  # type: ignore[arg-type]
            self.salt,
        )

    def _fixed_prices(self) -> tuple[bytes, ...]:
        rules = self.transfer_rules or (OPEN_RULES,) * len(self.names)
        tranches = zip(self.program.tranches, self.prices, rules, strict=False)
        return tuple(fixed_price(tranche.units, price, denomination_of(word)) for tranche, price, word in tranches)


def denomination_of(rules: bytes) -> int:
    """Of packed transfer rules."""
    return int.from_bytes(rules, "big") >> 112 & (2**48 - 1)


def fixed_price(minimum: int, price: int, lot: int = 1) -> bytes:
    """The offer of a tranche at one price, which may also be nothing."""
    return (1 << 240 | max(lot, 1) << 208 | minimum << 160 | price).to_bytes(32, "big")


def plain_spec(units: int, price: int = 0) -> DealSpec:
    """A deal of one tranche that takes everything; its units are given away unless a price is named."""
    return DealSpec(sample.plain(units), (price,), (), (), ("Units",), ("UNT",))


class Platform:
    """What every deal shares. ``admin`` administers all of it, ``registrar`` is the registry's agent."""

    def __init__(self, start: int = sample.START) -> None:
        self.chain = Chain(start)
        admin = actor("admin")
        self.oracle = Contract.deploy(self.chain, "RoyaltyOracle", admin, ADMIN_DELAY, by=admin)
        self.registry = Contract.deploy(self.chain, "InvestorRegistry", admin, ADMIN_DELAY, by=admin)
        self.agent = Contract.deploy(self.chain, "TransferAgent", admin, ADMIN_DELAY, by=admin)
        self.supervisor = Contract.deploy(self.chain, "Supervisor", admin, ADMIN_DELAY, by=admin)
        shared = (self.registry.address, self.agent.address, self.supervisor.address)
        self.token = Contract.deploy(self.chain, "TrancheToken", *shared, by=admin)
        self.lens = Contract.deploy(self.chain, "DealLens", by=admin)
        self.support = Contract.deploy(self.chain, "SupportFacility", self.lens.address, by=admin)
        self.checker = Contract.deploy(self.chain, "ProgramChecker", by=admin)
        governed = (self.oracle.address, self.supervisor.address, self.checker.address)
        self.meeting = Contract.deploy(self.chain, "NoteholderMeeting", *governed, by=admin)
        parts = (self.supervisor.address, self.support.address, self.lens.address, self.meeting.address)
        self.implementation = Contract.deploy(self.chain, "Deal", *parts, by=admin)
        self.factory = self.deploy_factory(self.token.address)
        self.registry.send("grantRole", AGENT_ROLE, actor("registrar"), by=admin)
        offices = ((self.agent, OFFICERS), (self.supervisor, SUPERVISORS), (self.oracle, ORACLE_OFFICERS))
        for contract, roles in offices:
            for role, officer in roles.items():
                contract.send("grantRole", keccak(text=role), actor(officer), by=admin)
        self.oracle.send("grantRole", keccak(text="GOVERNOR_ROLE"), self.meeting.address, by=admin)
        for investor in INVESTORS:
            self.admit(actor(investor))

    def deploy_factory(self, token: str) -> Contract:
        """A factory of deals whose tokens are clones of that one."""
        parts = (self.oracle.address, token, self.implementation.address, self.checker.address)
        return Contract.deploy(self.chain, "DealFactory", *parts, by=actor("admin"))

    def admit(self, wallet: str, until: int = ELIGIBLE_UNTIL, country: int = 840, investor_class: int = 2) -> Answer:
        return self.registry.send("admit", wallet, country, investor_class, until, by=actor("registrar"))

    def add_wallet(self, wallet: str, sibling: str) -> Answer:
        """A further wallet of the sibling's investor."""
        return self.registry.send("addWallet", wallet, sibling, by=actor("registrar"))

    def close_wallet(self, wallet: str) -> Answer:
        return self.registry.send("closeWallet", wallet, by=actor("registrar"))

    def remove(self, wallet: str) -> Answer:
        return self.registry.send("remove", wallet, by=actor("registrar"))

    def money(self, kind: str = "MockPaymentToken") -> Contract:
        """A payment token."""
        return Contract.deploy(self.chain, kind, by=actor("admin"))

    def create(self, money: Contract, spec: DealSpec | None = None, by: str = actor("issuer")) -> DealContracts:
        """A deal, not yet sold. Raises ``RefusedError`` as the factory does."""
        spec = spec or DealSpec()
        made = self.factory.send("createDeal", spec.request(money.address).as_tuple(), by=by)
        return DealContracts(
            self.chain, self.oracle, money, spec.program, made.only("DealCreated"), self.lens, self.support
        )
