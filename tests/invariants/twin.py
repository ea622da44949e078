# SPDX-License-Identifier: Apache-2.0
"""What every act must come to, by the Python domain alone: its registers, its ladder, its tax; and the books of registry and supervisor.

An act answers with its refusal and then has changed nothing, or with none and has changed the books.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from typing import TypeVar

from regalia.domain.entitlement import Book
from regalia.domain.register import Register
from regalia.domain.transfer_policy import Facts, Question, WalletFacts, answers
from regalia.domain.transfer_rules import TransferRules
from regalia.domain.withholding import TaxTable
from tests.invariants.refusal import Refusal, of_ladder
from tests.invariants.registry_twin import NO_ROLE, Investor, RegistryTwin
from tests.support.platform import OFFICERS, SUPERVISORS
from tests.support.sample import DAY

T = TypeVar("T")
ALL = 2**256 - 1
"""Of income carried by an order."""
OFFICER_OF = {role.removesuffix("_ROLE"): officer for role, officer in OFFICERS.items()}
DEAL = "deal"
"""The subject of a halt of the whole deal."""
LONGEST_HALT = 90 * DAY
HALTER, RESUMER = SUPERVISORS["HALTER_ROLE"], SUPERVISORS["RESUMER_ROLE"]
OF_RECEIVER = (
    Question.RECEIVER_NOT_FROZEN,
    Question.RECEIVER_NOT_HALTED,
    Question.RECEIVER_ELIGIBLE,
    Question.JURISDICTION,
    Question.CLASS,
)
"""What an order can't set aside."""
AT_ISSUANCE = (
    *OF_RECEIVER,
    Question.NOT_HALTED,
    Question.NOT_PAUSED,
    Question.DENOMINATION,
    Question.LARGEST_SHARE,
)
"""What is asked when units are issued, which have no sender."""
OF_HOLDING = (Question.RECEIVER_ELIGIBLE, Question.JURISDICTION, Question.CLASS)
"""Whether somebody may hold units at all, whatever is frozen or halted at the moment."""
NOBODY = WalletFacts(False, False, 0, 0, False, 0, 0, "", 0)
NO_UNITS = Refusal("ERC20InsufficientBalance")


def apart(value: T) -> T:
    """The same, sharing nothing: ``deepcopy`` in a fraction of the time, for plain data."""
    copied: T = pickle.loads(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
    return copied


class Twin(RegistryTwin):
    """The ``originator`` is marked where he has to retain units. ``late``: units of each tranche that are still to be issued."""

    def __init__(
        self,
        rules: Sequence[TransferRules],
        allocation: Mapping[str, Sequence[int]],
        now: int,
        table: TaxTable | None = None,
        originator: str | None = None,
        late: Sequence[int] = (),
    ) -> None:
        super().__init__(now)
        self.rules, self.table, self.originator = tuple(rules), table, originator
        self.registers = [Register() for _ in rules]
        self.coming: list[set[str]] = [set() for _ in rules]
        """Investors whose places among the holders are kept for them until they collect."""
        for t, register in enumerate(self.registers):
            register.place(sum(units[t] for units in allocation.values()) + (late[t] if late else 0))
            for wallet, units in allocation.items():
                self._issue(t, wallet, units[t])
        self.blocked: set[str] = set()
        """By the payment token."""
        self.paused, self.redeemed = [False] * len(rules), [False] * len(rules)
        self.halts: dict[str | int, int] = {}
        """The last second of each halt: of the deal, of a tranche by its number, of a wallet by its role."""
        self.credited, self.claimed = [0] * len(rules), [0] * len(rules)
        self.tax = 0
        self.paid: dict[str, int] = {}

    def copy(self) -> Twin:
        """The same books, to go on with apart from these."""
        other = copy(self)
        changing = {name: value for name, value in vars(self).items() if isinstance(value, dict | list | set)}
        vars(other).update(apart(changing))
        return other

    def halted(self, *subjects: str | int) -> bool:
        """Whether one of them is: the deal, a tranche, a wallet."""
        return any(self.now <= self.halts.get(subject, 0) for subject in subjects)

    def together(
        self, t: int, act: Callable[..., Refusal | None], each: Iterable[tuple[object, ...]]
    ) -> Refusal | None:
        """The same act on a tranche with one set of arguments after another; when one is refused, none was done."""
        before = apart(self.registers[t])
        for arguments in each:
            refusal = act(*arguments)
            if refusal:
                self.registers[t] = before
                return refusal
        return None

    def transfer(self, t: int, sender: str, receiver: str, units: int) -> Refusal | None:
        if sender != receiver and units > self._held(t, sender):
            return NO_UNITS
        no = self._answers(t, sender, receiver, units)
        if no:
            return of_ladder(no[0])
        self.registers[t].move(sender, receiver, units)
        return None

    def force(self, t: int, by: str, sender: str, receiver: str, units: int, income: int) -> Refusal | None:
        if by != OFFICER_OF["ENFORCER"]:
            return NO_ROLE
        if sender == receiver:
            return Refusal("TrancheToken_SameHolder")
        if units > self._held(t, sender):
            return NO_UNITS
        no = [question for question in self._answers(t, sender, receiver, units) if question in OF_RECEIVER]
        if no:
            return of_ladder(no[0])
        if income != ALL and income > self.registers[t].entitlement(sender):
            return Refusal("TrancheToken_NotEnoughIncome")
        self.registers[t].force(sender, receiver, units)
        if income:
            self.registers[t].carry(sender, receiver, None if income == ALL else income)
        return None

    def recover(self, t: int, by: str, lost: str, fresh: str, investor: str) -> Refusal | None:
        if by != OFFICER_OF["RECOVERER"]:
            return NO_ROLE
        if lost == fresh:
            return Refusal("TrancheToken_SameHolder")
        if not self.of.get(lost) == self.of.get(fresh) == investor:
            return Refusal("TrancheToken_OtherInvestor")
        if self.halted(lost):
            return of_ladder(Question.SENDER_NOT_HALTED)
        if not self.eligible(fresh):
            return of_ladder(Question.RECEIVER_ELIGIBLE)
        if self.registers[t].is_empty(lost):
            return Refusal("TrancheToken_NothingToRecover")
        self.registers[t].recover(lost, fresh)
        return None

    def set_frozen(self, t: int, by: str, wallet: str, units: int) -> Refusal | None:
        if by != OFFICER_OF["FREEZER"]:
            return NO_ROLE
        self.registers[t].set_frozen(wallet, units)
        return None

    def freeze_more(self, t: int, by: str, wallet: str, units: int) -> Refusal | None:
        if by != OFFICER_OF["FREEZER"]:
            return NO_ROLE
        register = self.registers[t]
        if units > register.unfrozen(wallet):
            return Refusal("ERC7943InsufficientUnfrozenBalance")
        register.set_frozen(wallet, register.frozen.get(wallet, 0) + units)
        return None

    def thaw(self, t: int, by: str, wallet: str, units: int) -> Refusal | None:
        if by != OFFICER_OF["FREEZER"]:
            return NO_ROLE
        frozen = self.registers[t].frozen.get(wallet, 0)
        if units > frozen:
            return Refusal("TrancheToken_NotSoManyFrozen")
        self.registers[t].set_frozen(wallet, frozen - units)
        return None

    def freeze_wallet(self, t: int, by: str, wallet: str, on: bool) -> Refusal | None:
        if by != OFFICER_OF["FREEZER"]:
            return NO_ROLE
        self.registers[t].freeze_wallet(wallet, on)
        return None

    def pause(self, t: int, by: str, on: bool) -> Refusal | None:
        if by != OFFICER_OF["PAUSER" if on else "RESUMER"]:
            return NO_ROLE
        if self.paused[t] is on:
            return Refusal("TrancheToken_Paused")
        self.paused[t] = on
        return None

    def redeem(self, t: int, by: str, wallet: str, units: int) -> Refusal | None:
        if by != OFFICER_OF["REDEEMER"]:
            return NO_ROLE
        if not self.redeemed[t]:
            return Refusal("TrancheToken_NotRedeemed")
        if units > self._held(t, wallet):
            return NO_UNITS
        self.registers[t].force(wallet, None, units)
        return None

    def issue(self, t: int, wallet: str, units: int) -> Refusal | None:
        """Units of those that were placed, as of closing: what they have earned since comes with them."""
        awaited = self.registers[t].awaited
        no = self.not_issuable(t, wallet, units)
        if units > awaited:
            return Refusal("RoyaltyEscrow_SupplyFixed")
        if no:
            return of_ladder(no[0])
        self._issue(t, wallet, units)
        return None

    def not_issuable(self, t: int, wallet: str, units: int) -> list[Question]:
        """The questions at issuance that are answered with no, in order."""
        return [question for question in self._issue_answers(t, wallet, units) if question in AT_ISSUANCE]

    def no_place_for(self, t: int, wallet: str, units: int) -> bool:
        """Whether it would be a holder too many with these units, which are issued."""
        return Question.HOLDER_COUNT in self._issue_answers(t, wallet, units)

    def distribute(self, income: Sequence[int]) -> Refusal | None:
        if any(amount and not register.supply for register, amount in zip(self.registers, income, strict=True)):
            return Refusal("RoyaltyEscrow_NoUnits")
        for t, amount in enumerate(income):
            self.registers[t].credit(amount)
            self.credited[t] += amount
        return None

    def claim(self, t: int, wallet: str) -> Refusal | None:
        register = self.registers[t]
        if wallet in register.wallets:
            return Refusal("RoyaltyEscrow_HolderFrozen")
        if self.halted(wallet):
            return Refusal("RoyaltyEscrow_HolderHalted")
        owed = register.entitlement(wallet)
        if not owed:
            return Refusal("RoyaltyEscrow_NothingOwed")
        if wallet in self.blocked and owed > self._tax(wallet, owed):
            return Refusal("MockBlockingToken_Blocked")
        gross = register.claim(wallet)
        tax = self._tax(wallet, gross)
        self.claimed[t] += gross
        self.tax += tax
        self.paid[wallet] = self.paid.get(wallet, 0) + gross - tax
        return None

    def halt(self, by: str, subject: str | int, until: int) -> Refusal | None:
        if by != HALTER:
            return NO_ROLE
        if not self.now <= until <= self.now + LONGEST_HALT:
            return Refusal("Supervisor_BadExpiry")
        if until < self.halts.get(subject, 0):
            return Refusal("Supervisor_Shortens")
        self.halts[subject] = until
        return None

    def resume(self, by: str, subject: str | int) -> Refusal | None:
        if by != RESUMER:
            return NO_ROLE
        if not self.halted(subject):
            return Refusal("Supervisor_NotHalted")
        self.halts[subject] = 0
        return None

    def holders(self, t: int) -> int:
        """Investors with units."""
        return len({self.of[wallet] for wallet, account in self.registers[t].accounts.items() if account.units})

    def _issue(self, t: int, wallet: str, units: int) -> None:
        self.registers[t].issue(wallet, units)
        if self.rules[t].retained and wallet == self.originator:
            self.registers[t].retaining.add(wallet)

    def _held(self, t: int, wallet: str) -> int:
        return units_in(self.registers[t], wallet)

    def _tax(self, wallet: str, gross: int) -> int:
        if self.table is None:
            return 0
        investor = self.investors[self.of[wallet]]
        return self.table.tax_down(gross, investor.country, investor.investor_class)

    def _answers(self, t: int, sender: str, receiver: str, units: int) -> list[Question]:
        """Every question answered with no, in order."""
        retaining, sides = sender in self.registers[t].retaining, (self._wallet(t, sender), self._wallet(t, receiver))
        return self._answered(t, *sides, units, same_wallet=sender == receiver, retaining=retaining)

    def _issue_answers(self, t: int, wallet: str, units: int) -> list[Question]:
        return self._answered(t, NOBODY, self._wallet(t, wallet), units, no_sender=True)

    def _answered(
        self,
        t: int,
        sender: WalletFacts,
        receiver: WalletFacts,
        units: int,
        same_wallet: bool = False,
        no_sender: bool = False,
        retaining: bool = False,
    ) -> list[Question]:
        facts = Facts(
            tradable=True,
            halted=self.halted(DEAL, t),
            paused=self.paused[t],
            same_wallet=same_wallet,
            no_sender=no_sender,
            no_receiver=False,
            sender=sender,
            receiver=receiver,
            retaining=retaining,
            now=self.now,
            holders=self.holders(t) + len(self.coming[t]),
        )
        return [Question(code) for code, yes in enumerate(answers(self.rules[t], facts, units), 1) if not yes]

    def _wallet(self, t: int, wallet: str) -> WalletFacts:
        register, investor = self.registers[t], self.of.get(wallet, "")
        facts = self.investors.get(investor, Investor(0, 0, 0))
        held = units_in(register, wallet)
        siblings = [each for each, owner in self.of.items() if owner == investor] if investor else [wallet]
        return WalletFacts(
            wallet in register.wallets,
            self.halted(wallet),
            held,
            register.frozen.get(wallet, 0),
            self.eligible(wallet),
            facts.country,
            facts.investor_class,
            investor,
            sum(units_in(register, each) for each in siblings),
        )


def units_in(book: Book, wallet: str) -> int:
    """Units held; asking opens no account."""
    return book.accounts[wallet].units if wallet in book.accounts else 0
