# SPDX-License-Identifier: Apache-2.0
"""The rows of a table, for tests that look at them one by one."""

from __future__ import annotations

from typing import Any

import pandas as pd


def rows_of(table: pd.DataFrame) -> list[Any]:
    """With the columns as attributes."""
    return list(table.itertuples())
