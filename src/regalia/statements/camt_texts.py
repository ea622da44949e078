# SPDX-License-Identifier: Apache-2.0
"""The texts of an entry, found by pycamt.

pycamt takes the first element of a name anywhere below: of ``Amt`` and ``CdtDbtInd`` that can be an instructed amount or a
charge, of an account a later one, and a version it doesn't know passes. So it is shown one entry at a time, of a document that
was checked before, and money, signs and references are not taken from it (camt_fields, camt_entries).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree
from pycamt.parser import Camt053Parser  # type: ignore[import-untyped]

from regalia.statements.camt_xml import Element

Row = Mapping[str, str | None]


class _EntryTexts(Camt053Parser):  # type: ignore[misc]
    """pycamt's parser over a tree instead of bytes, which were parsed already."""

    def __init__(self, entry: Element, namespace: str, version: str) -> None:
        self.tree = etree.Element(f"{{{namespace}}}Document", nsmap={None: namespace})
        etree.SubElement(self.tree, f"{{{namespace}}}Stmt").append(entry)
        self.namespaces, self.version = {None: namespace}, version


def texts_of(entry: Element, namespace: str, version: str) -> Sequence[Row]:
    """One row for each transaction of the entry, or one for the entry. It is taken out of its statement."""
    rows: list[Row] = _EntryTexts(entry, namespace, version).get_transactions()
    return rows
