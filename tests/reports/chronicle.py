# SPDX-License-Identifier: Apache-2.0
"""A ledger made by hand: the deal's life told in the order of blocks, with the books of the domain and no chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from eth_utils.address import to_checksum_address

from regalia.chain.events import Event
from regalia.chain.record import DeploymentRecord
from regalia.domain.compile import compile_terms, opening_state
from regalia.domain.entitlement import ONE
from regalia.domain.history import DealBooks, PaymentDate, PeriodReport
from regalia.domain.program import SubjectKind
from regalia.domain.register import Register
from regalia.domain.terms import load_terms
from regalia.ledger.model import (
    CallPayment,
    Claim,
    ConcludedDeal,
    DealLedger,
    Delivery,
    DeliveryKind,
    ExecutedDate,
    HolderIncome,
    MoveKind,
    Refund,
    RoyaltyReceipt,
    Subscription,
    SupportReceipt,
    UnitTransfer,
)
from regalia.ledger.place import Place
from regalia.ledger.powers_model import Act, Halt, Order, Power, Scope
from regalia.ledger.run import unopened
from regalia.ledger.trade_model import Trade
from regalia.receipts import ReceiptsRow, read_receipts
from tests.chain.records import address, contract, record_data

LICENSEE = address(601)
EXECUTOR = address(602)
ORIGINATOR = address(603)
AUTHORITY = address(604)
OFFICER = address(605)
SUPERVISOR = address(606)
START = 1_704_067_200
"""Before the first block: 2024-01-01 00:00 UTC. An hour passes between blocks; a period's cash comes on its payment date."""


def order(reference: str, by: str = OFFICER) -> Order:
    return Order("0x" + reference.encode().ljust(32, b"\0").hex(), "0x" + "0e" * 32, by)


class Chronicle:
    """A deal's life; every method is one transaction in a block of its own."""

    def __init__(self, deal: Path) -> None:
        terms = load_terms(deal)
        program = compile_terms(terms)
        self.opening = opening_state(terms, program)
        data = record_data() | {
            "deal_id": terms.id,
            "tokens": {tranche.id: contract(200 + i) for i, tranche in enumerate(terms.tranches)},
            "attestors": {"signers": [address(501 + i) for i in range(4)], "threshold": terms.oracle.threshold},
            "payees": {payee: address(400 + i) for i, payee in enumerate(program.payees)},
            "arguments": {"tax_authority": AUTHORITY},
        }
        record = DeploymentRecord.model_validate(data)
        books = {tranche.label: Register() for tranche in program.tranches}
        authority = AUTHORITY if terms.withholding else None
        self.ledger = DealLedger(terms, record, program, DealBooks(program, unopened(program)), books, authority)
        self.block = 20
        self.time = START

    def subscribe(self, tranche: str, investor: str, units: int) -> Place:
        terms = next(t for t in self.ledger.terms.tranches if t.id == tranche)
        paid = units * self.ledger.terms.money.to_units(terms.offer_price)
        place = self._event("Subscribed", "offering", {"investor": investor, "units": units, "paid": paid})
        self.ledger.subscriptions.append(Subscription(tranche, investor, units, paid, place))
        return place

    def close(self, *late: str) -> Place:
        """Everybody collects at once, but for those who come ``late``."""
        proceeds = sum(sale.paid for sale in self.ledger.subscriptions)
        place = self._event("DealClosed", "deal", {"proceeds": proceeds})
        self.ledger.proceeds, self.ledger.closed = proceeds, place
        self.ledger.deal.state = self.opening
        self._owe(ORIGINATOR, proceeds - sum(self.opening.account))
        for tranche, book in self.ledger.books.items():
            book.place(sum(sale.units for sale in self.ledger.subscriptions if sale.tranche == tranche))
        for sale in self.ledger.subscriptions:
            if sale.investor not in late:
                self.collect(sale)
        return place

    def collect(self, sale: Subscription) -> Place:
        """What was bid for is issued, with what it earned since closing."""
        place = self._event("Collected", "offering", {"investor": sale.investor, "units": sale.units})
        book = self.ledger.books[sale.tranche]
        before = book.entitlement(sale.investor)
        book.issue(sale.investor, sale.units)
        income = book.entitlement(sale.investor) - before
        told = Delivery(sale.tranche, sale.investor, sale.units, sale.paid, income, DeliveryKind.ALLOTTED, place)
        self.ledger.deliveries.append(told)
        return place

    def pay_royalty(self, amount: int, payer: str = LICENSEE) -> Place:
        licence, reference = b"\x07" * 32, b"\x08" * 32
        args = {"payer": payer, "licence": licence, "amount": amount, "paymentReference": reference}
        place = self._event("RoyaltyPaid", "escrow", args)
        words = ("0x" + licence.hex(), "0x" + reference.hex())
        self.ledger.deal.collect(amount)
        self.ledger.receipts.append(RoyaltyReceipt(payer, *words, amount, place))
        return place

    def execute(self, row: ReceiptsRow) -> ExecutedDate:
        """Report and payment date of a period; the cash must have come before."""
        ledger = self.ledger
        reported = self._event("ReportAccepted", "oracle", {"period": row.period, "evidenceRoot": row.evidence})
        payment = ledger.deal.execute(row.report, row.pool_facts(ledger.program))
        executed = self._event("PaymentDateExecuted", "deal", {"period": row.period, "executor": EXECUTOR})
        self._credit(row.period, executed, payment.paid(SubjectKind.TRANCHE))
        self._credit_payees(payment.paid(SubjectKind.PAYEE), payment.paid(SubjectKind.FACILITY))
        signers = tuple(ledger.record.attestors.signers[: ledger.record.attestors.threshold])
        supply = tuple(ledger.books[tranche.label].supply for tranche in ledger.program.tranches)
        owed = ledger.payables.get(AUTHORITY, 0)
        root = "0x" + row.evidence.hex()
        done = ExecutedDate(payment, root, signers, EXECUTOR, reported, executed, supply, owed)
        ledger.dates.append(done)
        return done

    def quarter(self, row: ReceiptsRow) -> ExecutedDate:
        """Cash in full, then the payment date."""
        self.time = int(datetime.combine(row.payment_date, time(9), UTC).timestamp())
        if row.collected:
            self.pay_royalty(row.collected)
        return self.execute(row)

    def support(self, facility: int, amount: int) -> Place:
        """The provider of a facility puts cash in."""
        terms = self.ledger.program.facilities[facility]
        provider = self.ledger.record.payees[self.ledger.program.payees[terms.payee]]
        place = self._event("SupportReceived", "deal", {"facility": facility, "provider": provider, "amount": amount})
        self.ledger.deal.put_in(facility, amount)
        self.ledger.support.append(SupportReceipt(terms.label, provider, amount, place))
        return place

    def call(self, index: int, day: date) -> Place:
        """The holder of a call repays its tranches on that day."""
        ledger, before = self.ledger, self.ledger.deal.state
        self.time = int(datetime.combine(day, time(9), UTC).timestamp())
        paid = ledger.deal.exercise_call(index, day)
        terms = ledger.program.calls[index]
        holder = ledger.record.payees[ledger.program.payees[terms.payee]]
        place = self._event("CallExercised", "deal", {"index": index, "holder": holder, "paid": list(paid)})
        balance = tuple(b if p else 0 for b, p in zip(before.balance, paid, strict=True))
        arrears = tuple(a if p else 0 for a, p in zip(before.arrears, paid, strict=True))
        premium = tuple(-(-b * terms.price // 10**6) - b for b in balance)
        ledger.calls.append(CallPayment(index, holder, day, balance, arrears, premium, paid, place))
        self._credit(ledger.deal.next_period, place, paid)
        return place

    def conclude(self) -> Place:
        ledger, period = self.ledger, self.ledger.deal.next_period
        done = ledger.deal.conclude()
        place = self._event("DealConcluded", "deal", {"period": period, "by": EXECUTOR})
        invoices = (0,) * len(ledger.program.invoiced_steps)
        payment = PaymentDate(
            program=ledger.program,
            report=PeriodReport(period, 0, invoices=invoices),
            records=done.records,
            state=done.state,
            flow=done.flow,
            collection=ledger.deal.collection,
            accelerated=done.accelerated,
        )
        ledger.concluded = ConcludedDeal(payment, done.returned, EXECUTOR, place)
        self._credit(period, place, done.paid(SubjectKind.TRANCHE))
        self._credit_payees(done.paid(SubjectKind.PAYEE), done.paid(SubjectKind.FACILITY), done.returned)
        return place

    def transfer(self, tranche: str, sender: str, receiver: str, units: int) -> Place:
        place = self._event("Transfer", f"tokens.{tranche}", {"from": sender, "to": receiver, "value": units})
        self.ledger.books[tranche].move(sender, receiver, units)
        self.ledger.transfers.append(UnitTransfer(tranche, sender, receiver, units, place))
        return place

    def trade(
        self, tranche: str, seller: str, buyer: str, units: int, price: int, fee: int = 0, maker: str | None = None
    ) -> Place:
        """At the desk, which tells of it right after the token did."""
        moved = self.transfer(tranche, seller, buyer, units)
        place = replace(moved, log_index=moved.log_index + 1)
        self.ledger.trades.append(Trade(tranche, seller, buyer, units, price, place, fee, maker))
        return place

    def take_up(self, sale: Subscription, taker: str) -> int:
        """Another takes up what the bidder may not hold, and the bidder gets the money back; what was paid for its income."""
        book = self.ledger.books[sale.tranche]
        earned = -(-book.per_unit * sale.units // ONE)
        place = self._event("TakenUp", "offering", {"investor": sale.investor, "by": taker, "units": sale.units})
        before = book.entitlement(taker)
        book.issue(taker, sale.units)
        income, paid = book.entitlement(taker) - before, sale.paid + earned
        self.ledger.deliveries.append(
            Delivery(sale.tranche, taker, sale.units, paid, income, DeliveryKind.TAKEN_UP, place)
        )
        self.refund(sale.tranche, sale.investor, paid)
        return earned

    def redeem(self, tranche: str, holder: str, units: int, reference: str) -> Place:
        place = self._event("UnitsRedeemed", "transfer_agent", {"holder": holder, "units": units})
        book = self.ledger.books[tranche]
        owed = book.entitlement(holder)
        book.force(holder, None, units)
        taken = owed - book.entitlement(holder)
        self.ledger.transfers.append(
            UnitTransfer(tranche, holder, None, units, place, MoveKind.REDEEMED, order(reference), taken)
        )
        self._act(Act(Power.REDEEM, tranche, order(reference), place, holder, units=units))
        return place

    def claim(self, tranche: str, holder: str, tax_ppm: int = 0) -> Place:
        owed = self.ledger.books[tranche].entitlement(holder)
        amount = self.ledger.books[tranche].claim(holder)
        tax = amount * tax_ppm // 10**6
        place = self._event("IncomeClaimed", "escrow", {"holder": holder, "gross": amount, "tax": tax})
        self.ledger.claims.append(Claim(holder, tranche, amount, place, tax, amount - owed))
        if tax:
            self._owe(AUTHORITY, tax)
        return place

    def refund(self, tranche: str, investor: str, paid: int) -> Place:
        place = self._event("Refunded", "offering", {"investor": investor, "paid": paid})
        self.ledger.refunds.append(Refund(tranche, investor, paid, place))
        return place

    def freeze(self, tranche: str, holder: str, units: int, reference: str) -> Place:
        place = self._event("UnitsFrozen", "transfer_agent", {"holder": holder, "units": units})
        self.ledger.books[tranche].set_frozen(holder, units)
        self._act(Act(Power.FREEZE_UNITS, tranche, order(reference), place, holder, units=units))
        return place

    def force(self, tranche: str, sender: str, receiver: str, units: int, income: int, reference: str) -> Place:
        place = self._event("UnitsForced", "transfer_agent", {"from": sender, "to": receiver, "units": units})
        book = self.ledger.books[tranche]
        before = book.entitlement(sender), book.entitlement(receiver)
        book.force(sender, receiver, units)
        book.carry(sender, receiver, income)
        taken, given = before[0] - book.entitlement(sender), book.entitlement(receiver) - before[1]
        self.ledger.transfers.append(
            UnitTransfer(tranche, sender, receiver, units, place, MoveKind.FORCED, order(reference), taken, given)
        )
        self._act(Act(Power.FORCE, tranche, order(reference), place, sender, receiver, units, income))
        return place

    def recover(self, tranche: str, lost: str, fresh: str, reference: str) -> Place:
        place = self._event("WalletRecovered", "transfer_agent", {"lost": lost, "fresh": fresh})
        book = self.ledger.books[tranche]
        units, owed = book.accounts[lost].units, book.entitlement(lost)
        had = book.entitlement(fresh)
        book.recover(lost, fresh)
        given = book.entitlement(fresh) - had
        self.ledger.transfers.append(
            UnitTransfer(tranche, lost, fresh, units, place, MoveKind.RECOVERED, order(reference), owed, given)
        )
        self._act(Act(Power.RECOVER, tranche, order(reference), place, lost, fresh, units, owed))
        return place

    def halt(self, holder: str, seconds: int, reason: str, reference: str) -> Place:
        place = self._event("HolderHalted", "supervisor", {"holder": holder, "reason": reason})
        until = place.timestamp + seconds
        self.ledger.halts.holders[holder] = until
        self.ledger.halted.append(Halt(Scope.HOLDER, holder, until, reason, order(reference, SUPERVISOR), place))
        return place

    def withdraw(self, payee: str) -> Place:
        amount = self.ledger.payables.pop(payee)
        place = self._event("PayableClaimed", "escrow", {"payee": payee, "amount": amount})
        self.ledger.claims.append(Claim(payee, None, amount, place))
        return place

    def rows(self, receipts: Path) -> tuple[ReceiptsRow, ...]:
        return read_receipts(receipts, self.ledger.program, self.ledger.terms.money)

    def _act(self, act: Act) -> None:
        self.ledger.acts.append(act)

    def _credit(self, period: int, place: Place, incomes: Sequence[int]) -> None:
        for tranche, paid in zip(self.ledger.program.tranches, incomes, strict=True):
            book = self.ledger.books[tranche.label]
            before = {holder: book.entitlement(holder) for holder in book.accounts}
            book.credit(paid)
            for holder, owed in before.items():
                if grown := book.entitlement(holder) - owed:
                    units = book.account(holder).units
                    self.ledger.income.append(HolderIncome(period, tranche.label, holder, units, grown, place))

    def _credit_payees(self, payees: Sequence[int], facilities: Sequence[int], returned: Sequence[int] = ()) -> None:
        program, addresses = self.ledger.program, self.ledger.record.payees
        for payee, paid in zip(program.payees, payees, strict=True):
            self._owe(addresses[payee], paid)
        for amounts in (facilities, returned):
            for facility, paid in zip(program.facilities, amounts, strict=False):
                self._owe(addresses[program.payees[facility.payee]], paid)

    def _owe(self, payee: str, amount: int) -> None:
        self.ledger.payables[payee] = self.ledger.payables.get(payee, 0) + amount

    def _event(self, name: str, where: str, args: Mapping[str, Any]) -> Place:
        self.block += 1
        self.time += 3_600
        at = next(c.address for field, c in self.ledger.record.contracts() if field == where)
        event = Event(
            name=name,
            address=to_checksum_address(at),
            args=args,
            block_number=self.block,
            block_hash=f"0x{self.block:064x}",
            transaction_hash=f"0x{self.block * 7919 + 1:064x}",
            log_index=3,
            timestamp=self.time,
        )
        self.ledger.events.append(event)
        return Place.of(event)
