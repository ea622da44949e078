# SPDX-License-Identifier: Apache-2.0
"""Commands on the pool of a deal: open it, pledge, look at what time has brought, free the rights at the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from regalia.cli.whole import Whole
from regalia.errors import RegaliaError
from scripts._command import NetworkCommand
from scripts._desk import Desk, at_desk, transaction
from scripts._rights_desk import rights_of
from scripts._rights_options import MOST_NUMBER, NUMBER, kind_option, right_in


class OtherTermsError(RegaliaError, ValueError):
    """The deal file is not the one the deal was made from."""


@click.command("open-pool", cls=NetworkCommand)
@at_desk
@click.option(
    "--terms",
    "terms_path",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The deal file: the pool opens on its terms.",
)
def open_pool(desk: Desk, terms_path: Path) -> None:
    """Open the pool of a deal, once, before closing. The account must be the originator."""
    from regalia.domain.compile_pool import compile_pool
    from regalia.domain.terms import load_terms, terms_hash
    from regalia.servicing import rights

    terms, found = load_terms(terms_path), rights_of(desk)
    made_from, given = desk.deal.record.terms_hash, "0x" + terms_hash(terms).hex()
    if given != made_from:
        raise OtherTermsError(
            f"--terms: {terms_path.name} has the hash {given}, the deal was made from {made_from}",
            "Give the deal's own file.",
        )
    program = compile_pool(terms)
    desk.send(
        f"Open the pool of {terms.id}, at least {program.least_rights} rights counting for {desk.money(program.least_value)}?",
        lambda: rights.open_pool(found, desk.deal.deal.address, program, desk.signer),
    )


@click.command(cls=NetworkCommand)
@at_desk
@click.option("--portfolio", type=click.Path(dir_okay=False, path_type=Path), help="All rights of a portfolio file.")
@click.option(
    "--right",
    "typed",
    multiple=True,
    metavar="NUMBER[=LICENCE]",
    help=f"{NUMBER} With the number of a licence; repeat.",
)
@kind_option
def pledge(desk: Desk, portfolio: Path | None, typed: tuple[str, ...], kind: str | None) -> None:
    """Pledge rights to a deal before it closes. The account must be the originator.

    Without the number of a licence a right is pledged whole where the originator owns it, else on its exclusive licence. What is pledged to
    this deal already is passed over.
    """
    from regalia.servicing import pledging, rights

    if (portfolio is None) == (not typed):
        raise click.UsageError("Give --portfolio, or --right; not both.")
    found, deal, originator = rights_of(desk), desk.deal.deal.address, pledging.originator_of(desk.deal)
    named = _of_file(desk, portfolio) if portfolio else [_with_licence(text, kind) for text in typed]
    new = [(right, licence) for right, licence in named if not pledging.is_pledged(found, right, deal)]
    chosen = [
        (right, pledging.basis(found, right, originator) if licence is None else licence) for right, licence in new
    ]
    figures: dict[str, Any] = {"pledged already": len(named) - len(new), "pledged": len(chosen)}
    if chosen:
        desk.ask(f"Pledge {len(chosen)} rights, {sum(licence == 0 for _, licence in chosen)} of them owned whole?")
    for batch in pledging.batches(chosen):
        figures |= transaction(rights.pledge(found, deal, batch, desk.signer))
    desk.show(figures | _sums(desk, found))


@click.command(cls=NetworkCommand)
@at_desk
@click.option("--most", type=Whole("rights", 1, 50), default=40, show_default=True, help="Looked at, at most.")
def settle(desk: Desk, most: int) -> None:
    """Look anew at rights about which time has brought something, oldest first. Any account may; a payment date waits for it."""
    from regalia.domain.rights.day import written
    from regalia.servicing import pledging, rights

    found, deal = rights_of(desk), desk.deal.deal.address
    since, figures = pledging.due_since(found, deal), dict[str, Any]()
    if since is not None:
        desk.ask(f"Look at up to {most} rights about which something is due since {written(since)}?")
        figures = transaction(rights.settle(found, deal, most, desk.signer))
    desk.show(figures | {"still due": pledging.due_since(found, deal) is not None} | _sums(desk, found))


@click.command(cls=NetworkCommand)
@at_desk
@click.option(
    "--right", "typed", multiple=True, metavar="NUMBER", help=f"{NUMBER} Repeat; without any all of the deal."
)
@kind_option
def release(desk: Desk, typed: tuple[str, ...], kind: str | None) -> None:
    """Free rights of a deal that is concluded, lapsed, or redeemed. Any account may."""
    from regalia.servicing import pledging, rights

    found, deal = rights_of(desk), desk.deal.deal.address
    ids = [right_in("--right", text, kind) for text in typed] or list(pledging.pledged_to(found, deal))
    figures: dict[str, Any] = {"released": len(ids)}
    if ids:
        desk.ask(f"Free {len(ids)} rights of the deal?")
    for batch in pledging.batches(ids):
        figures |= transaction(rights.release(found, batch, desk.signer))
    desk.show(figures)


def _of_file(desk: Desk, portfolio: Path) -> list[tuple[bytes, int | None]]:
    from regalia.domain.rights.day import today_of
    from regalia.feeds.portfolio import load_portfolio

    today = today_of(desk.web3.eth.get_block("latest")["timestamp"])
    return [(right, None) for right in load_portfolio(portfolio, today).registry.rights]


def _with_licence(text: str, kind: str | None) -> tuple[bytes, int | None]:
    typed, given, number = text.partition("=")
    licence = Whole("number", 0, MOST_NUMBER).convert(number, None, None) if given else None
    return right_in("--right", typed, kind), licence


def _sums(desk: Desk, found: Any) -> dict[str, Any]:
    from regalia.domain.rights.day import written
    from regalia.servicing import pledging

    sums = pledging.sums_of(found, desk.deal.deal.address)
    return {
        "rights in the pool": sums.rights,
        "value": desk.money(sums.value),
        "pool value, after haircuts": desk.money(sums.base),
        "something comes after": written(sums.next_day or 0),
    }


COMMANDS = (open_pool, pledge, settle, release)
