# SPDX-License-Identifier: Apache-2.0
"""``regalia terms``: check a deal file, print the schema of deal files."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from regalia.domain.compile import compile_terms
from regalia.domain.terms import NotExecutableError, Problem, Terms, TermsError, load_terms, not_executable, terms_hash
from regalia.domain.terms.describe import describe
from regalia.printing import to_json


@click.group()
def terms() -> None:
    """Check deal files and describe them."""


@terms.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def check(file: Path, as_json: bool) -> int:
    """Check the deal FILE: every problem it has, or its hash and what it says in plain words.

    Exits 1 when the file has problems, and when it asks for something that can't be executed yet.
    """
    if not as_json:
        return _check_for_people(file)
    try:
        deal = load_terms(file)
    except TermsError as error:
        click.echo(to_json({"ok": False, "problems": [asdict(problem) for problem in error.problems]}))
        return 1
    features = not_executable(deal)
    click.echo(to_json(_facts(deal, features)))
    return 1 if features else 0


@terms.command()
def schema() -> None:
    """Print the JSON Schema of deal files, for editors."""
    click.echo(to_json(Terms.model_json_schema()))


def _check_for_people(file: Path) -> int:
    deal = load_terms(file)
    features = not_executable(deal)
    click.echo(f"{'well-formed, but not executable' if features else 'OK'}: {file}")
    click.echo(f"hash {terms_hash(deal).hex()}\n\n{describe(deal)}")
    if features:
        raise NotExecutableError(features)
    return 0


def _facts(deal: Terms, features: list[Problem]) -> dict[str, object]:
    facts: dict[str, object] = {
        "ok": not features,
        "id": deal.id,
        "name": deal.name,
        "hash": terms_hash(deal).hex(),
        "problems": [],
        "not_executable": [{"path": f.path, "value": f.value, "what": f.rule} for f in features],
    }
    if not features:
        program = compile_terms(deal)
        facts["program"] = program.pack().hex()
        facts["steps"] = [step.label for step in program.steps]
    return facts
