# SPDX-License-Identifier: Apache-2.0
"""The report of a verification as plain text, and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import wrap

from regalia.printing import table
from regalia.reports.verification_document import Document, Heads, Section, Sentences

_WIDTH = 100
"""Of sentences; tables are as wide as they are."""
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")
"""What Markdown would take for markup."""
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""A name or a reason that somebody else wrote must not begin a line of its own."""


def text_of(document: Document) -> str:
    """Tables with aligned columns, as in a terminal."""
    lines = [document.title, "=" * len(document.title), "", document.verdict, document.as_of, ""]
    lines += wrap(document.notice, _WIDTH)
    for part in document.parts:
        lines += ["", part.title, "-" * len(part.title), *_text(part)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _text(part: Section | Sentences) -> Iterator[str]:
    if isinstance(part, Sentences):
        for item in part.items:
            yield from wrap(_plain(item), _WIDTH, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False)
        return
    rows = [tuple(map(_plain, row)) for row in part.rows]
    if not rows:
        yield part.empty
    elif part.heads is None:
        width = max(len(row[0]) for row in rows)
        yield from (f"{name.ljust(width)}  {value}" for name, value in rows)
    else:
        yield table(part.heads.names, rows, part.heads.align)
    if rows and part.note:
        yield from wrap(part.note, _WIDTH)


def markdown_of(document: Document) -> str:
    """GitHub's tables."""
    lines = [f"# {_marked(document.title)}", "", f"**{_marked(document.verdict)}**", "", _marked(document.as_of), ""]
    lines.append(f"> {_marked(document.notice)}")
    for part in document.parts:
        lines += ["", f"## {_marked(part.title)}", "", *_markdown(part)]
    return "\n".join(lines) + "\n"


def _markdown(part: Section | Sentences) -> Iterator[str]:
    if isinstance(part, Sentences):
        yield from (f"- {_marked(item)}" for item in part.items)
        return
    if not part.rows:
        yield part.empty
        return
    heads = part.heads or Heads(("", ""), "ll")
    yield _row(heads.names)
    yield _row(["---:" if side == "r" else "---" for side in heads.align])
    yield from (_row([_marked(cell) for cell in row]) for row in part.rows)
    if part.note:
        yield from ("", _marked(part.note))


def _row(cells: tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    return _BREAKS.sub(" ", text)


def _marked(text: str) -> str:
    return _MARKS.sub(r"\\\1", _plain(text))
