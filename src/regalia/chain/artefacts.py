# SPDX-License-Identifier: Apache-2.0
"""The committed artefacts, so that an installed package needs no compiler.

``python -m regalia.chain.artefacts`` compiles ``contracts/`` and rewrites them; with ``--check`` it only says whether
they are current.
"""

from __future__ import annotations

import argparse
import functools
import sys
from collections.abc import Sequence
from pathlib import Path

from regalia.chain.artefact import Artefact
from regalia.errors import RegaliaError

FOLDER = Path(__file__).parent / "abi"


class ArtefactError(RegaliaError, LookupError):
    """There is no such artefact, or its file is not one."""


@functools.cache
def load(name: str) -> Artefact:
    """The artefact of a contract, by its name in Solidity."""
    path = FOLDER / f"{name}.json"
    if name not in all_names():
        raise ArtefactError(
            f"no artefact of a contract {name!r}", f"Known: {', '.join(all_names())}. `make compile` adds new ones."
        )
    try:
        return Artefact.from_json(path.read_text(encoding="utf-8"))
    except (KeyError, ValueError, TypeError) as error:
        raise ArtefactError(
            f"{path.name} is not an artefact: {error!r}", "Run `make compile` to write it again."
        ) from error


def all_names() -> tuple[str, ...]:
    """The names of every committed artefact, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


def write(artefacts: Sequence[Artefact], folder: Path) -> list[str]:
    """Make ``folder`` hold exactly these; returns what it did, a line a file that changed."""
    changes = differences(artefacts, folder)
    folder.mkdir(exist_ok=True)
    wanted = {f"{artefact.name}.json": artefact for artefact in artefacts}
    for path in folder.glob("*.json"):
        if path.name not in wanted:
            path.unlink()
    for file_name, artefact in wanted.items():
        (folder / file_name).write_text(artefact.to_json(), encoding="utf-8")
    load.cache_clear()
    return changes


def differences(artefacts: Sequence[Artefact], folder: Path) -> list[str]:
    """What differs between a fresh compile and ``folder``, a line a file; empty when nothing does."""
    fresh = {artefact.name: artefact.to_json() for artefact in artefacts}
    committed = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.json")}
    return (
        [f"{name}: new" for name in sorted(fresh.keys() - committed.keys())]
        + [f"{name}: no longer in contracts/" for name in sorted(committed.keys() - fresh.keys())]
        + [f"{name}: changed" for name in sorted(fresh.keys() & committed.keys()) if fresh[name] != committed[name]]
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Compile, then write or check. Returns the exit code."""
    from regalia.chain.compiler import compile_contracts  # the compiler is a tool of development, not of service

    parser = argparse.ArgumentParser(
        prog="python -m regalia.chain.artefacts", description="Compile contracts/ and keep the result."
    )
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit 1 when the committed artefacts are not current"
    )
    check = parser.parse_args(arguments).check
    try:
        artefacts = compile_contracts()
    except RegaliaError as error:
        print(error, file=sys.stderr)
        return 1
    changes = differences(artefacts, FOLDER) if check else write(artefacts, FOLDER)
    print("\n".join([f"{len(artefacts)} contracts compiled", *(changes or ["nothing changed"])]))
    if check and changes:
        print("The committed artefacts are not current: run `make compile`.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
