# SPDX-License-Identifier: Apache-2.0
"""Rights for a pool, entered by the thousand: patents of the originator, each licensed to somebody else.

Together they are worth the same at any number. The first is worth twice any other and so the largest: what happens to it goes up the whole
tree of the largest, and costs the most.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from eth_typing import ChecksumAddress
from web3 import Web3
from web3.contract import Contract
from web3.types import TxReceipt

from bench.blocks import BLOCK_GAS, Post, post
from bench.measure import NOBODY, Bench
from bench.scenario import USD
from regalia.chain.deployer import deploy_rights
from regalia.chain.right_words import entry_words, licence_words
from regalia.chain.transact import send
from regalia.domain.rights.acts import LegalEvent, Licence, RightEntry
from regalia.domain.rights.number import registered
from regalia.domain.rights.words import Act, Kind, Method
from regalia.oracle.legal_report import LegalReport
from regalia.oracle.right_report import ReportSignature, RightReport, hand_in, signable
from regalia.oracle.valuation_report import SignedValuation, ValuationReport

THRESHOLD = 3
TODAY, GOOD_UNTIL, LICENSED_UNTIL, EXPIRY = 20231231, 20300101, 20380101, 20400102
DEADLINE = 2**40
HALF, WHOLE = 500_000, 10**6
WORTH = 3_000_000 * USD
ACT_GAS, EVENTS_A_REPORT, PLEDGES_A_CALL = 300_000, 160, 16
"""So that reports and pledges keep within the gas of one transaction."""


@dataclass(frozen=True)
class Portfolio:
    """Registry, oracles and pool; the operator registers, the passer-by appraises, the bench's attestors attest."""

    bench: Bench
    registry: Contract
    oracle: Contract
    valuers: Contract
    pool: Contract
    rights: int

    @property
    def each(self) -> int:
        """What a right is worth that isn't the first."""
        return WORTH // (self.rights + 1)

    def enter(self, places: Iterable[int]) -> None:
        """Rights that may be pledged: entered, licensed, valued and granted. All at once, since they are thousands."""
        places = tuple(places)
        post(self.bench.chain, self._posts(places), ACT_GAS)
        acts = (Act.FILED, Act.GRANTED)
        events = [event(place, act, number) for place in places for number, act in enumerate(acts, 1)]
        for first in range(0, len(events), EVENTS_A_REPORT):
            self.report(*events[first : first + EVENTS_A_REPORT])

    def enter_one(self, place: int) -> TxReceipt:
        return send(self.bench.web3, self.registry.functions.enter(self._entry(place)), self.bench.operator)

    def value(self, place: int, amount: int) -> TxReceipt:
        """Anew."""
        words = self._valuation(place, amount, number=2)
        return send(self.bench.web3, self.registry.functions.value(*words), self.bench.passer_by)

    def report(self, *events: LegalEvent) -> TxReceipt:
        """Signed by as many attestors as must."""
        return self._hand_in(LegalReport(events, DEADLINE), self.oracle.address, THRESHOLD)

    def report_value(self, place: int, amount: int, signers: int) -> TxReceipt:
        """Valued anew by so many attestors, who are appointed for it."""
        for key in self.bench.attestors[:signers]:
            self.appoint(self.valuers, "ATTESTOR_ROLE", key.address)
        right, token, *words = self._valuation(place, amount, number=2)
        amount_, method, day, until, paper = words
        valued = SignedValuation(right, 2, token, amount_, Method(method), day, until, paper)
        return self._hand_in(ValuationReport((valued,), DEADLINE), self.valuers.address, signers)

    def _hand_in(self, report: RightReport, oracle: ChecksumAddress, signers: int) -> TxReceipt:
        message = signable(report, self.bench.chain.chain_id, oracle)
        keys = self.bench.attestors[:signers]
        signed = [ReportSignature(key.address, bytes(key.sign_message(message).signature)) for key in keys]
        return hand_in(self.bench.web3, oracle, report, signed, self.bench.passer_by)

    def appoint(self, contract: Contract, role: str, holder: ChecksumAddress) -> None:
        send(self.bench.web3, contract.functions.grantRole(Web3.keccak(text=role), holder), self.bench.operator)

    def pledge(self, deal: ChecksumAddress, places: range) -> None:
        """So many to a call, one call to a block."""
        calls = [places[first : first + PLEDGES_A_CALL] for first in range(0, len(places), PLEDGES_A_CALL)]
        data = [self.pool.encode_abi("pledge", [deal, *self._pledged(call)]) for call in calls]
        post(self.bench.chain, (Post(self.bench.operator, self.pool.address, call) for call in data), BLOCK_GAS)
        rights = self.pool.functions.sumsOf(deal).call()[0]
        if rights != len(places):
            raise RuntimeError(f"of {len(places)} rights {rights} were pledged")

    def pledge_one(self, deal: ChecksumAddress, place: int) -> TxReceipt:
        pledge = self.pool.functions.pledge(deal, *self._pledged(range(place, place + 1)))
        return send(self.bench.web3, pledge, self.bench.operator)

    def settle(self, deal: ChecksumAddress, most: int) -> TxReceipt:
        return send(self.bench.web3, self.pool.functions.settle(deal, most), self.bench.passer_by)

    def _pledged(self, places: range) -> tuple[list[bytes], list[int]]:
        """Owned whole, so under no licence."""
        return [number_of(place) for place in places], [0] * len(places)

    def _posts(self, places: tuple[int, ...]) -> Iterator[Post]:
        registry, operator, appraiser = self.registry, self.bench.operator, self.bench.passer_by
        for place in places:
            yield Post(operator, registry.address, registry.encode_abi("enter", [self._entry(place)]))
        for place in places:
            grant = [number_of(place), self._licence(place), document(place, "licence")]
            yield Post(operator, registry.address, registry.encode_abi("grantLicence", grant))
            words = self._valuation(place, self.each * (2 if place == 0 else 1), number=1)
            yield Post(appraiser, registry.address, registry.encode_abi("value", words))

    def _entry(self, place: int) -> tuple[Any, ...]:
        owners, paper = ((self.bench.operator,), (WHOLE,)), document(place, "entry")
        return entry_words(
            RightEntry(number_of(place), Kind.PATENT, "CN", 20200102, EXPIRY, 0, bytes(32), *owners, paper)
        )

    def _licence(self, place: int) -> tuple[Any, ...]:
        licensee = Web3.to_checksum_address(Web3.keccak(text=f"licensee {place}")[-20:])
        parties = (self.bench.operator, licensee, NOBODY)
        return licence_words(Licence(*parties, 0, "WO", False, 50_000, TODAY, LICENSED_UNTIL, HALF))

    def _valuation(self, place: int, amount: int, number: int) -> list[Any]:
        paper = document(place, "valuation", number)
        token = self.bench.currency.address
        return [number_of(place), token, amount, int(Method.INCOME), TODAY, GOOD_UNTIL, paper]


def open_portfolio(bench: Bench, rights: int) -> Portfolio:
    """Deploy the contracts and appoint everybody but attestors of valuations, for a pool of so many rights."""
    made = deploy_rights(bench.web3, bench.operator, THRESHOLD, valuation_threshold=1)
    names = (("IPRegistry", made.registry), ("LegalOracle", made.oracle), ("RightsPool", made.pool))
    registry, oracle, pool = (bench.at(name, address) for name, address in names)
    valuers = bench.at("ValuationOracle", made.valuation_oracle)
    appointed = [(registry, "REGISTRAR_ROLE", bench.operator), (registry, "APPRAISER_ROLE", bench.passer_by)]
    appointed += [(oracle, "ATTESTOR_ROLE", key.address) for key in bench.attestors]
    found = Portfolio(bench, registry, oracle, valuers, pool, rights)
    for contract, role, holder in appointed:
        found.appoint(contract, role, holder)
    return found


def number_of(place: int) -> bytes:
    return registered("CN", Kind.PATENT, 2020, place + 1)


def document(place: int, what: str, number: int = 1) -> bytes:
    """A hash of its own for each."""
    return bytes(Web3.keccak(text=f"{what} {number} of right {place}"))


def event(place: int, act: Act, number: int) -> LegalEvent:
    code = b"F10".ljust(32, b"\0")
    return LegalEvent(number_of(place), number, act, TODAY, 0, code, document(place, "event", number))
