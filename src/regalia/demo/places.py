# SPDX-License-Identifier: Apache-2.0
"""Where the demo finds the deal files and the documents."""

from __future__ import annotations

from pathlib import Path

from regalia.errors import RegaliaError

_CHECKOUT = Path(__file__).parents[3]
_INSTALLED = Path(__file__).parent / "files"
"""Copies that the wheel has (`tools/build_backend.py`); there are none in a checkout."""


class DemoFilesMissingError(RegaliaError, FileNotFoundError):
    """The deal files and receipts are not where the demo looks for them."""


def find(*parts: str) -> Path:
    """A file or folder of the project: in the current folder's checkout, else in this package's own, else as installed with it."""
    for root in (Path.cwd(), _CHECKOUT, _INSTALLED):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise DemoFilesMissingError(
        f"no file {'/'.join(parts)}",
        "Install Regalia again, or run the demo in a checkout of the project: `make demo`.",
    )
