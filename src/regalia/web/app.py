# SPDX-License-Identifier: Apache-2.0
"""The site put together."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import FastAPI

from regalia.web import faults
from regalia.web.guard.addresses import Addresses
from regalia.web.guard.assets import Assets
from regalia.web.guard.bodies import Bodies
from regalia.web.guard.failures import Failures
from regalia.web.guard.headers import Headers
from regalia.web.guard.hosts import Hosts
from regalia.web.guard.methods import Methods
from regalia.web.pages import Pages
from regalia.web.routes import (
    dates,
    deal,
    deals,
    files,
    investor,
    orders,
    prepare,
    standing,
    statements,
    supervisor,
    tranches,
)

ROUTES = (
    standing.router,
    orders.router,
    prepare.router,
    investor.router,
    statements.router,
    files.router,
    supervisor.router,
    deals.router,
    deal.router,
    dates.router,
    tranches.router,
)
"""In this order: the first that fits answers."""


def create_app(pages: Pages, names: Iterable[str] = ()) -> FastAPI:
    """Serves what ``pages`` has; whoever makes them keeps the deals up to date. ``names`` are those of this server besides its address."""
    app = FastAPI(title="Regalia", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.pages = pages
    app.mount("/static", Assets(packages=[("regalia.web", "static")]), name="static")
    for router in ROUTES:
        app.include_router(router)
    faults.install(app)
    # what is added last comes first
    app.add_middleware(Bodies)
    app.add_middleware(Methods, routes=[route for router in ROUTES for route in router.routes])
    app.add_middleware(Addresses)
    app.add_middleware(Hosts, names=names)
    app.add_middleware(Failures)
    app.add_middleware(Headers)
    return app
