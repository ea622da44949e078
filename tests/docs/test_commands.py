# SPDX-License-Identifier: Apache-2.0
"""Every command that a page names is there, with the options it names."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT, named_in
from tools.docs.commands import Command, regalia_commands, script_commands

DOCUMENTS = [*PAGES, ROOT / "README.md"]
OF_EVERY_SCRIPT = {"--verbosity", "-h", "--help"}
_WORD = re.compile(r"[a-z][a-z0-9-]*")


@cache
def known() -> dict[tuple[str, ...], Command]:
    return {found.words: found for found in (*regalia_commands(), *script_commands(ROOT))}


def wrong_in(command: str) -> Iterator[str]:
    """What of a command is not there. Words in capitals stand for something, ``…`` for anything."""
    words = typed(command)
    at: tuple[str, ...]
    if words[:1] == ["regalia"]:
        at, rest = ("regalia",), words[1:]
    elif words[:2] == ["ape", "run"]:
        at, rest = ("ape", "run", *words[2:3]), words[3:]
    else:
        return
    while rest and rest[0].startswith("--") and at == ("regalia",):
        rest = rest[1:]
    while rest and (*at, rest[0]) in known():
        at, rest = (*at, rest[0]), rest[1:]
    if at not in known():
        if not at[-1].startswith(("…", "{")) and at != ("ape", "run"):
            yield f"there is no {' '.join(at)}"
        return
    inner = any(words[: len(at)] == at and len(words) > len(at) for words in known())
    if inner and rest and _WORD.fullmatch(rest[0]):
        yield f"there is no {' '.join(at)} {rest[0]}"
        return
    if inner and rest[:1] == ["…"]:
        return
    options = {name for option in known()[at].command.params for name in (*option.opts, *option.secondary_opts)}
    for word in rest:
        name = word.partition("=")[0].rstrip("],")
        if name.lstrip("[").startswith("--") and len(name) > 2 and name.lstrip("[") not in options | OF_EVERY_SCRIPT:
            yield f"{' '.join(at)} has no option {name}"


def typed(command: str) -> list[str]:
    """Its words, without what a shell would do with it."""
    lexer = shlex.shlex(command.replace(".venv/bin/", ""), posix=True, punctuation_chars=False)
    lexer.whitespace_split, lexer.commenters = True, "#"
    try:
        words = list(lexer)
    except ValueError:  # an apostrophe in prose
        words = command.split()
    return words[: next((i for i, word in enumerate(words) if word in ("|", ">", "&&")), len(words))]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_commands__named_in_a_page__are_there_with_their_options(path: Path) -> None:
    named = list(named_in(path.read_text(encoding="utf-8")))
    assert [f"{command}: {fault}" for command in named for fault in wrong_in(command)] == []


def test_commands__named_in_all_pages__are_most_of_what_there_is() -> None:
    named = [typed(command) for path in DOCUMENTS for command in named_in(path.read_text(encoding="utf-8"))]
    told = {tuple(words[:n]) for words in named for n in range(2, 5)}
    leaves = {words for words in known() if words[0] == "regalia" and len(words) == 2}
    assert len(named) > 300
    assert leaves <= told | {("regalia", "demo")}


@pytest.mark.parametrize(
    ("command", "fault"),
    [
        ("regalia verify --record FILE --rpc URL", None),
        ("regalia verifiy --record FILE", "there is no regalia verifiy"),
        ("regalia verify --recrod FILE", "regalia verify has no option --recrod"),
        ("regalia trade sing DEAL", "there is no regalia trade sing"),
        ("ape run supervise halt-deal --order N NET", None),
        ("ape run supervise stop-deal --order N", "there is no ape run supervise stop-deal"),
        ("ape run supervize halt-deal", "there is no ape run supervize"),
        ("ape run oracle …", None),
        ("regalia --debug …", None),
        ("make docs", None),
    ],
)
def test_wrong_in__command__told_apart(command: str, fault: str | None) -> None:
    assert list(wrong_in(command)) == ([fault] if fault else [])
