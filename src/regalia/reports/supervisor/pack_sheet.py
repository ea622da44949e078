# SPDX-License-Identifier: Apache-2.0
"""What stands around a page of the pack, in its language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from regalia.reports.page import Block, Frame, Page
from regalia.reports.sheet import DealSheet
from regalia.reports.supervisor.flat import iso_time
from regalia.reports.supervisor.language import Language, Say, say_in
from regalia.reports.supervisor.shaped import BEGINS, RULES, begins
from regalia.reports.supervisor.subject import Subject


class PackSheet(DealSheet):
    """A page of the pack: its frame is in the language, its notice says what it is shaped after."""

    def __init__(self, subject: Subject, language: Language, name: str) -> None:
        super().__init__(subject.ledger, subject.names)
        self.subject, self.language, self.name = subject, language, name
        self.say: Say = say_in(language)

    def page(self, title: str, lead: str, up: str, blocks: Iterable[Block]) -> Page:
        made = super().page(title, lead, up, blocks)
        told = self.say("{shaped}. What the deal file says: {notice}")
        notice = told.format(shaped=self._shaped(), notice=self.terms.notice)
        return replace(made, notice=notice, frame=frame_of(self.language, self.say))

    def _shaped(self) -> str:
        """In the language of the page, and as every file has it."""
        own, every = self.say(BEGINS).format(rule=self.say(RULES[self.name])), begins(self.name)
        return every if own == every else f"{own} ({every})"

    def _as_of(self) -> str:
        as_of = self.subject.as_of
        told = self.say("As of block {block} ({hash}), {time}, verified by {count} comparisons.")
        compared = f"{sum(as_of.compared.values()):,}"
        time = iso_time(as_of.timestamp)
        return told.format(block=as_of.block, hash=as_of.block_hash, time=time, count=compared)


def frame_of(language: Language, say: Say) -> Frame:
    english = Frame()
    return english if language is Language.EN else Frame(
        lang="zh-CN",
        up=say("The whole pack"),
        notice=say(english.notice),
        prototype=say(english.prototype),
        rebuilt=say(english.rebuilt),
        continued=say(english.continued),
    )  # fmt: skip
