# SPDX-License-Identifier: Apache-2.0
"""Parts as XML. Texts are escaped; what XML can't hold at all is replaced. Each document has a schema of ours, which goes along.

An element of the namespace stands for a part, a ``row`` for each of its rows, and in it an element for each value that is there; the code a
published form has for it is an attribute.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from importlib.resources import files
from xml.etree import ElementTree

from regalia.reports.supervisor.flat import Flat, Plain
from regalia.reports.supervisor.parts import Grid, NoData, Part, Says
from regalia.reports.supervisor.shaped import begins

NAMESPACE = "urn:regalia:supervisor:1"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(name: str, head: dict[str, Plain], parts: Iterable[Part], flat: Flat) -> str:
    """The whole document; ``head`` says which deal and as of when."""
    root = ElementTree.Element(camel(name), {"xmlns": NAMESPACE})
    _put(root, {"shaped_after": begins(name), **head}, {})
    for part in parts:
        own = ElementTree.SubElement(root, camel(part.key))
        if isinstance(part, Says):
            for told in part.sentences:
                ElementTree.SubElement(own, "sentence").text = _clean(told.text)
        elif isinstance(part, Grid):
            for row in part.rows:
                _put(ElementTree.SubElement(own, "row"), flat.row(part.fields, row), flat.codes(part.fields))
        else:
            _put(own, flat.row(part.fields, part.values), flat.codes(part.fields))
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def schema_of(name: str) -> str:
    """The text of the schema of a document, such as ``annex-ix``."""
    return files("regalia.reports.supervisor").joinpath("schema", f"{name}.xsd").read_text(encoding="utf-8")


def camel(key: str) -> str:
    """``pool_addition_date`` as ``poolAdditionDate``."""
    first, *rest = re.split("[-_]", key)
    return first + "".join(word.capitalize() for word in rest)


def _put(parent: ElementTree.Element, facts: dict[str, Plain], codes: dict[str, str]) -> None:
    """An absent value has no element; what can't be said has an empty one with the reason."""
    for key, plain in facts.items():
        if plain is None:
            continue
        own = ElementTree.SubElement(parent, camel(key), {"code": codes[key]} if key in codes else {})
        if isinstance(plain, NoData):
            own.set("noData", plain.why)
        else:
            own.text = _text(plain)


def _text(plain: Plain) -> str:
    match plain:
        case bool():
            return "true" if plain else "false"
        case Decimal():
            return f"{plain:f}"
        case _:
            return _clean(str(plain))


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
