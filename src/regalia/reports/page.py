# SPDX-License-Identifier: Apache-2.0
"""What a page is made of, and its HTML. One template and one embedded style sheet serve every page; nothing is loaded from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from regalia.reports.table import Table

Html = str | Markup
"""Text (escaped by the template) or HTML that is already safe."""


@dataclass(frozen=True)
class Figures:
    """A few large figures with what they are."""

    items: tuple[tuple[str, Html], ...]
    block: ClassVar[str] = "figures"


@dataclass(frozen=True)
class Facts:
    """Names and values."""

    title: str
    items: tuple[tuple[str, Html], ...]
    block: ClassVar[str] = "facts"


@dataclass(frozen=True)
class Notes:
    """Sentences, a list item each; with ``empty`` said where there is none."""

    title: str
    sentences: tuple[str, ...]
    empty: str
    block: ClassVar[str] = "notes"


@dataclass(frozen=True)
class Heading:
    """The start of a part of the page."""

    title: str
    lead: str = ""
    block: ClassVar[str] = "heading"


@dataclass(frozen=True)
class Sum:
    """Two sides of an equation as text: ``left = right``, the amounts with the same total."""

    title: str
    left: tuple[tuple[str, Html], ...]
    right: tuple[tuple[str, Html], ...]
    total: Html
    block: ClassVar[str] = "sum"


Block = Figures | Facts | Notes | Heading | Sum | Table


@dataclass(frozen=True)
class Frame:
    """What stands around every page, in the language of the page."""

    lang: str = "en"
    up: str = "All reports of this deal"
    notice: str = "Notice."
    prototype: str = "Prototype for testnets and research. Not an offer, not advice, and no claim on anybody."
    rebuilt: str = "Figures are rebuilt from the events of the deal’s contracts, to the smallest unit."
    continued: str = "continued"


@dataclass(frozen=True)
class Page:
    """``kicker`` stands above the title; ``up`` is the address of the index, empty on the index itself."""

    title: str
    kicker: str
    lead: str
    notice: str
    as_of: str
    up: str
    blocks: tuple[Block, ...]
    frame: Frame = Frame()


def render(page: Page) -> str:
    """The HTML document. The same page gives the same text."""
    return _environment().get_template("page.html").render(page=page)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("regalia.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
