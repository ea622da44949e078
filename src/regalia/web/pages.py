# SPDX-License-Identifier: Apache-2.0
"""Templates filled in: one environment a language, everything escaped."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from regalia import __version__
from regalia.market.folder_board import FolderBoard
from regalia.views.following import Followed
from regalia.web import formats
from regalia.web.guard.texts import seen
from regalia.web.language import Language
from regalia.web.tongues import tongue
from regalia.web.words.catalogue import words_of
from regalia.web.words.codes import message


@dataclass
class Pages:
    """What every page needs. ``board`` is None where no orders are taken; ``chain`` is shown beside addresses."""

    site: Followed
    board: FolderBoard | None = None
    environments: dict[Language, Environment] = field(
        default_factory=lambda: {lang: _environment(lang) for lang in Language}
    )

    def render(
        self,
        request: Request,
        language: Language,
        template: str,
        code: HTTPStatus = HTTPStatus.OK,
        **values: Any,
    ) -> HTMLResponse:
        """``values`` are the template's own; ``here`` is the address after the language, for the link to the other one."""
        found = self.environments[language].get_template(template)
        text = found.render(self._common(request, language) | values)
        return HTMLResponse(text, code, headers={"Content-Language": language.tag, "Cache-Control": "no-cache"})

    def _common(self, request: Request, language: Language) -> dict[str, Any]:
        _, _, rest = request.url.path.removeprefix("/").partition("/")
        query = f"?{request.url.query}" if request.url.query else ""
        return {
            "lang": language,
            "languages": tuple(Language),
            "here": rest + query,
            "base": f"/{language.value}",
            "standing": self.site.standing,
            "takes_orders": self.board is not None,
        }


def pages_of(request: Request) -> Pages:
    found = request.app.state.pages
    assert isinstance(found, Pages)
    return found


def _environment(language: Language) -> Environment:
    found = Environment(
        loader=PackageLoader("regalia.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        finalize=seen,
    )
    words = words_of(language)
    found.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    found.filters |= formats.FILTERS | {"tongue": tongue}
    found.globals |= {"word": lambda of, code: words.gettext(message(of, code)), "version": __version__}
    return found
