# SPDX-License-Identifier: Apache-2.0
"""The words of a program: what its numbers stand for. See ``docs/decisions/0003-the-whole-waterfall.md``."""

from __future__ import annotations

from enum import IntEnum, IntFlag

FACILITY_BIT = 128
"""In a step's support: this bit and the facility; without it, an account + 1."""


class StepKind(IntEnum):
    EXPENSE = 0
    INTEREST = 1
    RESERVE = 2
    PRINCIPAL = 3
    RESIDUAL = 4
    TRAP = 5
    REPAY_SUPPORT = 6


class SubjectKind(IntEnum):
    PAYEE = 0
    TRANCHE = 1
    ACCOUNT = 2
    FACILITY = 3


class DueKind(IntEnum):
    """How an expense is found."""

    FIXED = 0
    COLLECTIONS_RATE = 1
    OUTSTANDING_RATE = 2
    AS_INVOICED = 3
    ABOVE_CAP = 4


class PrincipalKind(IntEnum):
    """How principal is found."""

    TURBO = 0
    SCHEDULED_SHARE = 1
    SCHEDULED_TABLE = 2
    TARGET_TABLE = 3
    TARGET_SHARE = 4


class StepFlag(IntFlag):
    NONE = 0
    CARRIED = 1  # expense: the shortfall is due again at the next date
    CAPPED = 2  # expense: no more than its cap ranks here
    TAKEN_ABOVE = 4  # expense: a later step takes what is above the cap
    PART_FIXED = 1  # reserve: which parts of the formula take part
    PART_INTEREST = 2
    PART_OUTSTANDING = 4
    SET_BY_REPORT = 8
    GOES_ON = 1  # principal: of the group of the step before
    PRO_RATA = 2  # principal: in proportion


class FacilityKind(IntEnum):
    LIQUIDITY = 0
    GUARANTEE = 1


class CallKind(IntEnum):
    OPTIONAL = 0
    CLEAN_UP = 1


class Measure(IntEnum):
    DEBT_SERVICE_COVERAGE = 0
    INTEREST_COVERAGE = 1
    OVERCOLLATERALISATION = 2
    LEVERAGE = 3
    COLLECTIONS_TO_FORECAST = 4
    RESERVE_DEFICIENCY = 5
    ARREARS_AGE = 6
    FACT = 7
    DAYS_SINCE_REPORT = 8
    DATE_REACHED = 9
    SUPPORT_UNPAID = 10


class Comparison(IntEnum):
    BELOW = 0
    AT_MOST = 1
    AT_LEAST = 2
    ABOVE = 3


EVENT_OF_DEFAULT = 255
"""As the effect of a trigger; every other number is a flag."""
POOL_VALUE = "pool-value"
"""Label of the fact that is an amount; the others are shares in ppm."""
