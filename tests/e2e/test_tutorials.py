# SPDX-License-Identifier: Apache-2.0
"""The tutorials typed line by line in a shell, as a person does: everything goes through, and prints what is shown.

Three lines are replaced: ``make setup`` was done already, and in place of ``make node`` and ``make sample`` the same is started at a free
port.
"""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from regalia.chain.devnet import devnet
from tests.e2e.tutorial import PRINTED, ROOT, Block, blocks_of, checkout, differs, typed

pytestmark = pytest.mark.devnet
DEVELOPERS, INVESTORS = ROOT / "docs" / "tutorial-developers.md", ROOT / "docs" / "tutorial-investors.md"
_PATIENCE = 60.0


def replaced(blocks: list[Block], *lines: str) -> list[Block]:
    """The blocks without the one of these lines, which is the first and the whole of it."""
    assert blocks[0].commands == list(lines)
    return blocks[1:]


def hold(document: Path, blocks: list[Block], printed: list[str]) -> None:
    for block, text in zip(blocks, printed, strict=True):
        if block.shown is not None:
            found = differs(block.shown, text)
            assert found is None, f"{document.name}, line {block.line}: {found}"


def test_developers__line_by_line__prints_what_is_shown(tmp_path: Path) -> None:
    blocks = replaced(blocks_of(DEVELOPERS), "make setup", "make node")
    with devnet(timestamp=int(time.time())) as chain:
        printed = typed(blocks, checkout(tmp_path), chain.url)
    hold(DEVELOPERS, blocks, printed)
    assert not (tmp_path / "deployments" / "31337").exists()  # the last line begins anew


def test_investors__line_by_line__prints_what_is_shown(tmp_path: Path) -> None:
    blocks = blocks_of(INVESTORS)
    place = checkout(tmp_path)
    with sample(place) as (url, printed):
        hold(INVESTORS, blocks[:1], [printed])
        rest = replaced(blocks, "make setup", "make sample")
        hold(INVESTORS, rest, typed(rest, place, url))
    assert (place / "out" / "sample" / "statement.pdf").read_bytes().startswith(b"%PDF")


@contextmanager
def sample(place: Path) -> Iterator[tuple[str, str]]:
    """What ``make sample`` starts, at a free port: its address, and what it printed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    printed = place / "sample.printed"
    with printed.open("w", encoding="utf-8") as file:
        command = [sys.executable, "-u", "-m", "regalia.demo.sample", "--port", str(port)]
        process = subprocess.Popen(command, cwd=place, stdout=file, stderr=subprocess.PIPE, text=True)
    try:
        url, end = f"http://127.0.0.1:{port}", time.monotonic() + _PATIENCE
        while "ready" not in (text := printed.read_text(encoding="utf-8")):
            assert process.poll() is None, process.stderr and process.stderr.read()
            assert time.monotonic() < end, text
            time.sleep(0.2)
        yield url, text.replace(url, PRINTED)
    finally:
        process.terminate()
        process.communicate(timeout=30)


@pytest.mark.parametrize(("heading", "document"), [("developers", DEVELOPERS), ("investors", INVESTORS)])
def test_readme__lines_of_a_tutorial__are_the_document_s_in_their_order(heading: str, document: Path) -> None:
    _, _, section = (ROOT / "README.md").read_text(encoding="utf-8").partition(f"## Tutorial for {heading}\n")
    lines = re.findall(r"^    (.*)$", section.partition("\n## ")[0], re.MULTILINE)
    rest = iter([command for block in blocks_of(document) for command in block.commands])
    assert len(lines) >= 8
    assert [line for line in lines if line not in rest] == []


@pytest.mark.parametrize(
    ("target", "does"),
    [
        ("node", r"--host 127\.0\.0\.1 --port 8545 --chain-id 31337 --hardfork cancun"),
        ("sample", r"-m regalia\.demo\.sample$"),
    ],
)
def test_make__target_that_was_replaced__starts_the_same(target: str, does: str) -> None:
    done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=True)
    assert re.search(does, done.stdout, re.MULTILINE)


@pytest.mark.parametrize("document", [DEVELOPERS, INVESTORS], ids=lambda path: path.stem)
def test_document__of_its_blocks__shows_what_most_of_them_print(document: Path) -> None:
    blocks = blocks_of(document)
    shown = [block for block in blocks if block.shown]
    assert len(blocks) > 9
    assert len(shown) * 2 > len(blocks)


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        (["a"], "a\n", True),
        (["a"], "a\nb\n", False),
        (["a", "…"], "a\nb\nc\n", True),
        (["…", "c"], "a\nb\nc\n", True),
        (["…", "b"], "a\nb\nc\n", False),
        (["block …, 5 gas"], "block 12, 5 gas", True),
        (["block …, 5 gas"], "block 12, 6 gas", False),
        (["a", "…", "a"], "a\nb", False),
    ],
)
def test_differs__shown_and_printed__told_apart(shown: list[str], printed: str, same: bool) -> None:
    assert (differs(shown, printed) is None) is same
