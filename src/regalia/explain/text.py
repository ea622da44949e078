# SPDX-License-Identifier: Apache-2.0
"""An explanation as plain text. Lines of tables begin with ``-``, figures of a payment date with ``>``."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.explain.document import Document, Item, Section
from regalia.explain.wrap import wrapped

INDENT = 4


def to_text(document: Document, width: int | None = None) -> str:
    """Lines of at most ``width`` columns (a Chinese character fills two); unbroken sentences without a width."""
    head = [f"{document.name} ({document.deal})", *_folded(document.notice, 0, width), *document.head]
    blocks = [head, *([*_section(document, section, width)] for section in document.sections)]
    return "\n\n".join("\n".join(block) for block in blocks)


def _section(document: Document, section: Section, width: int | None) -> Iterator[str]:
    yield section.title
    if section.lead:
        yield from _folded(document.between_sentences.join(section.lead), 0, width)
    for item in section.items:
        yield from _item(document, item, width)


def _item(document: Document, item: Item, width: int | None) -> Iterator[str]:
    heading = " ".join(part for part in (item.label, item.heading) if part)
    if heading:
        yield from _folded(heading, INDENT // 2, width)
    indent = INDENT if heading else INDENT // 2
    if item.sentences:
        yield from _folded(document.between_sentences.join(item.sentences), indent, width)
    for mark, lines in (("-", item.details), (">", item.figures)):
        for line in lines:
            yield from _folded(f"{mark} {line}", indent, width)


def _folded(text: str, indent: int, width: int | None) -> Iterator[str]:
    lines = [text] if width is None else wrapped(text, max(width - indent, 20))
    return (f"{' ' * indent}{line}" for line in lines)
