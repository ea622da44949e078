# SPDX-License-Identifier: Apache-2.0
"""``regalia demo-regulator``."""

from __future__ import annotations

from regalia.demo.regulator.command import demo_regulator as demo_regulator
