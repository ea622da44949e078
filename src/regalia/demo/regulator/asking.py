# SPDX-License-Identifier: Apache-2.0
"""What the presenter wants after a step."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum

from regalia.demo.regulator.step import Language, Said

PROMPT = Said(
    "Enter goes on, p pauses, r repeats the chapter, s skips it, q quits: ",
    "回车继续，p 暂停，r 重放本章，s 跳过本章，q 退出：",
)
UNKNOWN = Said("There is no {given!r}.", "没有 {given!r} 这个选项。")


class Answer(StrEnum):
    """The value is the key."""

    GO_ON = ""
    PAUSE = "p"
    REPEAT = "r"
    SKIP = "s"
    QUIT = "q"


Ask = Callable[[], Answer]


def ask_on_terminal(language: Language) -> Answer:
    """Ask until it is one of them; an input at its end quits."""
    while True:
        sys.stdout.write(PROMPT.words(language))
        sys.stdout.flush()
        given = sys.stdin.readline()
        if not given:
            return Answer.QUIT
        if given.strip().lower() in list(Answer):
            return Answer(given.strip().lower())
        sys.stdout.write(UNKNOWN.words(language).format(given=given.strip()) + "\n")
