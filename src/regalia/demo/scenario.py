# SPDX-License-Identifier: Apache-2.0
"""Who does what in the demo: two deals on the same receipts, and one on patents. Every amount comes from the files or from the chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from regalia.domain.terms.investors import InvestorClass


@dataclass(frozen=True)
class Order:
    """What an investor, named by role, bids for in the offering; ``level`` 0 is the best for the issuer."""

    tranche: str
    investor: str
    units: int
    level: int = 0


@dataclass(frozen=True)
class Sale:
    """Units that go from an investor to another around the payment date of ``quarter`` (0 is the first): after it, or ``before`` it with
    the income it brings. Sold at the desk for a ``price`` a unit, in whole currency; without one they are just passed on.
    """

    quarter: int
    tranche: str
    seller: str
    buyer: str
    units: int
    price: str | None = None
    before: bool = False


@dataclass(frozen=True)
class Profile:
    """What the registry is told of an investor: country (alpha-2) and class."""

    country: str = "US"
    investor_class: InvestorClass = "professional"


@dataclass(frozen=True)
class RefusedSale:
    """A sale that the tranche's rules refuse, tried after the payment date of ``quarter``; ``buyer`` is admitted as told."""

    quarter: int
    tranche: str
    seller: str
    buyer: str
    profile: Profile
    units: int


@dataclass(frozen=True)
class Halt:
    """The supervisor halts a tranche for some days after the payment date of ``quarter``, before that quarter's sales."""

    quarter: int
    tranche: str
    days: int
    reason: str


@dataclass(frozen=True)
class Freeze:
    """A holder's wallet is frozen from before the payment date of ``quarter`` until after it."""

    quarter: int
    tranche: str
    holder: str


@dataclass(frozen=True)
class LostKey:
    """A holder loses its key after the payment date of ``quarter``."""

    quarter: int
    holder: str


@dataclass(frozen=True)
class Draft:
    """In ``quarter`` a ``party`` holds a wrong copy, ``draft``, of the document ``file`` until it is told."""

    quarter: int
    party: str
    file: str
    draft: str


@dataclass(frozen=True)
class Challenge:
    """An outsider disputes the report of ``quarter``, which is right, and loses the bond."""

    quarter: int


@dataclass(frozen=True)
class Meeting:
    """After ``quarter`` the holders of the notes meet on replacing a ``payee`` by somebody else; ``voters`` vote for it."""

    quarter: int
    payee: str
    convener: str
    voters: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Scenario:
    """One deal of the demo. ``receipts_file``, what is to come out, and the folders ``documents`` and ``evidence`` are under ``data/``;
    ``arrivals`` are the documents of each ``{period}``. ``servicer`` is the attestor that proposes. ``patient`` claims only at the end.

    Who has no profile is a professional investor of the US.
    """

    title: str
    terms_file: str
    receipts_file: str
    documents: str
    evidence: str
    arrivals: tuple[str, ...]
    servicer: str
    orders: tuple[Order, ...]
    sales: tuple[Sale, ...]
    patient: str
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    acts: tuple[RefusedSale | Halt | Freeze | LostKey | Draft | Challenge | Meeting, ...] = ()

    def profile(self, investor: str) -> Profile:
        return self.profiles.get(investor, Profile())

    @property
    def investors(self) -> tuple[str, ...]:
        """Every role that bids or holds units at some time, in order of appearance."""
        retains = [role for role in self.profiles if role == "originator"]
        return tuple(dict.fromkeys([*(o.investor for o in self.orders), *(s.buyer for s in self.sales), *retains]))


TRUST = Scenario(
    title="The trust as it is",
    terms_file="mills.yaml",
    receipts_file="mills/receipts-2023Q4-2025Q1.csv",
    documents="mills/documents",
    evidence="mills/evidence/mills",
    arrivals=(
        "statements/emi-mills-{period}.csv",
        "bank/collection-{period}.xml",
        "invoices/mills/expenses-{period}.csv",
    ),
    servicer="collecting-agent",
    orders=(
        Order("units", "unit_holder_1", 111_085),
        Order("units", "unit_holder_2", 97_200),
        Order("units", "unit_holder_3", 69_427),
    ),
    sales=(Sale(1, "units", "unit_holder_1", "unit_holder_2", 10_001),),
    patient="unit_holder_2",
    acts=(Draft(2, "auditor", "statements/emi-mills-2024Q2.csv", "drafts/emi-mills-2024Q2.csv"),),
)

NOTES = Scenario(
    title="The same receipts, securitised (illustrative)",
    terms_file="mills-notes.yaml",
    receipts_file="mills/receipts-2023Q4-2025Q1-notes.csv",
    documents="mills/documents",
    evidence="mills/evidence/mills-notes",
    arrivals=(
        "statements/emi-mills-{period}.csv",
        "bank/collection-{period}.xml",
        "invoices/mills-notes/expenses-{period}.csv",
    ),
    servicer="servicer",
    orders=(
        Order("senior", "senior_investor_1", 4_000),
        Order("senior", "senior_investor_2", 2_000, level=1),
        Order("senior", "senior_investor_1", 2_000, level=2),
        Order("senior", "senior_investor_2", 2_000, level=2),
        Order("senior", "senior_investor_3", 1_000, level=3),
        Order("mezzanine", "mezzanine_investor", 2_500),
        Order("junior", "junior_investor", 950),
    ),
    sales=(
        Sale(1, "senior", "senior_investor_1", "senior_investor_2", 1_000, price="98.40"),
        Sale(2, "senior", "senior_investor_1", "senior_investor_3", 500, price="99.75", before=True),
    ),
    patient="senior_investor_2",
    profiles={
        "senior_investor_1": Profile("US", "institutional"),
        "senior_investor_2": Profile("SG", "retail"),
        "senior_investor_3": Profile("GB", "institutional"),
        "mezzanine_investor": Profile("DE", "professional"),
        "originator": Profile("US", "originator"),
    },
    acts=(
        RefusedSale(0, "senior", "senior_investor_1", "buyer_abroad", Profile("BR", "professional"), 500),
        Halt(1, "senior", 3, "unusual trading in the class"),
        Meeting(
            1,
            "servicer",
            "senior_investor_1",
            ("senior_investor_1", "senior_investor_2", "mezzanine_investor"),
            "Replace the servicer: statements came late twice",
        ),
        Freeze(2, "mezzanine", "mezzanine_investor"),
        Challenge(3),
        LostKey(4, "senior_investor_2"),
    ),
)

SCENARIOS = (TRUST, NOTES)

PATENTS = Scenario(
    title="A deal on patents (invented)",
    terms_file="patents.yaml",
    receipts_file="ip/patents-receipts.csv",
    documents="ip/receipts",
    evidence="ip/evidence",
    arrivals=(
        "statements/china-{period}.csv",
        "statements/europe-{period}.csv",
        "bank/collection-{period}.xml",
        "rates/{period}.csv",
        "invoices/renewals-{period}.csv",
    ),
    servicer="servicer",
    orders=(
        Order("senior", "senior_investor", 6_000),
        Order("mezzanine", "mezzanine_investor", 2_000),
        Order("equity", "equity_investor", 1_000),
    ),
    sales=(),
    patient="mezzanine_investor",
)
"""Three payment dates of 2025: before, while and after one of its patents is invalid."""
