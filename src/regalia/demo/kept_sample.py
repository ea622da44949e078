# SPDX-License-Identifier: Apache-2.0
"""The sample deal kept for whoever tries the commands: its record and deal file, keystores of its people, and the chain until Ctrl-C."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import click
from eth_account.signers.local import LocalAccount

from regalia.chain.connection import ChainUnreachableError, connect
from regalia.demo.keys import known_key, write_keys
from regalia.demo.sample import Sample, sample_deal
from regalia.errors import RegaliaError

FOLDER = Path("out", "sample")
PORT = 8545
_MARK = "sample.txt"
"""In a folder that may be emptied: who is who."""


class NotASampleError(RegaliaError, ValueError):
    """There is something in the folder, and it is no earlier sample."""


class PortTakenError(RegaliaError, OSError):
    """A node answers at the port already."""


def prepare(folder: Path, port: int) -> None:
    """An empty folder and a free port; an earlier sample is removed. Raises ``NotASampleError`` and ``PortTakenError``."""
    if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).is_file():
        raise NotASampleError(f"--out: {folder} is not empty, and not of an earlier sample", "Name another folder.")
    try:
        connect(f"http://127.0.0.1:{port}", timeout=2)
    except ChainUnreachableError:
        shutil.rmtree(folder, ignore_errors=True)
        return
    raise PortTakenError(
        f"--port: a node answers at 127.0.0.1:{port} already",
        "Stop it, be it `make node` or another sample; or --port 8546.",
    )


def keep(sample: Sample, folder: Path) -> None:
    """Beside the record put the deal file, and keystores of all whom the chain has accounts for; say who is who."""
    shutil.copy(sample.terms_path, sample.record_path.with_name(sample.terms_path.name))
    password = write_keys(folder / "keys", keys_of(sample))
    people = "\n".join(f"{wallet}  {role}" for role, wallet in sample.people.items())
    (folder / _MARK).write_text(people + "\n", encoding="utf-8")
    click.echo(f"record    {sample.record_path}\nrpc       {sample.url}")
    click.echo(f"keys      {folder / 'keys'}/ROLE.json, password in {password}\npeople    {folder / _MARK}")


def keys_of(sample: Sample) -> Mapping[str, LocalAccount]:
    """By role; attestors have keys of their own, which nobody else has."""
    number_of = {account: number for number, account in enumerate(sample.chain.accounts)}
    return {
        role.replace(" ", "-"): known_key(number_of[wallet])
        for role, wallet in sample.people.items()
        if wallet in number_of
    }


@click.command()
@click.option("--port", type=click.IntRange(1, 65_535), default=PORT, show_default=True, help="Of the chain.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=FOLDER, show_default=True, metavar="DIR", help="Where files go."
)
def main(port: int, out: Path) -> None:
    """Keep a sample deal on a local chain, until Ctrl-C."""
    try:
        prepare(out, port)
        click.echo("Making the sample deal …", err=True)
        with sample_deal(out, port=port) as sample:
            keep(sample, out)
            click.echo("\nready; press Ctrl-C to stop it")
            sample.chain.process.wait()
    except RegaliaError as error:
        sys.exit(f"error: {error}")
    except KeyboardInterrupt:
        click.echo("\nstopped", err=True)


if __name__ == "__main__":
    main(prog_name="python -m regalia.demo.sample")
