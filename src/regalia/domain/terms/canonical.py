# SPDX-License-Identifier: Apache-2.0
"""The one spelling of a deal, and its hash.

The canonical form is JSON with sorted keys and no spaces, UTF-8. Every field of the model is in it, texts,
sources and assumptions too: what was read is what was signed. Defaults are written out, so a change of a
default is a change of terms; fields without a value (absent, an empty list or group) are left out, so a later
optional field does not disturb the hash of an older deal. Amounts, rates and ratios are texts in their shortest
exact form. Comments, order of keys, spacing and spelling of numbers don't matter; order of lists does. The
canonical form is itself a deal file and reads back as the same terms.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from regalia.domain.terms.deal import Terms


def canonical_json(terms: Terms) -> bytes:
    data = _without_empty(terms.model_dump(mode="json", by_alias=True))
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def terms_hash(terms: Terms) -> bytes:
    """SHA-256 of the canonical form: the 32 bytes the contracts keep."""
    return sha256(canonical_json(terms)).digest()


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        pairs = ((key, _without_empty(item)) for key, item in value.items())
        return {key: item for key, item in pairs if item is not None and item != [] and item != {}}
    if isinstance(value, list):
        return [_without_empty(item) for item in value]
    return value
