# SPDX-License-Identifier: Apache-2.0
"""``regalia deploy sources``: what verifiers of sources want of each contract, written, or handed in."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from regalia.cli.deploy_open import json_option, wish_argument
from regalia.cli.keystore import PATH
from regalia.deployment.errors import VerifierError
from regalia.deployment.sources import Source, sources_of, write_sources
from regalia.deployment.verifiers import verifier
from regalia.deployment.wish import load_wish
from regalia.printing import table, to_json


@click.command()
@wish_argument
@click.option("--out", type=PATH, metavar="FOLDER", help="Write standard JSON inputs and index.json there.")
@click.option(
    "--submit",
    type=click.Choice(["sourcify", "etherscan"]),
    help="Hand them in: Sourcify's API v2, or an explorer's like Etherscan's (REGALIA_ETHERSCAN_KEY).",
)
@json_option
def sources(wish_file: Path, out: Path | None, submit: str | None, as_json: bool) -> int:
    """Sources and constructor arguments of every contract that the facts beside WISH tell of. Needs a checkout, and no node.

    It can be repeated: what is verified already counts as done. Exits 1 when the service refused any.
    """
    wanted = load_wish(wish_file)
    found = sources_of(wanted)
    written = write_sources(wanted, found, out) if out else []
    outcomes = _submitted(found, submit, wanted.wish.chain_id, as_json) if submit else {}
    if as_json:
        index = {source.key: source.index(wanted.wish.chain_id) for source in found}
        click.echo(to_json({"contracts": index, "written": [str(path) for path in written], "outcomes": outcomes}))
    else:
        rows = [(s.key, s.identifier, s.address, outcomes.get(s.key, "").partition("\n")[0]) for s in found]
        click.echo(table(("contract", "source", "address", "outcome" if submit else ""), rows, "llll"))
        if written:
            click.echo(f"written: {len(written)} files in {out}")
        elif not submit:
            click.echo(f"next: regalia deploy sources {wish_file} --out FOLDER, or --submit sourcify")
    return 1 if any(words.startswith("refused") for words in outcomes.values()) else 0


def _submitted(found: Sequence[Source], name: str, chain_id: int, quiet: bool) -> dict[str, str]:
    """By key; one that is refused doesn't keep the others from being handed in."""
    service = verifier(name, chain_id, os.environ)
    outcomes = {}
    for source in found:
        if not quiet:
            click.echo(f"handing in: {source.key}", err=True)
        try:
            outcomes[source.key] = service.verify(chain_id, source)
        except VerifierError as error:
            outcomes[source.key] = f"refused: {error.message}"
    return outcomes
