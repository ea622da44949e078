# SPDX-License-Identifier: Apache-2.0
"""Regalia: securities backed by IP royalties, their terms, waterfall and books."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from regalia.api import Deal as Deal
    from regalia.api import Portfolio as Portfolio

__version__ = "0.1.0"
__all__ = ["Deal", "Portfolio", "__version__"]

_OF_THE_API = ("Deal", "Portfolio")
"""Imported when they are first asked for: they bring pandas and web3 along."""


def __getattr__(name: str) -> Any:
    if name in _OF_THE_API:
        from regalia import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_OF_THE_API})
