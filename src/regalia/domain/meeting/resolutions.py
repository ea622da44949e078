# SPDX-License-Identifier: Apache-2.0
"""The six kinds of resolution, and what carrying one out does to a deal."""

from __future__ import annotations

from dataclasses import dataclass, replace

from regalia.domain.meeting.refusal import MeetingRefusedError
from regalia.domain.meeting.rules import MeetingProgram
from regalia.domain.program import CallProgram, Program
from regalia.domain.program_words import CallKind
from regalia.domain.rights.address import is_zero, plain
from regalia.domain.state import State

MISSED_INTEREST = 255
"""As the trigger of a waiver: interest that was missed for good."""


@dataclass(frozen=True)
class MetDeal:
    """What a resolution can change of a deal. ``payees`` are addresses, in the order of the program."""

    rules: MeetingProgram
    program: Program
    payees: tuple[str, ...]
    state: State


@dataclass(frozen=True)
class ReplacePayee:
    """From now on ``successor`` is paid in the place of a payee, by index; what is owed to the first stays his."""

    payee: int
    successor: str

    def carried_out(self, deal: MetDeal) -> MetDeal:
        if not 0 <= self.payee < len(deal.payees) or not deal.rules.may_replace(self.payee):
            known = ", ".join(str(p) for p in range(len(deal.payees)) if deal.rules.may_replace(p)) or "none"
            raise MeetingRefusedError(f"payee {self.payee} can't be replaced", f"The deal file lets these be: {known}.")
        if is_zero(self.successor) or plain(self.successor) == plain(deal.payees[self.payee]):
            rule = "must be the address of another than the payee"
            raise MeetingRefusedError(f"successor {self.successor!r}: {rule}", "Name who is to be paid from now on.")
        payees = (*deal.payees[: self.payee], self.successor, *deal.payees[self.payee + 1 :])
        return replace(deal, payees=payees)


@dataclass(frozen=True)
class ReplaceSigners:
    """Another set of attestors is proposed at the oracle, whose own delay follows: nothing of the deal itself changes."""

    threshold: int
    signers: tuple[str, ...]
    weights: tuple[int, ...]

    def carried_out(self, deal: MetDeal) -> MetDeal:
        if len(self.signers) != len(self.weights):
            counts = f"{len(self.signers)} signers, {len(self.weights)} weights"
            raise MeetingRefusedError(f"{counts}: must be as many", "Give each signer a weight.")
        if not 1 <= self.threshold <= sum(self.weights):
            rule = f"must be 1 to the weight of all signers, {sum(self.weights)}"
            raise MeetingRefusedError(f"threshold {self.threshold}: {rule}", "Lower it, or name more signers.")
        return deal


@dataclass(frozen=True)
class DeclareDefault:
    """As interest missed on a class that defaults: from the next payment date on the acceleration list runs."""

    def carried_out(self, deal: MetDeal) -> MetDeal:
        if not deal.program.acceleration:
            raise MeetingRefusedError("the deal has no steps after an event of default", "It can't be declared here.")
        if deal.state.defaulted:
            raise MeetingRefusedError("the deal is in default already", "Nothing would change.")
        return replace(deal, state=replace(deal.state, defaulted=True))


@dataclass(frozen=True)
class Waive:
    """The answers of a trigger are forgotten and it is not active; ``MISSED_INTEREST``: interest missed is no default.

    What happens later counts anew.
    """

    trigger: int

    def carried_out(self, deal: MetDeal) -> MetDeal:
        state, size = deal.state, len(deal.program.triggers)
        if self.trigger == MISSED_INTEREST:
            forgiven = replace(state, defaulted=False)
        elif 0 <= self.trigger < size:
            history = (*state.history[: self.trigger], 0, *state.history[self.trigger + 1 :])
            active = (*state.active[: self.trigger], False, *state.active[self.trigger + 1 :])
            forgiven = replace(state, history=history, active=active)
        else:
            hint = f"Number them from 0, or write {MISSED_INTEREST} for interest that was missed."
            raise MeetingRefusedError(f"trigger {self.trigger}: the deal has {size}", hint)
        if forgiven == state:
            raise MeetingRefusedError(f"trigger {self.trigger}: there is nothing to waive", "Nothing would change.")
        return replace(deal, state=forgiven)


@dataclass(frozen=True)
class Amend:
    """A field, by its place among the amendable ones, gets another number; it counts from the next payment date on."""

    field: int
    value: int

    def carried_out(self, deal: MetDeal) -> MetDeal:
        field = deal.rules.field(self.field)
        amended = field.amended(deal.program, self.value)
        if amended == deal.program:
            raise MeetingRefusedError(f"{field.label} is {self.value} already", "Nothing would change.")
        return replace(deal, program=amended)


@dataclass(frozen=True)
class OpenCall:
    """A call, by index, may be exercised from now on, whatever is left and whatever the date."""

    call: int

    def carried_out(self, deal: MetDeal) -> MetDeal:
        calls = deal.program.calls
        if not 0 <= self.call < len(calls):
            raise MeetingRefusedError(f"call {self.call}: the deal has {len(calls)}", "Number them from 0.")
        opened = opened_call(calls[self.call], len(deal.program.tranches))
        if opened == calls[self.call]:
            raise MeetingRefusedError(f"call {self.call} is open already", "Nothing would change.")
        changed = replace(deal.program, calls=(*calls[: self.call], opened, *calls[self.call + 1 :]))
        return replace(deal, program=changed)


Resolution = ReplacePayee | ReplaceSigners | DeclareDefault | Waive | Amend | OpenCall


def opened_call(call: CallProgram, tranches: int) -> CallProgram:
    """An optional call without a day. A clean-up call becomes one of all tranches, as it had been.

    Its share can't be raised instead: 100% of the original balances is the most a program may say, and interest that was added to
    balances can be above it.
    """
    mask = (1 << tranches) - 1 if call.kind is CallKind.CLEAN_UP else call.tranche_mask
    return replace(call, kind=CallKind.OPTIONAL, tranche_mask=mask, since=None)
