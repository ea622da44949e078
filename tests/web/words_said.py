# SPDX-License-Identifier: Apache-2.0
"""Every message that templates and modules of the pages say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

WEB = Path(__file__).parents[2] / "src" / "regalia" / "web"
_METHODS = [("templates/**.html", "jinja2"), ("**.py", "python")]
_OPTIONS = {"templates/**.html": {"trimmed": "false", "newstyle_gettext": "true", "silent": "false"}}
_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None}


def said() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """File, and message id: one, or singular and plural."""
    for file, _, message, _, _ in extract_from_dir(WEB, _METHODS, _OPTIONS, keywords=_KEYWORDS):
        ids = (message,) if isinstance(message, str) else tuple(message)
        if any(ids):
            yield str(file), ids[0], ids
