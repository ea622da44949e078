# SPDX-License-Identifier: Apache-2.0
"""Scripts, styles and pictures as they are. A browser asks each time whether its copy is still good, so no page runs old ones."""

from __future__ import annotations

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope


class Assets(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        found = await super().get_response(path, scope)
        found.headers["Cache-Control"] = "no-cache"
        return found
