# SPDX-License-Identifier: Apache-2.0
"""The run: chapters one after the other, told, asked about, and written down once they are over."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from regalia.demo.regulator.asking import Answer, Ask
from regalia.demo.regulator.chapter import Chapter
from regalia.demo.regulator.contents import CHAPTERS
from regalia.demo.regulator.hall import Hall
from regalia.demo.regulator.pages import Pages
from regalia.demo.regulator.progress import Progress
from regalia.demo.regulator.step import Said, Step
from regalia.demo.regulator.telling import DONE, PROTOTYPE, Telling
from regalia.demo.regulator.world import World

PAUSED = Said(
    "Paused; the chain runs on at {rpc}, id {chain}. Records and deal files are in {records}. Enter goes on.",
    "已暂停；链继续运行于 {rpc}，id {chain}。部署记录与交易文件在 {records}。回车继续。",
)
NOTHING_LEFT = Said("Every chapter is finished; `--reset` forgets that.", "各章均已完成；`--reset` 可重新开始。")
LATER = Said("`--resume` goes on with chapter {number}.", "用 `--resume` 从第 {number} 章继续。")


@dataclass
class Run:
    """``ask`` is None where nobody is asked; ``pages`` where none are shown. ``wait`` returns when a pause is over."""

    out: Path
    telling: Telling
    progress: Progress
    ask: Ask | None = None
    pages: Pages | None = None
    wait: Callable[[], object] = input
    told: list[dict[str, Any]] = field(default_factory=list)

    def play(self, chapters: Sequence[Chapter]) -> dict[str, Any]:
        """Play them; the figures. Raises what a chapter raises when something is not as it must be."""
        started, number = time.monotonic(), 0
        if not chapters:
            self.telling.say(NOTHING_LEFT)
            return {"passed": True, "chapters": [], "seconds": "0"}
        with Hall(self.out) as hall:
            while number < len(chapters):
                chapter = chapters[number]
                answer = self._chapter(chapter, hall)
                if answer in (Answer.REPEAT, Answer.SKIP):
                    hall.leave(chapter.part)  # half a chapter was played there
                if answer is Answer.QUIT:
                    self.telling.say(LATER, number=chapter.number)
                    break
                number += answer is not Answer.REPEAT
        seconds = f"{time.monotonic() - started:.0f}"
        if number == len(chapters):
            self.telling.line()
            self.telling.say(DONE, chapters=len(self.told), seconds=seconds)
            self.telling.say(PROTOTYPE)
        return {"passed": number == len(chapters), "chapters": self.told, "seconds": seconds}

    def _chapter(self, chapter: Chapter, hall: Hall) -> Answer:
        started, world = time.monotonic(), hall.world(chapter)
        chapter.stage(world)
        addresses = []
        if self.pages:
            self.pages.show(world)
            addresses = chapter.addresses(self.pages.site, self.telling.language)
        self.telling.chapter(chapter, len(CHAPTERS), addresses)
        steps: list[dict[str, Any]] = []
        for step in chapter.play(world):
            steps.append(_figures(step))
            if self.pages:
                self.pages.show(world)
            self.telling.step(chapter, len(steps), step)
            answer = self._asked(world)
            if answer is not Answer.GO_ON:
                return answer
        self.progress.finish(chapter.number)
        seconds = f"{time.monotonic() - started:.1f}"
        said = {"number": chapter.number, "title": {"en": chapter.title.en, "zh": chapter.title.zh}}
        self.told.append(said | {"pages": list(chapter.pages), "steps": steps, "seconds": seconds})
        return Answer.GO_ON

    def _asked(self, world: World) -> Answer:
        while self.ask:
            answer = self.ask()
            if answer is not Answer.PAUSE:
                return answer
            chain = world.stage.chain
            self.telling.say(PAUSED, rpc=chain.url, chain=chain.chain_id, records=world.records)
            self.wait()
        return Answer.GO_ON


def _figures(step: Step) -> dict[str, Any]:
    """A step for programs: in English."""
    figures = {name.en: value for name, value in step.figures.items()}
    told: dict[str, Any] = {"who": step.who.en, "did": step.did.en, "figures": figures}
    if step.table:
        names = [heading.en for heading in step.table.headings]
        told["table"] = [dict(zip(names, row, strict=True)) for row in step.table.rows]
    return told
