# SPDX-License-Identifier: Apache-2.0
"""Commands of the registrar on one right: transfers of title, liens, licences. Each rests on a document."""

from __future__ import annotations

from typing import Any

import click

from regalia.cli.address import Address
from regalia.cli.whole import Whole
from scripts._command import NetworkCommand
from scripts._rights_desk import RightsDesk, at_rights
from scripts._rights_options import MOST_NUMBER, RightDay, Share, Territory, day_option, documented, named_right

number_option = click.option(
    "--number", type=Whole("number", 1, MOST_NUMBER), required=True, help="Its number at the right, from 1 on."
)


@click.command("transfer-title", cls=NetworkCommand)
@at_rights("registry")
@named_right("right")
@click.option("--from", "sender", type=Address(), required=True, help="Who has it.")
@click.option("--to", "receiver", type=Address(), required=True, help="Who gets it.")
@click.option("--share", type=Share(), default=10**6, help="How much of the right; without it all.")
@day_option
@documented
def transfer_title(
    desk: RightsDesk, right: bytes, sender: Any, receiver: Any, share: int, day: int, document: bytes
) -> None:
    """Enter a transfer of title. The account must be a rights-registrar."""
    from regalia.domain.money import format_rate
    from regalia.domain.rights.acts import TitleTransfer
    from regalia.domain.rights.number import describe
    from regalia.servicing import rights

    act = TitleTransfer(right, sender, receiver, share, day, document)
    desk.send(
        f"Enter that {format_rate(share)} of {describe(right)} went from {sender} to {receiver}?",
        lambda: rights.transfer_title(desk.rights, act, desk.signer),
    )


@click.command("enter-lien", cls=NetworkCommand)
@at_rights("registry")
@named_right("right")
@click.option("--holder", type=Address(), required=True, help="Whose it is.")
@click.option("--rank", type=Whole("rank", 0, 255), required=True, help="0 is ahead of everybody by law.")
@day_option
@documented
def enter_lien(desk: RightsDesk, right: bytes, holder: Any, rank: int, day: int, document: bytes) -> None:
    """Enter a lien. The account must be a rights-registrar."""
    from regalia.domain.rights.acts import LienEntry
    from regalia.domain.rights.number import describe
    from regalia.servicing import rights

    act = LienEntry(right, holder, rank, day, document)
    desk.send(
        f"Enter a lien of rank {rank} of {holder} on {describe(right)}?",
        lambda: rights.enter_lien(desk.rights, act, desk.signer),
    )


@click.command("release-lien", cls=NetworkCommand)
@at_rights("registry")
@named_right("right")
@number_option
@day_option
@documented
def release_lien(desk: RightsDesk, right: bytes, number: int, day: int, document: bytes) -> None:
    """Enter that a lien was released. The account must be a rights-registrar."""
    from regalia.domain.rights.acts import LienRelease
    from regalia.domain.rights.number import describe
    from regalia.servicing import rights

    act = LienRelease(right, number, day, document)
    desk.send(
        f"Enter that lien {number} on {describe(right)} was released?",
        lambda: rights.release_lien(desk.rights, act, desk.signer),
    )


@click.command("grant-licence", cls=NetworkCommand)
@at_rights("registry")
@named_right("right")
@click.option("--licensor", type=Address(), required=True, help="An owner, or the licensee of the one it is under.")
@click.option("--licensee", type=Address(), required=True, help="Who may use the right.")
@click.option("--group", type=Address(), help="The head of the licensee's group; without it the licensee.")
@click.option(
    "--under", type=Whole("number", 0, MOST_NUMBER), default=0, help="Number of the licence it is granted under."
)
@click.option("--territory", type=Territory(), required=True, help="A code of WIPO ST.3; WO is all the world.")
@click.option("--exclusive", is_flag=True, help="Nobody else may.")
@click.option("--rate", type=Share(), default=0, help="Of sales.")
@click.option(
    "--minimum", type=Whole("units", 0, 2**96 - 1), default=0, help="A year, in the currency's smallest unit."
)
@click.option("--from", "since", type=RightDay(), required=True, help="First day: 2024-12-31.")
@click.option("--until", type=RightDay(), required=True, help="Last day.")
@click.option("--share", type=Share(), default=0, help="Of the right's value, that rests on it.")
@documented
def grant_licence(
    desk: RightsDesk,
    right: bytes,
    licensor: Any,
    licensee: Any,
    group: Any,
    under: int,
    territory: str,
    exclusive: bool,
    rate: int,
    minimum: int,
    since: int,
    until: int,
    share: int,
    document: bytes,
) -> None:
    """Enter a licence. The account must be a rights-registrar."""
    from regalia.domain.rights.acts import Licence, LicenceGrant
    from regalia.domain.rights.number import describe
    from regalia.servicing import rights

    words = Licence(
        licensor, licensee, group or licensee, under, territory, exclusive, rate, since, until, share, minimum
    )
    kind = "an exclusive licence" if exclusive else "a licence"
    desk.send(
        f"Enter {kind} of {describe(right)} from {licensor} to {licensee} for {territory}?",
        lambda: rights.grant_licence(desk.rights, LicenceGrant(right, words, document), desk.signer),
    )


@click.command("terminate-licence", cls=NetworkCommand)
@at_rights("registry")
@named_right("right")
@number_option
@day_option
@documented
def terminate_licence(desk: RightsDesk, right: bytes, number: int, day: int, document: bytes) -> None:
    """Enter that a licence ended before its time, and those under it. The account must be a rights-registrar."""
    from regalia.domain.rights.number import describe
    from regalia.servicing import rights

    desk.send(
        f"Enter that licence {number} of {describe(right)} ended, and those granted under it?",
        lambda: rights.terminate_licence(desk.rights, right, number, day, document, desk.signer),
    )


COMMANDS = (transfer_title, enter_lien, release_lien, grant_licence, terminate_licence)
