# SPDX-License-Identifier: Apache-2.0
"""Amounts in messages to people."""

from __future__ import annotations

from regalia.statements.model import ONE, STATEMENT_DECIMALS


def printed(amount: int) -> str:
    """``84.0325``: an amount of 10^-12, exactly, without the noughts that say nothing."""
    whole, fraction = divmod(abs(amount), ONE)
    decimals = f"{fraction:0{STATEMENT_DECIMALS}d}".rstrip("0")
    return f"{'-' if amount < 0 else ''}{whole}{'.' if decimals else ''}{decimals}"
