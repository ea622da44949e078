# SPDX-License-Identifier: Apache-2.0
"""The chapter in which the contracts are compiled and held against the committed artefacts."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from regalia.chain import artefacts
from regalia.chain.compiler import PROJECT, SETTINGS, CompilerMissingError, compile_contracts, find_compiler
from regalia.demo.story import Story
from regalia.errors import RegaliaError

STAMP = PROJECT / ".build" / "compiled"
"""Remembers the hash of sources, settings and artefacts that were compiled and found equal."""


class StaleArtefactsError(RegaliaError, ValueError):
    """The committed artefacts are not what the contracts compile to."""


@dataclass(frozen=True)
class Compiled:
    """How the artefacts were come by: ``compiled``, ``unchanged`` since they were, or ``committed`` (no compiler at hand)."""

    how: str
    contracts: int


def compile_or_use_committed(story: Story) -> Compiled:
    """Compile and compare with the committed artefacts; without a compiler, use those. Raises ``StaleArtefactsError``.

    What was compiled once is not compiled again.
    """
    story.chapter("The contracts")
    count = len(artefacts.all_names())
    if not (PROJECT / "contracts").is_dir():
        story.say(f"Regalia was installed without its Solidity: the {count} artefacts that came with it are used.")
        return Compiled("committed", count)
    try:
        compiler = find_compiler()
    except CompilerMissingError as error:
        story.say(f"No compiler at hand ({error.message.splitlines()[0]}): the {count} committed artefacts are used.")
        return Compiled("committed", count)
    fingerprint = _fingerprint()
    if STAMP.is_file() and STAMP.read_text() == fingerprint:
        story.say(f"{count} contracts and interfaces, unchanged since they were compiled here.")
        return Compiled("unchanged", count)
    story.say(f"Compiling with {compiler.name}, this once; some two minutes with the compiler from npm …")
    differences = artefacts.differences(compile_contracts(), artefacts.FOLDER)
    if differences:
        raise StaleArtefactsError(
            f"the committed artefacts differ from a fresh compile: {', '.join(map(str, differences))}",
            "Run `make compile` to write them again.",
        )
    STAMP.parent.mkdir(exist_ok=True)
    STAMP.write_text(fingerprint)
    story.say(f"{count} contracts and interfaces, equal to the committed artefacts byte for byte.")
    return Compiled("compiled", count)


def _fingerprint() -> str:
    """Of everything the comparison depends on."""
    digest = sha256(repr(sorted(SETTINGS.items())).encode())
    for path in sorted([*(PROJECT / "contracts").rglob("*.sol"), *artefacts.FOLDER.glob("*.json"), _lock()]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _lock() -> Path:
    return PROJECT / "package-lock.json"
