# SPDX-License-Identifier: Apache-2.0
"""Signs that nobody sees, and that turn round or break what stands beside them: a mark is put in their place."""

from __future__ import annotations

import re
from typing import Any

MARK = "\N{REPLACEMENT CHARACTER}"
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def seen(value: Any) -> Any:
    """What a page says, whoever wrote it. Texts stay what they were: escaped, or still to be."""
    if not isinstance(value, str) or not _UNSEEN.search(value):
        return value
    return type(value)(_UNSEEN.sub(MARK, value))
