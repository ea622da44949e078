# SPDX-License-Identifier: Apache-2.0
"""``regalia report``: files about a deal for somebody, made from a verified replay."""

from __future__ import annotations

from regalia.cli.lazy import group_of

report = group_of(
    "report",
    {"supervisor": "Make the supervisor's pack: files shaped after what supervisors ask; no filing."},
    "Make files about a deal from a verified replay.",
)
