# SPDX-License-Identifier: Apache-2.0
"""A statement in JSON, to be changed by tests."""

from __future__ import annotations

import json
from typing import Any

LINE = {
    "licence": "emi-catalogue",
    "period": "2024Q3",
    "currency": "USD",
    "gross": "10.00",
    "deductions": "1.50",
    "net": "8.50",
    "sales": "100.00",
    "reference": "PAY-1",
}


def page(*lines: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A whole statement of two lines, or a page of it with other ``lines``."""
    return {
        "payer": "EMI",
        "issued_on": "2024-10-15",
        "period": "2024Q3",
        "total_net": "17.00",
        "count": 2,
        "lines": list(lines or (LINE, LINE)),
        **changes,
    }


def content(*lines: dict[str, Any], **changes: Any) -> bytes:
    return json.dumps(page(*lines, **changes)).encode()
