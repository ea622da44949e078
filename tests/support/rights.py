# SPDX-License-Identifier: Apache-2.0
"""Registry of rights, legal oracle and pool on a platform's chain, and the acts of those who feed them.

Right ``n`` is the patent ``CN10 2020`` with serial n, of the originator, filed on 2020-01-02 and expiring on 2040-01-02. Documents are
hashes of a counter, so that each is new.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from eth_utils.crypto import keccak

from regalia.chain.deployer import ADMIN_DELAY
from regalia.domain.program import Program, TriggerProgram
from regalia.domain.program_words import POOL_VALUE, Comparison, Measure
from tests.support import sample, whole
from tests.support.chain import Answer
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import DealSpec, Platform
from tests.support.roles import actor, attestors

NONE = "0x" + "00" * 20
USD = 10**6
MILLION = 10**6
PATENT, UTILITY_MODEL, TRADEMARK, COPYRIGHT, SOFTWARE, TRADE_SECRET = range(1, 7)
FILED, DISCONTINUED, REVIVED, GRANTED, SUBSISTING, CHALLENGED, UPHELD, LAPSED, SURRENDERED = range(1, 10)
INVALIDATED, EXPIRED, REINSTATED, APPEAL_WON, TERMINATED, EXTENDED, RENEWED, DISPUTED, SETTLED = range(10, 19)
BARRED, ALLOWED, LISTED, DELISTED, NOTED = range(19, 24)
MATURITY = 20340420
WORLD = b"WO"
FACTS = (POOL_VALUE, "rights-invalidated", "largest-right", "limits-broken")
HAIRCUTS = (MILLION, MILLION, MILLION, 300_000, 500_000, 200_000, 400_000, 0, MILLION, MILLION)
"""By condition: lapsed, invalidated, expired, under review, in dispute, pledged, stale, breached, restricted, untitled."""
_TRIGGERS = (
    TriggerProgram("value", Measure.OVERCOLLATERALISATION, Comparison.BELOW, 1_000_000, tranche_mask=0b11, effect=0),
    TriggerProgram("invalidated", Measure.FACT, Comparison.AT_LEAST, 100_000, subject=1, effect=1),
    TriggerProgram("largest", Measure.FACT, Comparison.ABOVE, 250_000, subject=2, effect=2),
    TriggerProgram("limits", Measure.FACT, Comparison.AT_LEAST, 1_000_000, subject=3, effect=3),
)
PROGRAM: Program = replace(
    whole.PROGRAM,
    triggers=_TRIGGERS,
    flags=("value", "rights", "largest", "limits"),
    facts=FACTS,
    legal_final=date(2034, 4, 20),
)
"""The deal of ``whole`` with triggers on its pool; they raise flags no step heeds."""


def number(serial: int, office: str = "CN", kind: int = 10, year: int = 2020) -> bytes:
    """The id of a registered right."""
    return f"{office}{kind}{year:04d}{serial:09d}".encode().ljust(32, b"\0")


def label(text: str) -> bytes:
    return text.encode().ljust(32, b"\0")


@dataclass(frozen=True)
class PoolSpec:
    """The terms a pool is opened on."""

    maturity: int = MATURITY
    haircuts: tuple[int, ...] = HAIRCUTS
    least_value: int = 0
    least_rights: int = 0
    substitution_until: int = 0
    substitution_most: int = 0
    repurchase_price: int = MILLION
    limits: tuple[tuple[str, int], ...] = ()

    def words(self) -> tuple[Any, ...]:
        packed = sum(rate << 24 * i for i, rate in enumerate(self.haircuts))
        limits = tuple((label(name), most) for name, most in self.limits)
        return (
            self.maturity,
            packed,
            self.least_value,
            self.least_rights,
            self.substitution_until,
            self.substitution_most,
            self.repurchase_price,
            limits,
        )


class RightsDesk:
    """What registrar, appraiser, attestors, originator and trustee do. Dates are yyyymmdd; the chain starts on 2024-01-20."""

    def __init__(self, platform: Platform, money: Contract, threshold: int = 2) -> None:
        self.platform = platform
        self.chain = platform.chain
        self.money = money
        admin = actor("admin")
        self.registry = Contract.deploy(self.chain, "IPRegistry", admin, ADMIN_DELAY, by=admin)
        self.oracle = Contract.deploy(
            self.chain, "LegalOracle", self.registry.address, admin, ADMIN_DELAY, threshold, by=admin
        )
        self.gates = Contract.deploy(self.chain, "PoolGates", by=admin)
        self.pool = self.another_pool()
        for contract, role, holder in (
            (self.registry, "REGISTRAR_ROLE", actor("registrar")),
            (self.registry, "APPRAISER_ROLE", actor("appraiser")),
            (self.registry, "ORACLE_ROLE", self.oracle.address),
            (self.registry, "POOL_ROLE", self.pool.address),
            (self.pool, "TRUSTEE_ROLE", actor("trustee")),
            *((self.oracle, "ATTESTOR_ROLE", key.address) for key in self.attestors),
        ):
            contract.send("grantRole", keccak(text=role), holder, by=admin)
        self._documents = 0

    def another_pool(self) -> Contract:
        """Of the same registry; it has no role there."""
        admin = actor("admin")
        arguments = (self.registry.address, self.gates.address, admin, ADMIN_DELAY)
        return Contract.deploy(self.chain, "RightsPool", *arguments, by=admin)

    @property
    def attestors(self) -> tuple[Any, ...]:
        return attestors(3, "legal attestor")

    def document(self) -> bytes:
        """A hash nobody used before."""
        self._documents += 1
        return keccak(text=f"document {self._documents}")

    def enter(
        self,
        right: bytes,
        kind: int = PATENT,
        jurisdiction: bytes = b"CN",
        priority: int = 20200102,
        expiry: int = 20400102,
        renewal_due: int = 0,
        owners: Sequence[str] = (actor("originator"),),
        shares: Sequence[int] = (MILLION,),
        document: bytes | None = None,
        by: str = actor("registrar"),
    ) -> Answer:
        entry = (
            right,
            kind,
            jurisdiction,
            priority,
            expiry,
            renewal_due,
            bytes(32),
            tuple(owners),
            tuple(shares),
            document or self.document(),
        )
        return self.registry.send("enter", entry, by=by)

    def event(
        self, right: bytes, act: int, effective: int = 20240120, date: int = 0, **changes: Any
    ) -> tuple[Any, ...]:
        """The next event of a right, as attestors sign it."""
        number = changes.get("number", self.registry.read("factsOf", right)["events"] + 1)
        return (right, number, act, effective, date, changes.get("code", label("X")), self.document())

    def happen(self, right: bytes, *acts: int, effective: int = 20240120, date: int = 0) -> Answer:
        """Acts in a row, all in one report that two attestors sign."""
        first = self.registry.read("factsOf", right)["events"] + 1
        events = tuple(self.event(right, act, effective, date, number=first + i) for i, act in enumerate(acts))
        return self.report(events)

    def report(
        self, events: Iterable[tuple[Any, ...]], deadline: int | None = None, keys: Sequence[Any] | None = None
    ) -> Answer:
        events, deadline = tuple(events), self.chain.now if deadline is None else deadline
        digest = self.oracle.read("digestOf", events, deadline)
        keys = self.attestors[:2] if keys is None else keys
        signatures = [bytes(key.unsafe_sign_hash(digest).signature) for key in keys]
        return self.oracle.send(
            "report", events, deadline, [key.address for key in keys], signatures, by=actor("relay")
        )

    def value(
        self,
        right: bytes,
        amount: int,
        day: int = 20240120,
        until: int = 20260120,
        token: str | None = None,
        by: str = actor("appraiser"),
    ) -> Answer:
        token = token or self.money.address
        return self.registry.send("value", right, token, amount, 1, day, until, self.document(), by=by)

    def licence(
        self,
        right: bytes,
        licensee: str,
        share: int = 0,
        licensor: str = actor("originator"),
        group: str = NONE,
        parent: int = 0,
        territory: bytes = WORLD,
        exclusive: bool = False,
        start: int = 20240101,
        until: int = 20350101,
    ) -> Answer:
        words = (licensor, licensee, group, parent, territory, exclusive, 50_000, start, until, share, 0)
        return self.registry.send("grantLicence", right, words, self.document(), by=actor("registrar"))

    def lien(self, right: bytes, rank: int = 0, holder: str = actor("tax office"), day: int = 20240120) -> Answer:
        return self.registry.send("enterLien", right, holder, rank, day, self.document(), by=actor("registrar"))

    def good(self, right: bytes, amount: int, **entry: Any) -> bytes:
        """A right that passes every gate: entered, filed, granted and valued."""
        self.enter(right, **entry)
        self.happen(right, FILED, GRANTED)
        self.value(right, amount)
        return right

    def deal(self, program: Program = PROGRAM, **changes: Any) -> DealContracts:
        """An offered deal whose facts are the pool's; one made after another has closed is offered for one more second."""
        changes.setdefault("deadline", max(sample.DEADLINE, self.chain.now))
        spec: DealSpec = whole.spec(program, facts=self.pool.address, **changes)
        return self.platform.create(self.money, spec)

    def open(self, deal: DealContracts, terms: PoolSpec | None = None, by: str = actor("originator")) -> Answer:
        return self.pool.send("open", deal.deal.address, (terms or PoolSpec()).words(), by=by)

    def pledge(self, deal: DealContracts, *rights: bytes, licence: int = 0, by: str = actor("originator")) -> Answer:
        return self.pool.send("pledge", deal.deal.address, rights, [licence] * len(rights), by=by)

    def live(self, *values: int, terms: PoolSpec | None = None) -> tuple[DealContracts, list[bytes]]:
        """A closed deal on rights of these values, serials from 1 on."""
        deal = self.deal()
        rights = [self.good(number(serial), amount) for serial, amount in enumerate(values, 1)]
        self.open(deal, terms)
        self.pledge(deal, *rights)
        deal.sell(whole.ALLOCATION)
        deal.close()
        return deal, rights

    def facts(self, deal: DealContracts, *labels: str) -> tuple[int, ...]:
        """What the pool tells of these labels."""
        return tuple(self.pool.read("factsOf", deal.deal.address, [label(text) for text in labels]))
