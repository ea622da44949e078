# SPDX-License-Identifier: Apache-2.0
"""The deal and the resolution that a command of ``regalia vote`` is about."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from eth_typing import ChecksumAddress

from regalia.chain.record_check import check_record
from regalia.chain.transact import call
from regalia.cli.market_open import Place
from regalia.cli.oracle_open import OpenedDeal, open_deal
from regalia.cli.vote_acts import act_facts, act_text
from regalia.domain.meeting.tally import Ballot
from regalia.errors import RegaliaError
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.resolution_calls import meeting_of
from regalia.servicing.resolutions import Convened, NoResolutionError, find, resolutions_of, votes_of
from regalia.servicing.transfer_text import moment

_MOST_PLACE = 6
"""Digits of a place in the list; a resolution's own number has some 77."""
resolution_argument = click.argument("resolution", metavar="RESOLUTION")


class BallotChoiceError(RegaliaError, ValueError):
    """No answer, or more than one."""


@dataclass(frozen=True)
class Hall:
    """Where the holders of a deal meet."""

    opened: OpenedDeal
    place: Place

    @property
    def deal(self) -> DealContracts:
        return self.place.deal

    def resolution(self, typed: str) -> Convened:
        """By its number, or by its place in the list of ``vote show``, from 1. Raises ``NoResolutionError``."""
        if not (typed.isascii() and typed.isdigit() and len(typed) <= 80):
            raise click.BadParameter(f"{typed!r:.90} is not the number of a resolution, nor its place in the list")
        if len(typed) > _MOST_PLACE:
            return find(self.deal, int(typed))
        listed = resolutions_of(self.deal)
        if not 0 < int(typed) <= len(listed):
            raise NoResolutionError(f"resolution: {typed}: the deal has {len(listed)}", "See them: regalia vote show.")
        return listed[int(typed) - 1]

    def text(self, convened: Convened) -> str:
        lines = [f"resolution {convened.number}", f"  {act_text(self.opened, convened.act)}"]
        if convened.description:
            lines.append(f"  “{_plain(convened.description)}”")
        lines.append(
            f"  units count as held at {moment(convened.record_date)}; ballots are taken until {moment(convened.ends)}"
        )
        return "\n".join(lines)

    def facts(self, convened: Convened) -> dict[str, Any]:
        return {
            "resolution": str(convened.number),
            "act": act_facts(convened.act),
            "description": convened.description,
            "convened_by": convened.by,
            "record_date": convened.record_date,
            "ends": convened.ends,
        }

    def votes(self, convened: Convened, voter: ChecksumAddress) -> str:
        units = votes_of(self.deal, convened, voter)
        return ", ".join(f"{count:,} of {tranche}" for tranche, count in units.items()) or "none"

    def has_voted(self, convened: Convened, voter: ChecksumAddress) -> bool:
        return bool(call(self.deal.web3, meeting_of(self.deal).functions.hasVoted(convened.number, voter)))


def open_hall(record_file: Path, rpc: str, terms_file: Path | None) -> Hall:
    """Raises as ``open_deal`` and ``check_record`` do."""
    opened = open_deal(record_file, rpc, terms_file)
    check_record(opened.web3, opened.record)
    return Hall(opened, Place(DealContracts(opened.web3, opened.record)))


def ballot_of(in_favour: bool, against: bool, abstain: bool) -> Ballot:
    """Raises ``BallotChoiceError``."""
    chosen = [b for b, on in ((Ballot.FOR, in_favour), (Ballot.AGAINST, against), (Ballot.ABSTAIN, abstain)) if on]
    if len(chosen) != 1:
        raise BallotChoiceError("ballot: say one of --for, --against, --abstain", "A ballot can't be changed.")
    return chosen[0]


def _plain(text: str) -> str:
    """Anybody who convenes writes it: nothing that would move a terminal's cursor."""
    return "".join(sign if sign.isprintable() else " " for sign in text)[:2_000]
