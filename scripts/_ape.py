# SPDX-License-Identifier: Apache-2.0
"""What the scripts share: Ape's connection and accounts for functions that know neither, and the question before sending."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from regalia.cli.address import Address
from regalia.errors import RegaliaError
from scripts._who import say_who_acts


@dataclass(frozen=True)
class SignedByApe:
    raw_transaction: bytes


class ApeSigner:
    """An Ape account as a ``regalia.chain.transact.Signer``: the key stays where Ape keeps it."""

    def __init__(self, account: Any) -> None:
        self._account = account

    @property
    def address(self) -> Any:
        return self._account.address

    def sign_transaction(self, transaction_dict: Any) -> SignedByApe:
        from ape import networks
        from hexbytes import HexBytes

        fields = {"chainId": networks.provider.chain_id, **transaction_dict}
        fields.pop("from", None)
        fields["data"] = HexBytes(fields["data"])
        if not fields.get("to"):  # a deployment: Ape wants the field absent, web3 makes it empty
            fields.pop("to", None)
        transaction = networks.provider.network.ecosystem.create_transaction(**fields, sender=self._account.address)
        signed = self._account.sign_transaction(transaction)
        if signed is None:
            raise NotSignedError("the account did not sign", "Unlock it, or choose another with --account.")
        return SignedByApe(signed.serialize_transaction())


class NotSignedError(RegaliaError, PermissionError):
    """The account's owner said no."""


def by_party(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, Any]:
    """Repeated ID=ADDRESS as addresses by party id."""
    found: dict[str, Any] = {}
    for text in given:
        party, _, address = text.partition("=")
        if party in found:
            raise click.BadParameter(f"{party} is given twice", ctx, param)
        found[party] = Address().convert(address, param, ctx)
    return found


class PassingChainError(RegaliaError, ConnectionError):
    """The chain will be gone when the command ends."""


def connection() -> Any:
    """web3 on the network Ape is connected to. Raises ``PassingChainError`` for a chain that Ape started itself."""
    from ape import networks

    from scripts._command import A_CHAIN_THAT_STAYS

    if getattr(networks.provider, "process", None) is not None:
        raise PassingChainError(
            "network: Ape started this chain for one command and throws it away afterwards", A_CHAIN_THAT_STAYS
        )
    return networks.provider.web3


def ask(question: str, yes: bool, parts: Callable[[Any], Sequence[str]] | None = None) -> None:
    """Say who acts and where, then ask, unless told not to. ``parts`` says what an address is in the deal, where there is one."""
    say_who_acts(parts)
    if not yes:
        click.confirm(question, abort=True)


def show(figures: dict[str, Any], as_json: bool) -> None:
    """Plain lines, or JSON."""
    if as_json:
        click.echo(json.dumps(figures, indent=2, default=str))
    else:
        width = max(map(len, figures))
        for name, value in figures.items():
            click.echo(f"{name:<{width}}  {_plain(value)}")


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return "yes" if value else "no"
    return value


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options every script that sends has."""
    from ape.cli import account_option, network_option

    for option in (
        account_option(),
        network_option(),
        click.option("--yes", is_flag=True, help="Send without asking."),
        click.option("--json", "as_json", is_flag=True, help="Print JSON."),
    ):
        command = option(command)
    return command


record_option = click.option(
    "--record",
    "record_path",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The deal's deployment record.",
)
