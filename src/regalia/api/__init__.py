# SPDX-License-Identifier: Apache-2.0
"""Deals as objects for Python and notebooks: see ``docs/python.md``."""

from regalia.api.deal import Deal
from regalia.api.portfolio import Portfolio

__all__ = ["Deal", "Portfolio"]
