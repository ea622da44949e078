# SPDX-License-Identifier: Apache-2.0
"""``python -m regalia.demo.regulator``."""

from __future__ import annotations

import sys

from regalia.demo.regulator.command import demo_regulator
from regalia.errors import RegaliaError

if __name__ == "__main__":
    try:
        demo_regulator(prog_name="python -m regalia.demo.regulator")
    except RegaliaError as error:
        sys.exit(f"error: {error}")
