# SPDX-License-Identifier: Apache-2.0
"""What a resolution does, as people type it: parties, triggers and fields by the names of the deal file."""

from __future__ import annotations

from collections.abc import Sequence

import click
from eth_utils.address import is_checksum_address, is_hex_address, to_checksum_address

from regalia.cli.oracle_open import OpenedDeal
from regalia.cli.vote_acts import field_names, rules_of
from regalia.domain.compile import compile_terms
from regalia.domain.meeting.resolutions import MISSED_INTEREST, Amend, OpenCall, ReplacePayee, ReplaceSigners, Waive
from regalia.domain.terms.amending import own_level, spelled_as, with_level
from regalia.domain.terms.scalars import read_level
from regalia.errors import RegaliaError

INTEREST = "interest"
"""As the trigger of a waiver."""


class UnknownNameError(RegaliaError, LookupError):
    """The deal file has no such payee, trigger, field or call."""


def payee_replaced(deal: OpenedDeal, typed: str) -> ReplacePayee:
    """``servicer=0x…``."""
    name, successor = _pair(typed, "--replace-payee", "PAYEE=ADDRESS")
    return ReplacePayee(
        _place(deal.program.payees, name, "--replace-payee", "payee"), _address(successor, "--replace-payee")
    )


def signers_replaced(threshold: int, typed: Sequence[str]) -> ReplaceSigners:
    """``0x…`` or ``0x…=2``, as the oracle wants them: in rising order of their addresses."""
    found: dict[str, int] = {}
    for text in typed:
        address, _, weight = text.partition("=")
        if weight and not (weight.isascii() and weight.isdigit() and 0 < int(weight[:4]) < 256):
            raise click.BadParameter(f"{text!r}: a weight is from 1 to 255", param_hint="--signer")
        found[_address(address, "--signer")] = int(weight[:4] or 1)
    rising = sorted(found, key=lambda one: int(one, 16))
    return ReplaceSigners(threshold, tuple(rising), tuple(found[one] for one in rising))


def waived(deal: OpenedDeal, typed: str) -> Waive:
    """A trigger's id, or ``interest``."""
    if typed == INTEREST:
        return Waive(MISSED_INTEREST)
    names = [trigger.label for trigger in deal.program.triggers]
    return Waive(_place([*names, INTEREST], typed, "--waive", "trigger"))


def amended(deal: OpenedDeal, typed: str) -> Amend:
    """``servicer-fee.rate=1.2%``, the level spelled as in the deal file. Raises ``MeetingRefusedError`` outside the bounds."""
    name, level = _pair(typed, "--amend", "NAME.FIELD=LEVEL")
    rules = rules_of(deal)
    place = _place(field_names(deal), name, "--amend", "amendable field")
    assert deal.terms.meeting is not None
    amendable = deal.terms.meeting.amendable[place]
    try:
        there = with_level(deal.terms, amendable, read_level(level))
    except ValueError:
        usual = spelled_as(deal.terms, amendable, own_level(deal.terms, amendable))
        raise click.BadParameter(f"{level!r} is not written as {name} is: {usual}", param_hint="--amend") from None
    value = rules.amendable[place].field.read(compile_terms(there))
    rules.amendable[place].check(value)
    return Amend(place, value)


def call_opened(deal: OpenedDeal, typed: str) -> OpenCall:
    """A call's number, from 0."""
    return OpenCall(_place([str(i) for i in range(len(deal.program.calls))], typed, "--open-call", "call"))


def _place(names: Sequence[str], typed: str, option: str, what: str) -> int:
    if typed not in names:
        known = ", ".join(names) or "none"
        raise UnknownNameError(
            f"{option}: {typed!r}: the deal has no such {what}; known: {known}", "Name one of these."
        )
    return list(names).index(typed)


def _pair(text: str, option: str, form: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise click.BadParameter(f"{text!r} must be written {form}", param_hint=option)
    return name, value


def _address(text: str, option: str) -> str:
    if not is_hex_address(text) or not (is_checksum_address(text) or text == text.lower()):
        raise click.BadParameter(f"{text!r} is not an address, or not with its checksum", param_hint=option)
    return to_checksum_address(text)
