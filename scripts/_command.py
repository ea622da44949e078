# SPDX-License-Identifier: Apache-2.0
"""Commands that refuse in words: whatever Ape, a node or Regalia raises becomes an error with what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from ape.cli import ConnectedProviderCommand
from ape.exceptions import AccountsError, ApeException, ProviderError
from ape.logging import logger
from requests.exceptions import RequestException

from regalia.cli.main import show
from regalia.errors import RegaliaError

A_CHAIN_THAT_STAYS = "Start one with `make node` in another terminal, and name it: --network ethereum:local:node."
NAME_THE_NODE = "Name the node by its address: --network ethereum:sepolia:https://…"


class Refused(click.ClickException):
    """An error as ``regalia`` prints it: words on standard error, or one JSON object with ``--json``."""

    def __init__(self, name: str, message: str, hint: str, as_json: bool, exit_code: int = 1) -> None:
        super().__init__(message)
        self.name, self.hint, self.as_json, self.exit_code = name, hint, as_json, exit_code

    def show(self, file: Any = None) -> None:
        show(self, self.name, self.message, self.hint, self.as_json, debug=False)


class ExplainedCommand(click.Command):
    """A command whose errors have no traceback: exit code 1 for a refusal, 2 for wrong usage."""

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **extra: Any) -> click.Context:
        with explained("--json" in args):
            return super().make_context(info_name, args, *rest, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with explained(bool(ctx.params.get("as_json"))):
            return super().invoke(ctx)


class NetworkCommand(ExplainedCommand, ConnectedProviderCommand):
    """A command on the network of ``--network``. With ``--json``, Ape's own lines do not come before the object."""

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **extra: Any) -> click.Context:
        if "--json" in args:
            logger.set_level("ERROR")
        return super().make_context(info_name, args, *rest, **extra)


@contextmanager
def explained(as_json: bool) -> Iterator[None]:
    """Whatever goes wrong, in words."""
    try:
        yield
    except Refused:
        raise
    except click.ClickException as error:
        if not as_json:
            raise
        raise Refused(type(error).__name__, error.format_message(), "", as_json, error.exit_code) from error
    except (click.Abort, click.exceptions.Exit):
        raise
    except Exception as error:
        logger.log_debug_stack_trace()  # type: ignore[no-untyped-call]
        message, hint = in_words(error)
        raise Refused(type(error).__name__, message, hint, as_json) from error


def in_words(error: Exception) -> tuple[str, str]:
    """What is wrong, in one line where it is not ours, and what to do next."""
    if isinstance(error, RegaliaError):
        return error.message, error.hint
    name, said = type(error).__name__, " ".join(str(error).split())
    if name == "FoundryNotInstalledError":
        return "network: Ape found no anvil on the PATH to start a chain with", A_CHAIN_THAT_STAYS
    if name == "NodeSoftwareNotInstalledError":
        return "network: no node answers there, and Ape found none to start", (
            f"{A_CHAIN_THAT_STAYS} For another network: {NAME_THE_NODE[0].lower()}{NAME_THE_NODE[1:]}"
        )
    if isinstance(error, AccountsError):
        return f"account: {said}", "`ape accounts list` shows who there is; name one with --account."
    if isinstance(error, ProviderError):
        return f"network: {said}", f"Check that the node runs. {NAME_THE_NODE}"
    if isinstance(error, RequestException | ConnectionError):
        return f"network: the node does not answer ({name})", "Check the node, then whether a transaction was mined."
    if isinstance(error, ApeException):
        return f"Ape: {said}", "Check --network and --account."
    return (
        f"unexpected {name}: {said}",
        "`ape run manage --verbosity DEBUG …` (or deploy) shows where it came from: report it.",
    )
