# SPDX-License-Identifier: Apache-2.0
"""Disputes and their bonds in Python: where a dispute stands, who may act, and what becomes of the bonds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from tests.oracle.court import APPEAL_TIME, SUPERVISOR_TIME, TRUSTEE_TIME, Stage


class ForetoldError(Exception):
    """The oracle will refuse by this name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def require(holds: bool, name: str) -> None:
    if not holds:
        raise ForetoldError(name)


@dataclass
class Case:
    """One dispute; times in seconds, None for what has not happened."""

    disputer: str
    opened: int
    bond: int
    was_final: int
    decided: int | None = None
    decided_by: str | None = None
    strike: bool = False
    appellant: str | None = None
    appealed: int | None = None
    appeal_bond: int = 0

    def stage(self, now: int) -> Stage:
        if self.decided is None and now <= self.opened + TRUSTEE_TIME:
            return Stage.WITH_TRUSTEE
        if self.decided is not None and self.appealed is None:
            return Stage.APPEALABLE if now <= self.decided + APPEAL_TIME else Stage.DUE
        begun = self.opened + TRUSTEE_TIME if self.appealed is None else self.appealed
        return Stage.WITH_SUPERVISOR if now <= begun + SUPERVISOR_TIME else Stage.DUE


class Disputes:
    """By number; ``offices`` of each person. What bonds there were is owed to somebody or forfeited in the end."""

    def __init__(self, bond: int, offices: Mapping[str, frozenset[str]]) -> None:
        self.bond, self.offices = bond, offices
        self.cases: dict[int, Case] = {}
        self.owed: Counter[str] = Counter()
        self.forfeited = 0

    def holds(self, person: str, *offices: str) -> bool:
        return not self.offices.get(person, frozenset()).isdisjoint(offices)

    def stage(self, number: int, now: int) -> Stage:
        return self.cases[number].stage(now) if number in self.cases else Stage.NONE

    def bond_of(self, person: str) -> int:
        if self.holds(person, "trustee", "supervisor"):
            return 0
        require(self.bond != 0, "OracleDisputes_Reserved")
        return self.bond

    def open(self, number: int, by: str, now: int, final: int) -> None:
        """Over what would have been final then."""
        self.cases[number] = Case(by, now, self.bond_of(by), final)

    def decide(self, number: int, by: str, strike: bool, now: int) -> bool | None:
        """Whether it is struck, where that is for good."""
        stage = self.stage(number, now)
        office = {Stage.WITH_TRUSTEE: "trustee", Stage.WITH_SUPERVISOR: "supervisor"}.get(stage)
        if office is None:
            raise ForetoldError("OracleDisputes_WrongStage")
        require(self.holds(by, office), "AccessControlUnauthorizedAccount")
        case = self.cases[number]
        require(by not in (case.disputer, case.appellant, case.decided_by), "OracleDisputes_OwnCause")
        if office == "trustee":
            case.decided, case.decided_by, case.strike = now, by, strike
            return None
        self._end(number, strike, by_supervisor=True)
        return strike

    def appeal(self, number: int, by: str, now: int) -> None:
        require(self.stage(number, now) is Stage.APPEALABLE, "OracleDisputes_WrongStage")
        case, bond = self.cases[number], self.bond_of(by)
        case.appellant, case.appealed, case.appeal_bond = by, now, bond

    def settle(self, number: int, now: int) -> bool:
        """Whether it is struck."""
        require(self.stage(number, now) is Stage.DUE, "OracleDisputes_WrongStage")
        strike = self.cases[number].strike
        self._end(number, strike, by_supervisor=False)
        return strike

    @property
    def open_bonds(self) -> int:
        return sum(case.bond + case.appeal_bond for case in self.cases.values())

    @property
    def held(self) -> int:
        return self.open_bonds + self.owed.total() + self.forfeited

    def withdraw(self, by: str) -> None:
        require(self.owed[by] > 0, "OracleDisputes_NothingOwed")
        self.owed[by] = 0

    def pay_forfeited(self) -> int:
        require(self.forfeited > 0, "OracleDisputes_NothingOwed")
        paid, self.forfeited = self.forfeited, 0
        return paid

    def _end(self, number: int, struck: bool, by_supervisor: bool) -> None:
        """The disputer was right, or nobody said; the appellant was right, or nobody heard him."""
        case = self.cases.pop(number)
        said = by_supervisor or case.decided is not None
        self._give(case.disputer, case.bond, struck or not said)
        if case.appellant is not None:
            self._give(case.appellant, case.appeal_bond, not by_supervisor or struck != case.strike)

    def _give(self, person: str, bond: int, back: bool) -> None:
        if back:
            self.owed[person] += bond
        else:
            self.forfeited += bond
