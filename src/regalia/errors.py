# SPDX-License-Identifier: Apache-2.0
"""The base of every error this package raises on purpose."""

from __future__ import annotations


class RegaliaError(Exception):
    """Something a person can act on: ``message`` says what is wrong (field, value and rule), ``hint`` what to do next.

    Subclasses also inherit the built-in that fits (``class TermsError(RegaliaError, ValueError)``), so that callers who know nothing of
    Regalia still catch them.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message
