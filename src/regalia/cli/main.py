# SPDX-License-Identifier: Apache-2.0
"""The ``regalia`` command. Subcommands are imported when they are called; errors are printed here and nowhere else."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from importlib import import_module

import click

from regalia import __version__
from regalia.errors import RegaliaError
from regalia.printing import to_json

COMMANDS = {
    "terms": "Check deal files and describe them.",
    "explain": "Say what a deal file says, as a prospectus would; draw it.",
    "run": "Run a deal on a receipts file, without a chain.",
    "project": "Project a deal under scenarios of its receipts.",
    "stress": "Find how much of its receipts a deal can lose.",
    "verify": "Replay a deal from a chain and compare every figure.",
    "report": "Make the supervisor's pack of a deal.",
    "doctor": "Look at a node and a deal on it; say what to do next.",
    "deploy": "Deploy a platform and deals as a file wishes; go on where it was cut.",
    "index": "Keep what a chain says of deals in a database, up to date.",
    "ip": "Show the rights behind a deal, watch them, read what is written of them.",
    "statements": "Read what payers and banks send, reconcile it with the escrow.",
    "receipts": "Prove one receipt of a report, check such a proof.",
    "oracle": "Propose receipts reports, attest them, bring them on chain.",
    "offer": "See how a deal is sold, close it, take up what is left.",
    "subscribe": "Bid for units in the primary sale.",
    "refund": "Collect units and change of bids, or the money of a sale that lapsed.",
    "quote": "Say what units are quoted at: bid, offer, last, accrued, yield.",
    "trade": "Sign, check and fill orders; settle in two steps; keep a board.",
    "invest": "See what a wallet holds and earned in all deals, claim its income.",
    "show": "Show what the pages say: deals, dates, tranches, wallets, the log.",
    "serve": "Serve pages for investors and supervisors.",
    "vote": "Convene noteholders, vote, carry out what they resolve.",
    "explain-transfer": "Say whether a transfer would be allowed, and why not.",
    "demo": "Run the whole life of a deal on a local chain.",
    "demo-regulator": "Show a regulator in twelve chapters how deals go right and wrong.",
}
INTERRUPTED = 130
_TELL_ADDRESSES = ("requests", "urllib3")
"""Packages whose errors name the whole address of a node, with the key that may be in it."""


class LazyGroup(click.Group):
    """A group whose command ``a-b`` is ``regalia.cli.a_b:a_b``, imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        command = getattr(import_module(f"regalia.cli.{name}"), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="regalia")
@click.option("--debug", is_flag=True, help="Show where an error came from.")
def cli(debug: bool) -> None:
    """Securities backed by IP royalties: terms, waterfall and books."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and exit: 0 done, 1 refused, 2 wrong usage, 130 interrupted."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    sys.exit(run(given))


def run(arguments: list[str]) -> int:
    """Run the command; the exit code."""
    debug, as_json = "--debug" in arguments, "--json" in arguments
    try:
        result = cli.main(arguments, prog_name="regalia", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except RegaliaError as error:
        show(error, type(error).__name__, error.message, error.hint, as_json, debug)
        return 1
    except click.ClickException as error:
        if as_json:
            show(error, type(error).__name__, error.format_message(), "", as_json, debug)
        else:
            error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except Exception as error:
        hint = "`regalia --debug …` shows where it came from."
        show(error, type(error).__name__, _unexpected(error), hint, as_json, debug)
        return 1


def _unexpected(error: Exception) -> str:
    told = f"unexpected {type(error).__name__}"
    return told if type(error).__module__.partition(".")[0] in _TELL_ADDRESSES else f"{told}: {error}"


def show(error: Exception, name: str, message: str, hint: str, as_json: bool, debug: bool) -> None:
    """Print an error to standard error."""
    if debug:
        traceback.print_exception(error)
    if as_json:
        click.echo(to_json({"error": {"name": name, "message": message, "hint": hint}}), err=True)
    else:
        click.echo(_plain(f"error: {message}" + (f"\n{hint}" if hint else "")), err=True)


def _plain(told: str) -> str:
    """A node can say anything in its refusals: nothing that would move a terminal's cursor."""
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in told)
