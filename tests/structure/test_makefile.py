# SPDX-License-Identifier: Apache-2.0
"""What `make` prints: figures for programs on standard output, everything else on standard error."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_demo__through_make__only_the_command_s_own_output() -> None:
    # both set-ups are taken as done: this is about printing
    command = ["make", "-o", ".venv/.ready", "-o", "node_modules/.ready", "demo", "DEMO=--help"]
    env = {
        name: value for name, value in os.environ.items() if not name.startswith("MAKE")
    }  # `make test` is not its parent
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=ROOT, env=env)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Usage: regalia demo"), done.stdout


def test_setup__every_installer__speaks_on_standard_error() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    installers = re.findall(r"^\t.*(?:-m pip|npm) install .*$", makefile, re.MULTILINE)
    assert len(installers) == 5
    assert all(line.startswith("\t@") and line.endswith(">&2") for line in installers), installers


def test_node__local_chain_for_the_scripts__on_the_loopback_interface_and_in_the_list() -> None:
    def printed(*arguments: str) -> str:
        command = ["make", "-o", ".venv/.ready", "-o", "node_modules/.ready", *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=ROOT, check=True).stdout

    assert re.search(r"exec .*--host 127\.0\.0\.1 --port 8545 ", printed("-n", "node"))
    assert re.search(r"^  make node +a local chain at 127\.0\.0\.1:8545 for the scripts", printed("help"), re.MULTILINE)
