# SPDX-License-Identifier: Apache-2.0
"""The site put together."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from regalia.web import faults
from regalia.web.guard.headers import Headers
from regalia.web.pages import Pages
from regalia.web.routes import deals, standing

ROUTES = (standing.router, deals.router)
"""In this order: the first that fits answers."""


def create_app(pages: Pages) -> FastAPI:
    """Serves what ``pages`` has; whoever makes them keeps the deals up to date."""
    app = FastAPI(title="Regalia", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.pages = pages
    app.mount("/static", StaticFiles(packages=[("regalia.web", "static")]), name="static")
    for router in ROUTES:
        app.include_router(router)
    faults.install(app)
    app.add_middleware(Headers)
    return app
