# SPDX-License-Identifier: Apache-2.0
"""The ladder of a transfer in words: every question, its answer and, where that is no, the figures behind it."""

from __future__ import annotations

from datetime import UTC, datetime

from regalia.chain.passport import Passport
from regalia.domain.countries import COUNTRIES
from regalia.domain.terms.investors import CLASS_NUMBERS
from regalia.domain.transfer_policy import Question
from regalia.domain.transfer_questions import TOO_FEW_UNITS
from regalia.printing import table
from regalia.servicing.transfers import Explanation

_COUNTRY_CODES = {number: code for code, number in COUNTRIES.items()}
_CLASS_NAMES = {number: name for name, number in CLASS_NUMBERS.items()}


def transfer_text(found: Explanation) -> str:
    """The whole explanation."""
    units = f"{found.units:,} {'unit' if found.units == 1 else 'units'} of {found.tranche} ({found.deal_id})"
    rows = [(str(q.value), q.asks, answer(found, q)) for q in Question]
    lines = [
        f"{units}, as of block {found.block}, {moment(found.facts.now)}",
        f"  from {found.sender}: {_side(found.passports[0], found.facts.sender.units)}",
        f"  to   {found.receiver}: {_side(found.passports[1], found.facts.receiver.units)}",
        "",
        table(("", "question", "answer"), rows, "rll"),
        "",
    ]
    if found.missing_units:
        lines.append(f"The sender holds {found.facts.sender.units:,} units, {found.missing_units:,} too few.")
    return "\n".join([*lines, verdict(found)])


def verdict(found: Explanation) -> str:
    """The token's own reason, with its code."""
    return found.reason if found.allowed else f"refused, code {found.code}: {found.reason}"


def answer(found: Explanation, question: Question) -> str:
    """``yes``, or ``no`` with the figures."""
    return "yes" if found.yes[question - 1] else f"no: {why(found, question)}"


def why(found: Explanation, question: Question) -> str:
    """The figures behind a no."""
    rules, facts, halts = found.rules, found.facts, found.halts
    sender, receiver = facts.sender, facts.receiver
    kept = max(sender.units - found.units, 0)
    match question:
        case Question.TRADABLE:
            return "the offering has not closed"
        case Question.NOT_HALTED:
            parts = (("the deal", halts.deal), ("the tranche", halts.tranche))
            return " and ".join(f"{what} is halted until {moment(until)}" for what, until in parts if until)
        case Question.NOT_PAUSED:
            return "the transfer agent has paused the tranche"
        case Question.TWO_PARTIES:
            return "both are the same wallet" if facts.same_wallet else "the zero address is nobody"
        case Question.SENDER_NOT_FROZEN:
            return f"{found.sender} is frozen"
        case Question.RECEIVER_NOT_FROZEN:
            return f"{found.receiver} is frozen"
        case Question.SENDER_NOT_HALTED:
            return f"{found.sender} is halted until {moment(halts.sender)}"
        case Question.RECEIVER_NOT_HALTED:
            return f"{found.receiver} is halted until {moment(halts.receiver)}"
        case Question.UNITS_NOT_FROZEN:
            free = max(sender.units - sender.frozen_units, 0)
            return f"{sender.frozen_units:,} units are frozen of {sender.units:,} held: {free:,} can move"
        case Question.SENDER_ELIGIBLE:
            return _not_eligible(found, found.passports[0])
        case Question.RECEIVER_ELIGIBLE:
            return _not_eligible(found, found.passports[1])
        case Question.JURISDICTION:
            return f"{country_name(receiver.country)} is not admitted"
        case Question.CLASS:
            admitted = [name for number, name in _CLASS_NAMES.items() if rules.class_mask >> number & 1]
            return f"{class_name(receiver.investor_class)} is not admitted, only {', '.join(admitted)}"
        case Question.UNLOCKED:
            return f"locked until {moment(rules.locked_until)}"
        case Question.DENOMINATION:
            return f"{found.units:,} would move and {kept:,} stay; the denomination is {rules.denomination:,}"
        case Question.RETENTION:
            return f"{kept:,} would stay; {rules.retained:,} must be retained"
        case Question.LARGEST_SHARE:
            would = receiver.investor_units + found.units
            return f"the receiver would hold {would:,} units; the most is {rules.largest_holding:,}"
        case Question.HOLDER_COUNT:
            held = f"there are {facts.holders:,} holders, with those whose units wait for them"
            return f"{held}; the most is {rules.holder_limit:,}"


def lack_of_units(found: Explanation) -> dict[str, int] | None:
    """Code and figures when the sender has too few units; None when it has enough."""
    if not found.missing_units:
        return None
    return {"code": TOO_FEW_UNITS, "held": found.facts.sender.units, "missing": found.missing_units}


def country_name(number: int) -> str:
    """Alpha-2 code of ISO 3166-1; the number itself where that has none."""
    if number == 0:
        return "an unknown country"
    return _COUNTRY_CODES.get(number, f"country {number}")


def class_name(number: int) -> str:
    return _CLASS_NAMES.get(number, f"class {number}") if number else "an investor without a class"


def moment(timestamp: int) -> str:
    """Seconds since 1970 as a date and time, UTC."""
    return f"{datetime.fromtimestamp(timestamp, UTC):%Y-%m-%d %H:%M:%S} UTC"


def _side(passport: Passport, units: int) -> str:
    holds = f"holds {units:,}"
    if passport.unknown:
        return f"not in the registry, {holds}"
    wallets = f", {passport.wallets} wallets" if passport.wallets > 1 else ""
    return f"{country_name(passport.country)}, {class_name(passport.investor_class)}{wallets}, {holds}"


def _not_eligible(found: Explanation, passport: Passport) -> str:
    if passport.unknown:
        return "the registry does not know the wallet"
    if found.foreign_registry:
        return "the registry does not verify the wallet: it knows it, but its claims do not suffice now"
    if passport.closed:
        return "the wallet is closed"
    if passport.valid_until == 0:
        return "eligibility was withdrawn"
    if passport.valid_until < found.facts.now:
        return f"eligibility ended at {moment(passport.valid_until)}"
    return "the issuer of its attestation was dismissed"
