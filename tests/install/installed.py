# SPDX-License-Identifier: Apache-2.0
"""Building the wheel, and running what it installs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

BACKEND = "import sys; sys.path.insert(0, 'tools'); import build_backend; print(build_backend.build_wheel(sys.argv[1]))"


def build(root: Path, folder: Path) -> Path:
    """By the backend that pyproject.toml names, as pip would call it."""
    done = subprocess.run(
        [sys.executable, "-c", BACKEND, str(folder)], cwd=root, capture_output=True, text=True, check=True
    )
    return folder / done.stdout.strip()


def started(programs: Path, folder: Path, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """With nothing of the checkout in reach: no paths of Python, no anvil, no node."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "REGALIA", "SOLCX"))}
    env = {**kept, "PATH": f"{programs}:/usr/bin:/bin", "HOME": str(folder)}
    command = [str(programs / program), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=600, cwd=folder, env=env, check=False)


def figures(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)
