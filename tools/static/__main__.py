# SPDX-License-Identifier: Apache-2.0
"""Slither and forge lint over the contracts; known vulnerabilities of what is locked.

Ends with 0 when nothing was found, 1 when something was, and 2 when a check could not be made.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

from regalia.chain.compiler import PROJECT
from regalia.errors import RegaliaError
from tools.static.audit_check import LOCKS, audit_npm, audit_python
from tools.static.lint_check import run_lint
from tools.static.outcome import CheckError, Outcome
from tools.static.slither_check import run_slither

TOOLS = PROJECT / ".venv-audit" / "bin"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all checks and say what each found. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.static", description=__doc__)
    parser.add_argument("--tools", type=Path, default=TOOLS, help="the folder that has slither and pip-audit")
    tools: Path = parser.parse_args(arguments).tools.absolute()
    started = monotonic()
    found = 0
    try:
        for outcome in _outcomes(tools):
            print(outcome, flush=True)
            found += len(outcome.findings)
    except (CheckError, RegaliaError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{found or 'no'} findings, {monotonic() - started:.0f} s")
    return 1 if found else 0


def _outcomes(tools: Path) -> Iterator[Outcome]:
    """Slither takes longest: the others run beside it."""
    checks: list[Callable[[], Outcome]] = [
        lambda: run_slither(PROJECT, tools / "slither"),
        lambda: run_lint(PROJECT),
        *(lambda lock=lock: audit_python(PROJECT, tools / "pip-audit", lock) for lock in LOCKS),
        lambda: audit_npm(PROJECT),
    ]
    with ThreadPoolExecutor(2) as pool:
        for running in [pool.submit(check) for check in checks]:
            yield running.result()


if __name__ == "__main__":
    sys.exit(main())
