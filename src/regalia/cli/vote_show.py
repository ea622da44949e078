# SPDX-License-Identifier: Apache-2.0
"""``regalia vote show``: resolutions, and how each class stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from eth_typing import ChecksumAddress

from regalia.cli.address import Address
from regalia.cli.oracle_open import json_option, record_option, rpc_option, terms_option
from regalia.cli.vote_open import Hall, open_hall
from regalia.domain.meeting.rules import HUNDREDTHS
from regalia.domain.meeting.tally import Ballot
from regalia.domain.money import format_rate
from regalia.printing import table, to_json
from regalia.servicing.resolutions import ClassState, ResolutionState, resolutions_of, state_of, votes_of
from regalia.servicing.transfer_text import moment

_PPM_OF_A_HUNDREDTH = 1_000_000 // HUNDREDTHS
_HEADS = ("class", "for", "against", "abstain", "could vote", "quorum", "majority", "")


@click.command()
@click.argument("resolution", metavar="RESOLUTION", required=False)
@record_option
@rpc_option
@terms_option
@click.option(
    "--voter", type=Address(), metavar="ADDRESS", help="Say with how many units this holder votes, and whether it has."
)
@json_option
def show(
    resolution: str | None,
    record_file: Path,
    rpc: str,
    terms_file: Path | None,
    voter: ChecksumAddress | None,
    as_json: bool,
) -> None:
    """Show what the holders were convened on, or RESOLUTION alone (its number, or its place in this list): what it does, where it stands,
    and how each class does. Only reads.
    """
    hall = open_hall(record_file, rpc, terms_file)
    listed = resolutions_of(hall.deal) if resolution is None else [hall.resolution(resolution)]
    found = [state_of(hall.deal, convened) for convened in listed]
    if as_json:
        click.echo(
            to_json({"deal": hall.opened.record.deal_id, "resolutions": [_facts(hall, one, voter) for one in found]})
        )
    elif not found:
        click.echo("the holders were never convened")
    else:
        click.echo("\n\n".join(_text(hall, one, voter) for one in found))


def stands(state: ResolutionState) -> str:
    """The stage, and what comes next."""
    word = state.stage.word
    if word == "queued":
        word = f"passed; carried out from {moment(state.due)} to {moment(state.lapses)}"
    if state.halted_until:
        word += f"; halted until {moment(state.halted_until)}"
    return word


def _text(hall: Hall, state: ResolutionState, voter: ChecksumAddress | None) -> str:
    lines = [hall.text(state.convened), f"  {stands(state)}"]
    if state.classes:
        lines.append(table(_HEADS, [_row(one) for one in state.classes], "lrrrrrrl", "  "))
        if state.stage.word == "active":
            lines.append(f"  as things stand it {'passes' if state.passes else 'does not pass'}")
    if voter is not None:
        voted = "has voted" if hall.has_voted(state.convened, voter) else "has not voted"
        lines.append(f"  {voter} {voted}; units that count: {hall.votes(state.convened, voter)}")
    return "\n".join(lines)


def _row(one: ClassState) -> tuple[str, ...]:
    cast, rule = one.count.cast, one.rule
    words = {
        None: "nobody can vote: left out",
        True: "carries",
        False: "no quorum" if not one.quorate else "does not carry",
    }
    return (
        one.tranche,
        f"{cast[Ballot.FOR]:,}",
        f"{cast[Ballot.AGAINST]:,}",
        f"{cast[Ballot.ABSTAIN]:,}",
        f"{one.count.could_vote:,}",
        format_rate(rule.quorum * _PPM_OF_A_HUNDREDTH),
        format_rate(rule.majority * _PPM_OF_A_HUNDREDTH),
        words[one.carries],
    )


def _facts(hall: Hall, state: ResolutionState, voter: ChecksumAddress | None) -> dict[str, Any]:
    return {
        **hall.facts(state.convened),
        "stage": state.stage.word,
        "due": state.due,
        "lapses": state.lapses,
        "halted_until": state.halted_until or None,
        "passes": state.passes,
        "classes": [
            {
                "tranche": one.tranche,
                "for": one.count.cast[Ballot.FOR],
                "against": one.count.cast[Ballot.AGAINST],
                "abstain": one.count.cast[Ballot.ABSTAIN],
                "could_vote": one.count.could_vote,
                "quorate": one.quorate,
                "carries": one.carries,
            }
            for one in state.classes
        ],
        **(_of_voter(hall, state, voter) if voter is not None else {}),
    }


def _of_voter(hall: Hall, state: ResolutionState, voter: ChecksumAddress) -> dict[str, Any]:
    return {"votes": votes_of(hall.deal, state.convened, voter), "voted": hall.has_voted(state.convened, voter)}
