# SPDX-License-Identifier: Apache-2.0
"""Slither over the contracts. What is suppressed says why where it stands; a suppression of nothing is a finding."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

from tools.static.outcome import CheckError, Outcome
from tools.static.trees import EXPORT, write_export

_LEFT_OUT = re.compile(r"^\(.*\bNone\b.*\) = ")
"""How slither writes ``(address token,) = …``: a result that is left out by a blank place was seen by whoever wrote it."""


def run_slither(root: Path, program: Path) -> Outcome:
    """Compile the trees, and have slither read them. Its settings are in ``slither.config.json``."""
    if not program.exists():
        raise CheckError(f"there is no {program}: make static installs it")
    files = write_export(root)
    command = [str(program), str(EXPORT), "--config-file", str(root / "slither.config.json"), "--json", "-"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    try:
        told = json.loads(done.stdout)
    except ValueError as error:
        raise CheckError(f"slither did not finish:\n{done.stderr.strip()[-2000:]}") from error
    if not told["success"]:
        raise CheckError(f"slither did not finish: {told['error']}")
    return Outcome("slither", f"{files} files", tuple(findings(told["results"].get("detectors", []))))


def findings(detected: list[dict[str, Any]]) -> list[str]:
    """One a line, sorted, of ours only."""
    found: list[str] = []
    for one in detected:
        if one["check"] == "unused-ignore-directive":
            found += [_unused(comment) for comment in one["unused_ignores"] if "node_modules" not in comment["file"]]
        elif not (one["check"] == "unused-return" and _is_left_out(one["elements"])):
            found.append(f"{one['check']} ({one['impact'].lower()}): {' '.join(one['description'].split())}")
    return sorted(set(found))


def _is_left_out(elements: list[dict[str, Any]]) -> bool:
    return any(one["type"] == "node" and _LEFT_OUT.match(one["name"]) for one in elements)


def _unused(comment: dict[str, Any]) -> str:
    where = f"contracts/{comment['file'].partition('/contracts/')[2]}#{comment['line']}"
    return f"unused suppression of {', '.join(comment['unused_detectors'])}: {where}"
