# SPDX-License-Identifier: Apache-2.0
"""Commands on who attests: a set proposed, withdrawn, enacted; signatures made void; a double signer removed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from regalia.cli.address import Address
from regalia.cli.whole import Whole
from scripts._command import NetworkCommand
from scripts._desk import Desk, at_desk, transaction
from scripts._oracle_desk import content_of, file_argument, moment_or_none

_WEIGHT = Whole("weight", 1, 255)


def weighed_parties(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, tuple[Any, int]]:
    """Repeated ID=ADDRESS:WEIGHT as addresses and weights by id; without a weight it is 1."""
    found: dict[str, tuple[Any, int]] = {}
    for text in given:
        party, _, rest = text.partition("=")
        typed, colon, weight = rest.partition(":")
        address = Address().convert(typed, None, None)
        if party in found or address in [known for known, _ in found.values()]:
            raise click.BadParameter(f"{party or address} is given twice", ctx, param)
        found[party] = address, _WEIGHT.convert(weight if colon else "1", param, ctx)
    return found


@click.command("propose-signers", cls=NetworkCommand)
@at_desk
@click.option(
    "--party",
    "parties",
    multiple=True,
    callback=weighed_parties,
    metavar="ID=ADDRESS:WEIGHT",
    help="An attestor; repeat.",
)
@click.option("--threshold", type=Whole("threshold", 1, 255), help="The weight a report needs.")
@click.option("--file", type=click.Path(dir_okay=False, path_type=Path), help="Both from a file: docs/officers.md.")
def propose_signers(desk: Desk, parties: dict[str, tuple[Any, int]], threshold: int | None, file: Path | None) -> None:
    """Propose who attests next. The account must be an oracle-governor. Anybody can enact the set after three days, for fourteen."""
    from regalia.servicing import signers
    from regalia.servicing.signer_file import load_signers

    if (file is None) == (not parties) or (threshold is None) == (file is None):
        raise click.UsageError("Give --party and --threshold, or --file; not both.")
    if file is not None:
        proposed, ids = load_signers(file)
    else:
        proposed = signers.SignerSet.of(threshold or 0, dict(parties.values()))
        ids = {address: party for party, (address, _) in parties.items()}
    earlier = signers.proposed(desk.deal)
    falls = " The set proposed before falls." if earlier else ""
    desk.ask(f"{_said(proposed, ids)}\nPropose these attestors, to be enacted in three days?{falls}")
    receipt = signers.propose(desk.deal, proposed, desk.signer)
    made = signers.proposed(desk.deal)
    since, until = (made.ready_at, made.last_at) if made else (None, None)
    moments = {"can be enacted from": moment_or_none(since), "and until": moment_or_none(until)}
    desk.show(transaction(receipt) | moments)


@click.command("enact-signers", cls=NetworkCommand)
@at_desk
def enact_signers(desk: Desk) -> None:
    """Put the proposed attestors in force, three to seventeen days later. Any account may. Every signature given so far is void."""
    from regalia.servicing import signers

    waits = signers.proposed(desk.deal)
    said = ""
    if waits:
        said = (
            f"{_said(waits.signers, {})}\nproposed by {waits.by}, to be enacted until {moment_or_none(waits.last_at)}\n"
        )
    desk.send(
        f"{said}Put the proposed attestors in force? Every signature given so far is void.",
        lambda: signers.enact(desk.deal, desk.signer),
    )


@click.command("withdraw-signers", cls=NetworkCommand)
@at_desk
def withdraw_signers(desk: Desk) -> None:
    """Take the proposed attestors back. The account must be an oracle-governor or an oracle-supervisor."""
    from regalia.servicing import signers

    desk.send("Take the proposed attestors back?", lambda: signers.withdraw(desk.deal, desk.signer))


@click.command("void-signatures", cls=NetworkCommand)
@at_desk
def void_signatures(desk: Desk) -> None:
    """Make every signature given so far void, with the same attestors. The account must be an oracle-governor or an oracle-trustee."""
    from regalia.servicing import signers

    desk.send(
        "Make every signature given so far void? What is signed and not handed in has to be proposed and signed again.",
        lambda: signers.void_signatures(desk.deal, desk.signer),
    )


@click.command("show-double-signing", cls=NetworkCommand)
@at_desk
@file_argument
def show_double_signing(desk: Desk, file: Path) -> None:
    """Show the oracle that an attestor signed two reports of one period (`regalia oracle show --proofs` writes FILE). Any account may."""
    from regalia.oracle.double_signing import DoubleSigning
    from regalia.oracle.stream import read_stream
    from regalia.servicing import signers
    from regalia.servicing.oracle_place import check_place

    proof = DoubleSigning.from_json(content_of(file))
    check_place(desk.deal, file.name, proof.domain, proof.reports[0])
    proof.arguments()  # restatements are refused before anything is asked
    stream = read_stream(desk.web3, desk.deal.oracle.address, desk.deal.deal.address)
    left = sum(w for who, w in zip(stream.attestors, stream.weights, strict=True) if who != proof.signer)
    enough = "" if left >= stream.threshold else ": no report is accepted until other attestors are in force"
    desk.send(
        f"{proof.named}. Have it removed at once? Every signature given so far is void; the attestors left weigh {left} "
        f"of {stream.threshold} needed{enough}.",
        lambda: signers.show_double_signing(desk.deal, proof, desk.signer),
    )


def _said(found: Any, ids: dict[Any, str]) -> str:
    lines = [f"{who} weighs {weight}{f' ({ids[who]})' if who in ids else ''}" for who, weight in found.weights.items()]
    every = sum(found.weights.values())
    return "\n".join([*lines, f"a report needs {found.threshold} of {every}: {found.fewest} of them can be enough"])


COMMANDS = (propose_signers, enact_signers, withdraw_signers, void_signatures, show_double_signing)
