# SPDX-License-Identifier: Apache-2.0
"""The chapter on the contracts: what was compiled once is not compiled again, and what differs is not played with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from regalia.chain import artefacts
from regalia.chain.artefact import Artefact
from regalia.chain.compiler import CompilerMissingError
from regalia.demo import compiling
from regalia.demo.compiling import Compiled, StaleArtefactsError, compile_or_use_committed
from regalia.demo.story import Story

COUNT = len(artefacts.all_names())
QUIET = Story(quiet=True)
Compiling = Callable[[Callable[[], list[Artefact]]], Path]


@pytest.fixture
def by(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Compiling:
    """Another compiler, and where it is remembered what was compiled."""

    def made(compile_contracts: Callable[[], list[Artefact]]) -> Path:
        monkeypatch.setattr(compiling, "STAMP", tmp_path / "build" / "compiled")
        monkeypatch.setattr(compiling, "compile_contracts", compile_contracts)
        return tmp_path / "build" / "compiled"

    return made


def committed() -> list[Artefact]:
    return [artefacts.load(name) for name in artefacts.all_names()]


def test_contracts__twice__compiled_once(by: Compiling) -> None:
    times: list[int] = []

    def counted() -> list[Artefact]:
        times.append(1)
        return committed()

    stamp = by(counted)
    assert compile_or_use_committed(QUIET) == Compiled("compiled", COUNT)
    assert compile_or_use_committed(QUIET) == Compiled("unchanged", COUNT)
    stamp.write_text("of other sources")
    assert compile_or_use_committed(QUIET) == Compiled("compiled", COUNT)
    assert len(times) == 2


def test_contracts__another_than_committed__refused_by_name_and_not_remembered(by: Compiling) -> None:
    first, *others = committed()
    stamp = by(lambda: [replace(first, source_hash="0x" + "11" * 32), *others])
    with pytest.raises(StaleArtefactsError, match=f"{first.name}: changed"):
        compile_or_use_committed(QUIET)
    assert not stamp.exists()


def test_contracts__no_compiler__the_committed_ones(by: Compiling, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> Path:
        raise CompilerMissingError("no solc", "Run `make setup`.")

    stamp = by(committed)
    monkeypatch.setattr(compiling, "find_compiler", missing)
    assert compile_or_use_committed(QUIET) == Compiled("committed", COUNT)
    assert not stamp.exists()
