# SPDX-License-Identifier: Apache-2.0
"""XML as a small tree that knows the line and the bytes of each element. Document types, and with them entities, are refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from regalia.feeds.errors import FeedError, Problem

MAX_DEPTH = 64
_SEPARATOR = "\n"
_NOT_UTF8 = "can't be read as XML in UTF-8; save it as UTF-8"


@dataclass
class Element:
    """``namespace`` and ``name`` of the tag, the ``text`` directly in it, and where it stands in the file."""

    namespace: str
    name: str
    line: int
    start: int
    end: int = 0
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self) -> Iterator[Element]:
        """This element and all below it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.all()


class _DocumentTypeFound(Exception):
    pass


class _TooDeep(Exception):
    pass


def parse_xml(content: bytes, source: str) -> Element:
    """The root. FeedError when it is no XML in UTF-8, has a document type, or is nested too deep."""
    builder = _Builder(content)
    try:
        if "\0" in content.decode("utf-8"):  # UTF-16 without a mark: the parser would read it, and miscount its bytes
            raise FeedError([Problem("", "", _NOT_UTF8)], source)
        builder.parser.Parse(content, True)
    except _DocumentTypeFound:
        rule = "has a document type; feeds have none, and its entities are not followed: remove the DOCTYPE"
    except _TooDeep:
        rule = f"is nested more than {MAX_DEPTH} levels deep"
    except UnicodeDecodeError:
        rule = _NOT_UTF8
    except expat.ExpatError as error:
        rule = f"can't be read as XML in UTF-8: {expat.errors.messages[error.code]}"
    else:
        return builder.root
    raise FeedError([Problem("", "", rule, builder.parser.CurrentLineNumber)], source)


class _Builder:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.open: list[Element] = []
        self.root = Element("", "", 0, 0)
        # whatever encoding the file declares: one file, one reading
        self.parser = expat.ParserCreate("utf-8", _SEPARATOR)
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _doctype(self, *_: object) -> None:
        raise _DocumentTypeFound

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self.open) == MAX_DEPTH:
            raise _TooDeep
        namespace, _, name = tag.rpartition(_SEPARATOR)
        element = Element(namespace, name, self.parser.CurrentLineNumber, self.parser.CurrentByteIndex)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def _end(self, _: str) -> None:
        self.open.pop().end = self.content.index(b">", self.parser.CurrentByteIndex) + 1

    def _text(self, text: str) -> None:
        self.open[-1].text += text
