# SPDX-License-Identifier: Apache-2.0
"""``docs/tutorial-supervisors.md`` and ``docs/tutorial-researchers.md`` line by line; the others: ``tests/e2e/test_tutorials.py``."""

from __future__ import annotations

import csv
import json
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from tests.e2e.test_tutorials import hold, replaced, sample
from tests.e2e.tutorial import ROOT, Block, blocks_of, checkout, typed

SUPERVISORS, RESEARCHERS = ROOT / "docs" / "tutorial-supervisors.md", ROOT / "docs" / "tutorial-researchers.md"
NO_NODE = "http://127.0.0.1:1"
SERVE, PAGES = "regalia serve ", "http://127.0.0.1:8000"
"""The pages in the documents, which are at a free port here."""


@pytest.mark.devnet
def test_supervisors__line_by_line__prints_what_is_shown(tmp_path: Path) -> None:
    blocks = blocks_of(SUPERVISORS)
    place = checkout(tmp_path)
    with sample(place) as (url, printed):
        hold(SUPERVISORS, blocks[:1], [printed])
        rest = replaced(blocks, "make setup", "make sample")
        hold(SUPERVISORS, rest, with_pages(rest, place, url))
    assert "no difference" in (place / "out" / "verification.html").read_text(encoding="utf-8")


def test_researchers__line_by_line_without_a_node__prints_what_is_shown(tmp_path: Path) -> None:
    blocks = blocks_of(RESEARCHERS)
    place = checkout(tmp_path)
    (place / "data").resolve()
    assert blocks[0].commands[0] == "make setup"
    blocks[0].commands.pop(0)
    hold(RESEARCHERS, blocks, typed(blocks, place, NO_NODE))
    dates = json.loads((place / "hi-fi-ii.json").read_text(encoding="utf-8"))["dates"]
    with (place / "projected" / "cashflows.csv").open(encoding="utf-8") as file:
        assert (len(dates), len(list(csv.reader(file))) > 100) == (14, True)


def with_pages(blocks: list[Block], place: Path, url: str) -> list[str]:
    """``typed``, with the pages at a free port; whatever goes wrong, nobody serves any more afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    here = PAGES.replace("8000", str(port))
    ending = Block(0, ["trap 'kill $(jobs -p) 2> /dev/null || true' EXIT"])
    served = [replace(block, commands=[_at(command, here, port) for command in block.commands]) for block in blocks]
    assert served != blocks
    return [text.replace(here, PAGES) for text in typed([ending, *served], place, url)[1:]]


def _at(command: str, here: str, port: int) -> str:
    return command.replace(PAGES, here).replace(SERVE, f"{SERVE}--port {port} ")


@pytest.mark.parametrize("document", [SUPERVISORS, RESEARCHERS], ids=lambda path: path.stem)
def test_document__of_its_blocks__shows_what_most_of_them_print(document: Path) -> None:
    blocks = blocks_of(document)
    assert len([block for block in blocks if block.shown]) * 2 > len(blocks) >= 6
