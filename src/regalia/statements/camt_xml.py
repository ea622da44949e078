# SPDX-License-Identifier: Apache-2.0
"""A bank's file as a tree that is safe to look at: no document type, no entities, UTF-8, of a known version, not too large or deep."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.parsers import expat

from lxml import etree

from regalia.statements.model import Source
from regalia.statements.problem_list import ProblemList

MAX_BYTES = 64_000_000
MAX_DEPTH = 40
"""Of a camt.053, the deepest element is about 20 levels down."""
VERSIONS = ("camt.053.001.02", "camt.053.001.04", "camt.053.001.08")
_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"
_SEPARATOR = "\n"
Element = Any
"""lxml has no types."""


class _DocumentTypeFound(Exception):
    pass


class _TooDeep(Exception):
    pass


@dataclass(frozen=True)
class Document:
    """``message`` is the element with the statements; ``namespace`` that of all its elements."""

    message: Element
    namespace: str
    version: str
    source: Source


def read_document(path: Path, problems: ProblemList) -> Document:
    """Stops with what it is that can't be read."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        problems.stop(0, f"can't be read: {error.strerror}")
    if len(content) > MAX_BYTES:
        problems.stop(0, f"is larger than {MAX_BYTES:,} bytes; ask the bank for shorter periods")
    _check(content, problems)
    # comments and instructions go, as a text with one in it would be read in part only
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        problems.stop(error.lineno or 0, f"can't be read as XML: {error.msg}")
    namespace, version = _version(root, problems)
    message = root.find(f"{{{namespace}}}BkToCstmrStmt")
    if message is None:
        problems.stop(root.sourceline, "has no BkToCstmrStmt; a camt.053 is a bank-to-customer statement")
    return Document(message, namespace, version, Source(path.name, hashlib.sha256(content).digest()))


def _check(content: bytes, problems: ProblemList) -> None:
    """Before any other parser sees it. What declares another encoding than UTF-8 is refused: one file, one reading."""
    try:
        if "\0" in content.decode("utf-8-sig"):
            problems.stop(
                0,
                "has NUL bytes: it is UTF-16 or damaged; ISO 20022 messages are UTF-8: use the file as the bank sent it",
            )
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        rule = "is not UTF-8: it was saved again in another encoding; use the file as the bank sent it"
        problems.stop(line, f"{rule} (byte 0x{content[error.start]:02X})")
    parser = expat.ParserCreate("utf-8")
    depth = 0

    def started(_: str, __: object) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise _TooDeep

    def ended(_: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(_: str, encoding: str | None, __: int) -> None:
        if encoding is not None and encoding.upper() not in ("UTF-8", "UTF8", "US-ASCII"):
            problems.stop(
                1, "must be UTF-8, as ISO 20022 messages are; have the bank mend its export", "encoding", encoding
            )

    def document_type(*_: object) -> None:
        raise _DocumentTypeFound

    parser.StartElementHandler, parser.EndElementHandler = started, ended
    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = document_type
    try:
        parser.Parse(content, True)
    except _DocumentTypeFound:
        rule = "has a document type (DOCTYPE); a bank's statement has none, and its entities are not followed"
        problems.stop(parser.CurrentLineNumber, rule)
    except _TooDeep:
        problems.stop(parser.CurrentLineNumber, f"is nested more than {MAX_DEPTH} levels deep; no statement is")
    except expat.ExpatError as error:
        cut = error.code in (expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS], _UNCLOSED)
        why = "it was cut off; have it sent again" if cut else expat.errors.messages[error.code]
        problems.stop(error.lineno, f"can't be read as XML: {why}")


_UNCLOSED = expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN]


def _version(root: Element, problems: ProblemList) -> tuple[str, str]:
    name = etree.QName(root)
    version = (name.namespace or "").removeprefix(_NAMESPACE)
    if name.localname != "Document" or version not in VERSIONS:
        rule = f"must be a Document of one of {', '.join(VERSIONS)}; ask the bank for one of them"
        if version.startswith(("camt.052", "camt.054")):
            rule = f"is an intraday report or a notification, no statement: {rule}"
        problems.stop(root.sourceline, rule, "namespace", name.namespace or "")
    return str(name.namespace), version
