# SPDX-License-Identifier: Apache-2.0
"""How much memory a process holds, and held at most, and what it took of the processor, as Linux tells it."""

from __future__ import annotations

import os
from pathlib import Path


def resident_mb(process: int | None = None) -> int:
    """What the process, this one if none is named, has in memory now."""
    return _told(process, "VmRSS")


def peak_mb(process: int | None = None) -> int:
    """The most it ever had."""
    return _told(process, "VmHWM")


def _told(process: int | None, word: str) -> int:
    status = Path(f"/proc/{process or os.getpid()}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith(f"{word}:"))
    return round(int(line.split()[1]) / 1024)


def processor_seconds(process: int) -> float:
    """Of all its threads, since it began."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
