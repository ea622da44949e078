# SPDX-License-Identifier: Apache-2.0
"""A year of royalties that nobody ever paid, the same each time: what is due, what the bank booked, what reached the escrow."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from eth_utils.crypto import keccak

YEAR, SEED = 2024, 20_240_229
RATE_PPM, FEE_TENTHS = 100_000, 1
"""Royalty of a tenth of sales, and a payer's fee of a tenth of the royalty."""
EUR_RATES = (1_081_300_000_000, 1_079_000_000_000, 1_086_450_000_000)
"""By the month the bank books in, over and over; 10^-12."""
PAYERS = {"label": 40, "society": 30, "licensee": 20, "service": 10}
"""Hundredths of the licences; each payer's statements have a form of their own (``year_files``)."""
FOREIGN = "society"


@dataclass
class Due:
    """A receipt before it is written: ``gross`` in 1/10,000 of its currency, split over ``lines``."""

    licence: str
    payer: str
    month: int
    gross: int
    reference: str
    lines: int

    @property
    def currency(self) -> str:
        return "EUR" if self.payer == FOREIGN else "USD"

    @property
    def net(self) -> int:
        """In cents."""
        return self.gross * (10 - FEE_TENTHS) // 1_000


@dataclass
class Credit:
    """A line of the bank statement of the month after: ``day`` of that month, ``amount`` in cents."""

    day: int
    currency: str
    amount: int
    references: list[str]
    bank_id: str
    reversal: bool = False


@dataclass
class Paid:
    """A payment into the escrow in the month after; ``amount`` in millionths of a dollar."""

    licence: str
    reference: str
    amount: int
    day: int
    log_index: int


@dataclass
class Month:
    """``number`` from 1: the month royalties are due for; bank, escrow and rate are of the one after."""

    number: int
    dues: list[Due] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    payments: list[Paid] = field(default_factory=list)
    has_rate: bool = True

    @property
    def period(self) -> str:
        return f"{YEAR}M{self.number:02}"


def payer_of(place: int, licences: int) -> str:
    """The payer of a licence by its place among all of them."""
    end = 0
    for payer, share in PAYERS.items():
        end += share
        if place * 100 < end * licences:
            return payer
    raise AssertionError("the shares make a hundred")


def make_year(licences: int, months: int, lines: int) -> list[Month]:
    """``lines`` in all, spread over licences and months."""
    random, made = Random(SEED), list[Month]()
    each, more = divmod(lines, licences * months)
    usual = [random.randint(1_000, 200_000) for _ in range(licences)]
    for number in range(1, months + 1):
        month, amounts = Month(number), set[int]()
        for place in range(licences):
            amount = usual[place] * random.randint(80, 120) // 100
            while amount in amounts:  # some payers write no reference
                amount += 1
            amounts.add(amount)
            payer = payer_of(place, licences)
            reference = _reference(payer, place, month.period)
            count = each + ((number - 1) * licences + place < more)
            month.dues.append(Due(f"{payer}-{place:04}", payer, number, amount * 1_000, reference, count))
        for place, due in enumerate(month.dues):
            _pay(random, month, due, place)
        random.shuffle(month.credits)
        made.append(month)
    return made


def _pay(random: Random, month: Month, due: Due, place: int) -> None:
    day = random.randint(3, 24)
    written = [due.reference.lower(), f"Royalties {month.period}"] if due.reference else [f"Royalties {month.period}"]
    month.credits.append(Credit(day, due.currency, due.net, written, f"B{month.number:02}-{place:05}"))
    month.payments.append(Paid(due.licence, due.reference, in_token(due), day + random.randint(0, 3), place))


def in_token(due: Due) -> int:
    """A due in millionths of a dollar."""
    rate = EUR_RATES[due.month % len(EUR_RATES)] if due.currency == "EUR" else 10**12
    return due.net * 10**4 * rate // 10**12


def _reference(payer: str, place: int, period: str) -> str:
    match payer:
        case "society":
            return creditor_reference(f"{period}{place:04}")
        case "licensee":
            return ""
        case "service":
            return f"STREAM {payer}-{place:04} {period}"
        case _:
            return f"LBL-{place:04}/{period}"


def creditor_reference(body: str) -> str:
    """``RF`` with its check digits, in groups of four as it is printed."""
    digits = 98 - int("".join(str(int(c, 36)) for c in body + "RF00")) % 97
    plain = f"RF{digits:02}{body}"
    return " ".join(plain[i : i + 4] for i in range(0, len(plain), 4))


def event_of(month: Month, paid: Paid) -> str:
    """The hash of the transaction it came with."""
    return "0x" + keccak(text=f"{month.period}/{paid.log_index}").hex()
