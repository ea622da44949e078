# SPDX-License-Identifier: Apache-2.0
"""Lines that say how far it is."""

from __future__ import annotations

import sys


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
