# SPDX-License-Identifier: Apache-2.0
"""Regalia: securities backed by IP royalties, their terms, waterfall and books."""

__version__ = "0.1.0"
