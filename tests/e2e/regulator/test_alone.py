# SPDX-License-Identifier: Apache-2.0
"""Each chapter alone, on a chain of its own. The first of each part begins so in the whole run as well."""

from __future__ import annotations

from pathlib import Path

import pytest

from regalia.demo.regulator.chapter import Chapter
from regalia.demo.regulator.contents import CHAPTERS
from regalia.demo.regulator.progress import Progress
from regalia.demo.regulator.run import Run
from regalia.demo.regulator.telling import Telling

pytestmark = [pytest.mark.devnet, pytest.mark.deep]
LATER = [chapter for chapter in CHAPTERS if chapter.number not in (1, 5)]


@pytest.mark.parametrize("chapter", LATER, ids=lambda chapter: str(chapter.number))
def test_chapter__alone__staged_and_passed(chapter: Chapter, tmp_path: Path) -> None:
    progress = Progress(tmp_path / "out")
    told = Run(tmp_path / "out", Telling("zh", quiet=True), progress).play([chapter])
    assert told["passed"] is True
    assert progress.finished == {chapter.number}
    (only,) = told["chapters"]
    assert len(only["steps"]) >= 3
