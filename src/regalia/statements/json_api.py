# SPDX-License-Identifier: Apache-2.0
"""A statement from a payer's API: JSON over HTTP, page by page. What is wrong with it is told as of a file; a token is never told."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

import requests

from regalia.statements.http_address import ApiAddressError, ApiUnreachableError, check_address, next_address, shown
from regalia.statements.http_get import Getter
from regalia.statements.http_session import Bounds
from regalia.statements.json_page import parse_page
from regalia.statements.json_statement import JsonPages
from regalia.statements.model import Source, Statement
from regalia.statements.problem_list import ProblemList

__all__ = ["ApiAddressError", "ApiUnreachableError", "Bounds", "read_json_api"]
_SHORTEST_TOKEN = 8


def read_json_api(
    url: str,
    *,
    session: requests.Session | None = None,
    token_env: str | None = None,
    licence_names: Mapping[str, str] | None = None,
    today: date | None = None,
    bounds: Bounds | None = None,
    keep: Callable[[bytes], object] | None = None,
) -> Statement:
    """The statement at an address. Its source is the SHA-256 of the bytes of all pages, one behind the other. ``keep`` is given these
    bytes page by page: written into one file in this order they are what ``read_json_statement`` reads.

    ``token_env`` names the environment variable with the token, sent as ``Authorization: Bearer``. Raises ApiAddressError,
    ApiUnreachableError and, with every problem of what was sent, StatementError.
    """
    check_address(url)
    token = _token(token_env)
    getter = Getter(bounds or Bounds(), token, session)
    problems = ProblemList(shown(url), secret=token)
    pages = JsonPages(problems, today or datetime.now(UTC).date(), licence_names or {})
    try:
        digest = _read(url, getter, bounds or Bounds(), pages, problems, keep)
    finally:
        getter.close()
    statement = pages.statement(Source(shown(url).partition("://")[2], digest))
    problems.refuse()
    assert statement is not None  # or there was a problem
    return statement


def _read(
    url: str,
    getter: Getter,
    bounds: Bounds,
    pages: JsonPages,
    problems: ProblemList,
    keep: Callable[[bytes], object] | None,
) -> bytes:
    """Takes every page; the hash of all."""
    digest, asked, address = hashlib.sha256(), {url}, url
    while True:
        content, place = getter.get(address), f"page {len(asked)}: "
        digest.update(content)
        if keep:
            keep(content)
        if (page := parse_page(content, problems, place)) is None:
            problems.refuse()
            raise AssertionError("a page that is none without a problem")
        pages.take(page, place)
        if page.next is None:
            return digest.digest()
        address = next_address(address, page.next)
        if address in asked:
            problems.stop(0, "was read before: the statement does not end", f"{place}next", shown(address))
        if len(asked) >= bounds.most_pages:
            problems.stop(0, f"goes on after {bounds.most_pages:,} pages, the most that are read", f"{place}next")
        asked.add(address)


def _token(name: str | None) -> str:
    if name is None:
        return ""
    token = os.environ.get(name, "").strip()
    if len(token) < _SHORTEST_TOKEN or not token.isascii() or not token.isprintable() or " " in token:
        raise ApiAddressError(
            f"token_env: the environment variable {name!r} is not set, or holds no token",
            f"A token has at least {_SHORTEST_TOKEN} printable characters without blanks.",
        )
    return token
