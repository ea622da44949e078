# SPDX-License-Identifier: Apache-2.0
"""Every address of the site that can be looked at, made from its routes: a new route is looked at without being named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from fastapi import FastAPI
from fastapi.routing import APIRoute

from regalia.web.app import ROUTES

_PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")


def routes() -> Iterator[APIRoute]:
    for router in ROUTES:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            yield route


def templates() -> tuple[str, ...]:
    """Paths with their parameters in braces."""
    found = (route.path for route in routes() if "GET" in (route.methods or ()))
    return tuple(dict.fromkeys(_PARAMETER.sub(r"{\1}", path) for path in found))


def parameters(template: str) -> tuple[str, ...]:
    return tuple(_PARAMETER.findall(template))


def address(template: str, values: Mapping[str, str]) -> str:
    """Raises ``KeyError`` for a parameter that tests know nothing of: say in them what it is."""
    return template.format(**{name: values[name] for name in parameters(template)})


def queries(app: FastAPI) -> dict[str, tuple[str, ...]]:
    """What may follow the question mark, by path, and something that may not."""
    paths = app.openapi()["paths"]
    found = {path: entry["get"].get("parameters", ()) for path, entry in paths.items() if "get" in entry}
    return {
        path: ("unheard-of", *(one["name"] for one in given if one["in"] == "query")) for path, given in found.items()
    }
