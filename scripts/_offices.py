# SPDX-License-Identifier: Apache-2.0
"""Commands on who holds which office, on the contract a deal uses or on one named by its address."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from regalia.cli.address import Address
from regalia.cli.whole import Whole
from scripts._ape import common, connection
from scripts._command import NetworkCommand
from scripts._desk import Clerk, Desk, at_reading_desk, open_deal
from scripts._places import check_contract


@dataclass(frozen=True)
class OfficeClerk(Clerk):
    """Whoever appoints and dismisses, at the contract that knows the role."""

    web3: Any
    seat: Any
    role: str

    def parts_of(self, who: Any) -> Sequence[str]:
        from regalia.servicing.acting import offices_of

        return offices_of(self.web3, {self.role: self.seat}, who) or ("not its administrator",)


def of_office(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command ``--role`` and ``--officer``, and where the contract is: ``--record``, or ``--contract`` before there is a deal.
    It gets an ``OfficeClerk`` and the officer.
    """

    @common
    @click.option(
        "--record",
        "record_path",
        type=click.Path(dir_okay=False, path_type=Path),
        help="The deal's deployment record: the contract is the one that the deal uses.",
    )
    @click.option("--contract", "named", type=Address(), help="The contract itself, where there is no deal yet.")
    @click.option(
        "--role", required=True, help="registrar, freezer, …, oracle-governor, …, appraiser, …: see docs/officers.md."
    )
    @click.option("--officer", type=Address(), required=True, help="Whom it is about.")
    @functools.wraps(command)
    def run(
        account: Any, yes: bool, as_json: bool, record_path: Path | None, named: Any, role: str, officer: Any
    ) -> None:
        from regalia.servicing import offices

        found = offices.office(role)
        if (record_path is None) == (named is None):
            raise click.UsageError("Give --record, or --contract where there is no deal yet; not both.")
        if record_path is not None:
            deal = open_deal(record_path)
            web3, seat = deal.web3, offices.seat(deal, role)
        else:
            web3, seat = connection(), named
            check_contract(web3, "--contract", named, found.contract)
        command(OfficeClerk(account, yes, as_json, web3, seat, role), officer)

    return run


@click.command(cls=NetworkCommand)
@of_office
def appoint(clerk: OfficeClerk, officer: Any) -> None:
    """Give somebody a role. The account must administer the contract that knows the role."""
    from regalia.servicing import offices

    found = offices.office(clerk.role)
    clerk.send(
        f"Let {officer} {found.duty}, in every deal of the {found.contract}?",
        lambda: offices.appoint(clerk.web3, clerk.role, clerk.seat, officer, clerk.signer),
    )


@click.command(cls=NetworkCommand)
@of_office
def dismiss(clerk: OfficeClerk, officer: Any) -> None:
    """Take a role from somebody. The account must administer the contract that knows the role."""
    from regalia.servicing import offices

    found = offices.office(clerk.role)
    clerk.send(
        f"Let {officer} {found.duty} no more?",
        lambda: offices.dismiss(clerk.web3, clerk.role, clerk.seat, officer, clerk.signer),
    )


@click.command(cls=NetworkCommand)
@at_reading_desk
@click.option(
    "--since",
    type=Whole("block", 0, 2**64 - 1),
    default=0,
    help="Block in which the oldest of these contracts was made: appointments before it are not seen.",
)
def officers(desk: Desk, since: int) -> None:
    """Who holds which office on the contracts that the deal uses, and who appoints."""
    from regalia.servicing.officers import officers as found

    figures: dict[str, Any] = {}
    administrators: dict[str, str] = {}
    for name, seat in found(desk.deal, since).items():
        figures[name] = ", ".join(seat.holders) or "nobody"
        administrators[f"administrator of {seat.office.contract}"] = seat.administrator
    desk.show(figures | administrators)


OPERATING = (appoint, dismiss)
SUPERVISING = (officers,)
