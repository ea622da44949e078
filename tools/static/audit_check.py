# SPDX-License-Identifier: Apache-2.0
"""Known vulnerabilities of what is locked, asked of the registries. Without a network they can't be asked: that is said, and is no finding.

``docs/dependencies.md`` is the review that needs nobody.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tools.static.outcome import CheckError, Outcome

LOCKS = ("requirements.lock", "requirements-docs.lock", "requirements-audit.lock")
_SECONDS = 300


def audit_python(root: Path, program: Path, lock: str) -> Outcome:
    """``pip-audit`` over one lock. It calls a lock clean of which it could look up nothing: what it skipped is counted."""
    if not program.exists():
        raise CheckError(f"there is no {program}: make static installs it")
    command = [str(program), "--disable-pip", "--require-hashes", "-r", lock, "-f", "json", "--progress-spinner", "off"]
    done = _run([*command, "--timeout", "15"], root)
    tool = f"pip-audit {lock}"
    told = _object(done.stdout)
    if told is None:
        return Outcome(tool, lock, unasked=_last(done.stderr))
    return read_pip_audit(tool, told)


def read_pip_audit(tool: str, told: dict[str, Any]) -> Outcome:
    """What its JSON says."""
    packages = told["dependencies"]
    skipped = [package for package in packages if "skip_reason" in package]
    if len(skipped) == len(packages):
        return Outcome(tool, "", unasked=skipped[0]["skip_reason"] if skipped else "it looked at nothing")
    found = [
        f"{package['name']} {package['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'none'}"
        for package in packages
        for fault in package.get("vulns", [])
    ]
    return Outcome(tool, f"{len(packages) - len(skipped)} packages, {len(skipped)} unknown there", tuple(found))


def audit_npm(root: Path) -> Outcome:
    """``npm audit`` over package-lock.json."""
    npm = shutil.which("npm")
    if npm is None:
        raise CheckError("there is no npm on the PATH")
    done = _run([npm, "audit", "--json", "--fetch-retries=0", "--fetch-timeout=15000"], root)
    told = _object(done.stdout)
    if told is None:
        return Outcome("npm audit", "", unasked=_last(done.stderr))
    return read_npm_audit(told)


def read_npm_audit(told: dict[str, Any]) -> Outcome:
    """What its JSON says; it has no ``vulnerabilities`` when the registry did not answer."""
    if "vulnerabilities" not in told:
        why = told.get("message") or (told.get("error") or {}).get("summary") or "the registry has no such service"
        return Outcome("npm audit", "", unasked=str(why).split(" - ")[0])
    found = [f"{name}: {fault['severity']}, {fault['range']}" for name, fault in told["vulnerabilities"].items()]
    return Outcome("npm audit", f"{told['metadata']['dependencies']['total']} packages", tuple(found))


def _run(command: list[str], root: Path) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", f"no answer within {_SECONDS} seconds")


def _object(text: str) -> dict[str, Any] | None:
    try:
        told = json.loads(text)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def _last(text: str) -> str:
    return text.strip().splitlines()[-1] if text.strip() else "it said nothing"
