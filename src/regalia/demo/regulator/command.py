# SPDX-License-Identifier: Apache-2.0
"""The command: ``regalia demo-regulator``, and ``python -m regalia.demo.regulator``."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from regalia.printing import to_json

if TYPE_CHECKING:
    from regalia.demo.regulator.step import Language

OUT = Path("out", "regulator")
PORT = 8000
_PORTS = click.IntRange(1, 65_535)


@click.command()
@click.option("--chapter", metavar="N[,M|N-M]", help="Only these, on a fresh chain.")
@click.option(
    "--unattended",
    is_flag=True,
    help="Ask nobody; a line a step. Exit code 1 as soon as something is not as it must be.",
)
@click.option("--list", "listing", is_flag=True, help="Say what the chapters are, and end.")
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Unattended; one JSON object with all figures, and no story.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=OUT, show_default=True, metavar="FOLDER", help="Where files go."
)
@click.option("--resume", is_flag=True, help="Leave out what is finished; the next chapter is staged anew.")
@click.option("--reset", is_flag=True, help="Forget what is finished, and all files of earlier runs.")
@click.option("--no-pages", is_flag=True, help="Without `regalia serve` beside it.")
@click.option("--port", type=_PORTS, default=PORT, show_default=True, help="Of the pages, on this machine.")
def demo_regulator(
    chapter: str | None,
    unattended: bool,
    listing: bool,
    language: Language,
    as_json: bool,
    out: Path,
    resume: bool,
    reset: bool,
    no_pages: bool,
    port: int,
) -> int:
    """A guided hour for regulators: twelve chapters on a live local chain, with the pages open.

    What must be refused is tried, and every figure is asserted: a chapter stops with an error when something is not as it must be.
    """
    from regalia.demo.regulator.asking import ask_on_terminal
    from regalia.demo.regulator.contents import chosen
    from regalia.demo.regulator.pages import Pages
    from regalia.demo.regulator.progress import Progress
    from regalia.demo.regulator.run import Run
    from regalia.demo.regulator.telling import Telling

    if resume and reset:
        raise click.UsageError("--resume and --reset: one goes on, the other forgets; give one of them")
    alone = unattended or as_json
    telling, chapters = Telling(language, brief=alone, quiet=as_json), chosen(chapter)
    if listing:
        Telling(language).listed(chapters)
        return 0
    if not alone and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("this is no terminal, and nobody can be asked between steps: give --unattended")
    progress = Progress(out)
    if reset:
        progress.reset()
    elif not resume and chapter is None:
        progress.start_over()
    done = progress.finished if resume else frozenset()
    with ExitStack() as stack:
        pages = None if no_pages else stack.enter_context(Pages(port))
        run = Run(out, telling, progress, None if alone else partial(ask_on_terminal, language), pages)
        figures = run.play([one for one in chapters if one.number not in done])
    if as_json:
        click.echo(to_json(figures))
    return 0
