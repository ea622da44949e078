# SPDX-License-Identifier: Apache-2.0
"""A deal on the Mills notes that never was: its events as contracts would tell them, beside registers of the domain that live it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from eth_utils.address import to_checksum_address

from regalia.chain.events import Event
from regalia.chain.record import DeploymentRecord
from regalia.domain.compile import compile_terms
from regalia.domain.program import StepKind
from regalia.domain.register import Register
from regalia.domain.terms import Terms, load_terms
from regalia.ledger.model import Claim, MoveKind, UnitTransfer
from regalia.ledger.place import Place
from regalia.ledger.powers_model import Order
from regalia.ledger.run import NOBODY
from tests.chain.records import address, contract, record_data
from tests.mills import NOTES

START = 1_704_067_200
PRICE = 100
OFFICER = address(605)
REF, EVIDENCE = b"court 1/24".ljust(32, b"\0"), b"\x0e" * 32
ORDER = Order("0x" + REF.hex(), "0x" + EVIDENCE.hex(), OFFICER)
Whose = tuple[str, str]


class Teller:
    """``registers`` by tranche. ``income``, ``transfers`` and ``claims`` are what each wallet of each tranche must be told of."""

    def __init__(self) -> None:
        self.terms: Terms = load_terms(NOTES)
        self.program = compile_terms(self.terms)
        tokens = {tranche.id: contract(200 + i) for i, tranche in enumerate(self.terms.tranches)}
        payees = {payee: address(400 + i) for i, payee in enumerate(self.program.payees)}
        data = record_data() | {"deal_id": self.terms.id, "tokens": tokens, "payees": payees}
        data |= {"settlement_desk": contract(150)}
        self.record = DeploymentRecord.model_validate(data)
        self.events: list[Event] = []
        self.registers = {tranche.id: Register() for tranche in self.terms.tranches}
        self.income: defaultdict[Whose, dict[Place, int]] = defaultdict(dict)
        self.transfers: defaultdict[Whose, list[UnitTransfer]] = defaultdict(list)
        self.claims: defaultdict[Whose, list[Claim]] = defaultdict(list)
        self.block, self.log, self.transaction, self.periods = 20, 0, 0, 0

    def next_block(self, empty: int = 0) -> None:
        self.block, self.log = self.block + 1 + empty, 0
        self.next_transaction()

    def next_transaction(self) -> None:
        self.transaction += 1

    def open(self, units: Mapping[str, int]) -> None:
        """Wired, cleared and closed: so many units of each tranche, none of them issued."""
        place = to_checksum_address(address(603))
        ends = bytes.fromhex(place[2:]) * 4 + bytes(32) + bytes.fromhex(place[2:]) * len(units)
        wiring = self.program.pack() + ends + bytes(16 * len(self.program.accounts))
        self.tell("DealWired", self.record.deal.address, termsHash=bytes(32), wiring=wiring)
        for index, placed in enumerate(units.values()):
            args = {"tranche": index, "level": 0, "placed": placed, "available": placed, "demand": placed}
            self.tell("TrancheCleared", self.record.offering.address, **args, price=PRICE)
        for tranche, placed in units.items():
            self.registers[tranche].place(placed)
        self.tell("BooksOpened", self.record.escrow.address, units=tuple(units.values()))

    def issue(self, tranche: str, holder: str, units: int) -> Place:
        index = [t.id for t in self.terms.tranches].index(tranche)
        words = {"tranche": index, "investor": holder, "level": 0, "place": 0, "units": units}
        self.tell("Collected", self.record.offering.address, **words)
        self.registers[tranche].issue(holder, units)
        return self._moved(tranche, NOBODY, holder, units)

    def transfer(self, tranche: str, sender: str, receiver: str, units: int) -> Place:
        self.registers[tranche].move(sender, receiver, units)
        place = self._moved(tranche, sender, receiver, units)
        if sender != receiver and units:
            self._keep(UnitTransfer(tranche, sender, receiver, units, place))
        return place

    def claim(self, tranche: str, holder: str, tax: int = 0) -> Place:
        owed = self.registers[tranche].entitlement(holder)
        gross = self.registers[tranche].claim(holder)
        args = {"token": self._token(tranche), "holder": holder, "gross": gross, "tax": tax}
        place = self.tell("IncomeClaimed", self.record.escrow.address, **args)
        self.claims[tranche, holder].append(Claim(holder, tranche, gross, place, tax, gross - owed))
        return place

    def force(self, tranche: str, sender: str, receiver: str, units: int, income: int, by_token: bool = False) -> Place:
        """By the agent, or by an officer at the token itself."""
        book, token, sides = self.registers[tranche], self._token(tranche), {"from": sender, "to": receiver}
        before = book.entitlement(sender), book.entitlement(receiver)
        book.force(sender, receiver, units)
        if income:
            book.carry(sender, receiver, income)
        self._moved(tranche, sender, receiver, units)
        self.tell("ForcedTransfer", token, **sides, amount=units)
        if income:
            self.tell("IncomeCarried", token, **sides, amount=income)
        words = sides | {"token": token, "units": units, "income": income}
        place = self._ordered("Ordered", token) if by_token else self._ordered("UnitsForced", None, **words)
        out, into = before[0] - book.entitlement(sender), book.entitlement(receiver) - before[1]
        self._keep(UnitTransfer(tranche, sender, receiver, units, place, MoveKind.FORCED, ORDER, out, into))
        return place

    def recover(self, tranche: str, lost: str, fresh: str) -> Place:
        book = self.registers[tranche]
        units, before = book.account(lost).units, (book.entitlement(lost), book.entitlement(fresh))
        book.recover(lost, fresh)
        book.freeze_wallet(lost, False)
        if units:
            self._moved(tranche, lost, fresh, units)
        args = {"lostWallet": lost, "newWallet": fresh, "investor": fresh}
        self.tell("RecoverySuccess", self._token(tranche), **args)
        place = self._ordered("WalletRecovered", None, token=self._token(tranche), lost=lost, fresh=fresh)
        into = book.entitlement(fresh) - before[1]
        self._keep(UnitTransfer(tranche, lost, fresh, units, place, MoveKind.RECOVERED, ORDER, before[0], into))
        return place

    def redeem(self, tranche: str, holder: str, units: int) -> Place:
        book = self.registers[tranche]
        before = book.entitlement(holder)
        book.force(holder, None, units)
        self._moved(tranche, holder, NOBODY, units)
        place = self._ordered("UnitsRedeemed", None, token=self._token(tranche), holder=holder, units=units)
        out = before - book.entitlement(holder)
        self._keep(UnitTransfer(tranche, holder, None, units, place, MoveKind.REDEEMED, ORDER, out))
        return place

    def pay(self, amounts: Mapping[str, int]) -> Place:
        """A payment date that pays each tranche so much, by its first step."""
        records, owed = self._records(amounts), dict(amounts)
        before = {key: register_of(self.registers[key]) for key in owed}
        args = {"period": self.periods, "executor": OFFICER, "available": 0, "left": 0, "records": records}
        place = self.tell("PaymentDateExecuted", self.record.deal.address, **args)
        self.periods += 1
        for tranche, amount in owed.items():
            self.registers[tranche].credit(amount)
            for holder, had in before[tranche].items():
                if growth := self.registers[tranche].entitlement(holder) - had:
                    self.income[tranche, holder][place] = growth
        return place

    def tell(self, name: str, speaker: str, **args: Any) -> Place:
        block, where = self.block, to_checksum_address(speaker)
        words = (block, f"0x{block:064x}", f"0x{self.transaction:064x}")
        event = Event(name, where, args, *words, self.log, START + 12 * block)
        self.events.append(event)
        self.log += 1
        return Place.of(event)

    def _records(self, amounts: Mapping[str, int]) -> bytes:
        """Interest of the notes and the residual of the rest."""
        left, records = dict(amounts), b""
        for step in self.program.steps:
            of_tranche = step.kind in (StepKind.INTEREST, StepKind.RESIDUAL)
            paid = left.pop(self.program.subject_of(step), 0) if of_tranche else 0
            records += paid.to_bytes(16, "big") * 2 + bytes(32)
        assert not left
        return records

    def _moved(self, tranche: str, sender: str, receiver: str, units: int) -> Place:
        return self.tell("Transfer", self._token(tranche), **{"from": sender, "to": receiver, "value": units})

    def _ordered(self, name: str, speaker: str | None, **args: Any) -> Place:
        order = {"ref": REF, "evidence": EVIDENCE, "by": OFFICER}
        return self.tell(name, speaker or self.record.transfer_agent.address, **args, **order)

    def _keep(self, move: UnitTransfer) -> None:
        sides: Sequence[str | None] = (move.sender, move.receiver)
        for side in sides:
            if side is not None:
                self.transfers[move.tranche, side].append(move)

    def _token(self, tranche: str) -> str:
        return self.record.tokens[tranche].address


def register_of(book: Register) -> dict[str, int]:
    """What everybody is owed."""
    return {holder: book.entitlement(holder) for holder in book.accounts}
