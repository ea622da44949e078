# SPDX-License-Identifier: Apache-2.0
"""What each tranche got on one date in many scenarios."""

from __future__ import annotations

import numpy as np

from regalia.projection.whole import Whole


class TrancheFlows:
    """``interest``, ``principal``, ``residual`` paid, and interest ``capitalised``: arrays (tranches, scenarios)."""

    def __init__(self, tranches: int, scenarios: int) -> None:
        shape = (tranches, scenarios)
        self.interest: Whole = np.zeros(shape, np.int64)
        self.principal: Whole = np.zeros(shape, np.int64)
        self.residual: Whole = np.zeros(shape, np.int64)
        self.capitalised: Whole = np.zeros(shape, np.int64)

    def add_interest(self, t: int, paid: Whole) -> None:
        self.interest[t] += paid

    def add_principal(self, t: int, paid: Whole) -> None:
        self.principal[t] += paid

    def add_residual(self, t: int, paid: Whole) -> None:
        self.residual[t] += paid

    def add_capitalised(self, t: int, missing: Whole) -> None:
        self.capitalised[t] += missing
