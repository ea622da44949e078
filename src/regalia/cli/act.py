# SPDX-License-Identifier: Apache-2.0
"""What commands that send something do alike: say what it is and costs, who acts and where, ask, send, say which transactions it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import click
from web3.types import TxReceipt

from regalia.cli.acting import Acting
from regalia.printing import to_json

Command = TypeVar("Command", bound=Callable[..., Any])
DECLINED = 1


@dataclass(frozen=True)
class Manner:
    """How a command goes about it."""

    dry_run: bool
    yes: bool
    as_json: bool

    def check(self) -> None:
        """Raises click's ``UsageError``."""
        if self.as_json and not (self.yes or self.dry_run):
            raise click.UsageError("--json goes with --yes or --dry-run: nobody can be asked in between")


@dataclass(frozen=True)
class Act:
    """Tried out already, so that a refusal was named before anything is spent.

    ``facts`` are for programs and ``text`` says the same for people; ``after`` says what came of it, for both.
    """

    facts: Mapping[str, object]
    text: str
    question: str
    send: Callable[[], Sequence[TxReceipt]]
    after: Callable[[Sequence[TxReceipt]], Mapping[str, object]] = field(default=lambda receipts: {})


def manner_options(command: Command) -> Command:
    """``--dry-run``, ``--yes`` and ``--json``: parameters ``dry_run``, ``yes`` and ``as_json``."""
    for decorate in reversed(
        (
            click.option("--dry-run", is_flag=True, help="Try it out and say what it would do; send nothing."),
            click.option("--yes", is_flag=True, help="Send without asking a person."),
            click.option("--json", "as_json", is_flag=True, help="Print one JSON object."),
        )
    ):
        command = decorate(command)
    return command


def carry_out(act: Act, manner: Manner, by: Acting) -> int:
    """Say what it is, who acts and where; then ask. The exit code: 0 sent, or tried out only; 1 when the person said no."""
    if not manner.as_json:
        click.echo(f"{act.text}\n{by.line()}")
    if manner.dry_run:
        return _end(act, manner, "it would go through; nothing was sent (--dry-run)", 0)
    if not manner.yes and not click.confirm(act.question, default=False):
        return _end(act, manner, "nothing was sent", DECLINED)
    receipts = act.send()
    sent, after = [_shown(receipt) for receipt in receipts], act.after(receipts)
    if manner.as_json:
        click.echo(to_json({**act.facts, "sent": True, "transactions": sent, **after}))
        return 0
    for one in sent:
        click.echo(f"transaction {one['hash']} in block {one['block']}, {one['gas']:,} gas")
    for name, value in after.items():
        click.echo(f"{name}: {value}")
    return 0


def _end(act: Act, manner: Manner, words: str, code: int) -> int:
    click.echo(to_json({**act.facts, "sent": False, "transactions": []}) if manner.as_json else words)
    return code


def _shown(receipt: TxReceipt) -> dict[str, Any]:
    return {
        "hash": receipt["transactionHash"].to_0x_hex(),
        "block": receipt["blockNumber"],
        "gas": receipt["gasUsed"],
    }
