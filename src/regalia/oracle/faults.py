# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a document, a line a fault: field, value, rule."""

from __future__ import annotations

from pydantic import ValidationError
from pydantic_core import ErrorDetails


def faults_of(error: ValidationError, whole: str) -> list[str]:
    """Every fault pydantic found; ``whole`` names the document where a fault is not one field's."""
    return [_fault(fault, whole) for fault in error.errors(include_url=False, include_context=False)]


def _fault(fault: ErrorDetails, whole: str) -> str:
    field = ".".join(map(str, fault["loc"])) or whole
    value = "" if isinstance(fault["input"], dict | list | bytes) else f" {fault['input']!r:.80}:"
    return f"{field}:{value} {fault['msg'].removeprefix('Value error, ')}"
