# SPDX-License-Identifier: Apache-2.0
"""Runs all tests with Python's tracer over ``src/regalia``, also in the processes they start, and counts by package."""

from __future__ import annotations

import json
import os
import subprocess
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from regalia.chain.compiler import PROJECT
from tools.coverage.contracts import MeasureError
from tools.coverage.instrument import FOLDER
from tools.coverage.report import Share

_SETTINGS = """[run]
branch = true
parallel = true
patch = subprocess, _exit
sigterm = true
source_pkgs = regalia
data_file = {data}
[report]
exclude_also =
    if TYPE_CHECKING:
    \\.\\.\\.$
"""


def measure_python(*tests: str) -> Mapping[str, tuple[Share, Share]]:
    """Shares by package, of all tests when none are named. Raises ``MeasureError``."""
    folder = FOLDER / "python"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    (folder / "settings").write_text(_SETTINGS.format(data=folder / "data"), encoding="utf-8")
    print("Running all tests with Python's tracer: some twenty-five minutes …", flush=True)
    # the mirror and the random histories run the same lines a million times
    few = {"REGALIA_CASES": "2000", "REGALIA_HISTORIES": "2"}
    command = ["-m", "pytest", *(tests or ("tests",)), "-q", "-n", "auto", "--dist", "loadfile"]
    if _coverage(folder, "run", *command, **few):
        raise MeasureError("tests fail", "Run `make test` and mend them.")
    _coverage(folder, "combine", "-q")
    _coverage(folder, "json", "-q", "-o", str(folder / "told.json"))
    return _by_package(json.loads((folder / "told.json").read_text(encoding="utf-8")))


def _coverage(folder: Path, what: str, *arguments: str, **env: str) -> int:
    command = [str(PROJECT / ".venv" / "bin" / "coverage"), what, f"--rcfile={folder / 'settings'}", *arguments]
    return subprocess.run(command, cwd=PROJECT, env={**os.environ, **env}, check=False).returncode


def _by_package(told: Mapping[str, Mapping[str, Mapping[str, Mapping[str, int]]]]) -> dict[str, tuple[Share, Share]]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for file, of_file in told["files"].items():
        said = of_file["summary"]
        parts = Path(file).parts
        package = "/".join(parts[parts.index("regalia") : -1])
        for name in (package, "src/regalia"):
            for i, figure in enumerate(("covered_lines", "num_statements", "covered_branches", "num_branches")):
                counts[name][i] += said[figure]
    return {name: (Share(*those[:2]), Share(*those[2:])) for name, those in sorted(counts.items())}
