# SPDX-License-Identifier: Apache-2.0
"""A chapter with the real pages beside it: what it says one may look at is there, in both languages."""

from __future__ import annotations

import socket
from pathlib import Path
from urllib.request import urlopen

import pytest

from regalia.demo.regulator.asking import Answer
from regalia.demo.regulator.contents import CHAPTERS
from regalia.demo.regulator.pages import Pages
from regalia.demo.regulator.progress import Progress
from regalia.demo.regulator.run import Run
from regalia.demo.regulator.telling import Telling

pytestmark = pytest.mark.devnet


def test_pages__of_a_chapter__answer_in_both_languages(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (chapter,) = (one for one in CHAPTERS if one.number == 10)
    found: dict[str, int] = {}

    with Pages(port) as pages:

        def look() -> Answer:
            for address in [*chapter.addresses(pages.site, "en"), *chapter.addresses(pages.site, "zh")]:
                with urlopen(address, timeout=30) as answer:
                    found[address] = answer.status
            return Answer.QUIT

        Run(tmp_path / "out", Telling("en", quiet=True), Progress(tmp_path / "out"), look, pages).play([chapter])
    assert len(found) == 2 * len(chapter.pages)
    assert set(found.values()) == {200}
