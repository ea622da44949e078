# SPDX-License-Identifier: Apache-2.0
"""Who acts, as what, on which network: said once a command, before it asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

_SAID = "scripts.who"


def say_who_acts(parts: Callable[[Any], Sequence[str]] | None = None) -> None:
    """Of the command that runs: its ``--account``, on Ape's network. With ``--json`` only a result or an error is printed."""
    command = click.get_current_context(silent=True)
    if command is None or command.meta.get(_SAID) or command.params.get("as_json"):
        return
    account = command.params.get("account")
    if account is None:  # it signs with a keystore, and names that itself
        return
    command.meta[_SAID] = True
    click.echo(_line(account, parts(account.address) if parts else ()))


def _line(account: Any, parts: Sequence[str]) -> str:
    from ape import networks

    from regalia.servicing.acting import acting_line

    provider = networks.provider
    network = f"{provider.network.ecosystem.name}:{provider.network.name}"
    return acting_line(
        provider.web3, account.address, getattr(account, "alias", None), parts, network, _node_of(provider)
    )


def _node_of(provider: Any) -> str | None:
    """The node's address, as far as Ape knows it."""
    return getattr(provider.web3.provider, "endpoint_uri", None) or getattr(provider, "uri", None)
