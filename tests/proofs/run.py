# SPDX-License-Identifier: Apache-2.0
"""Run every proof and every twin, and say what holds: `python -m tests.proofs.run [--deep]`.

halmos counts a path that reverts as passing. So this fails when a proof failed, and also when a twin found no path, when a proof timed
out, stopped in a loop or got stuck, and when what was run is not what the files contain.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.proofs.listed import theorems
from tests.proofs.outcome import Outcome, outcomes, problems, table

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FORGE = ROOT / "node_modules" / "@foundry-rs" / "forge-linux-amd64" / "bin"
AUDIT = ROOT / ".venv-audit" / "bin"
BOUNDS = ("--loop", "200", "--solver-timeout-branching", "50ms")
SECONDS_QUICK = 60
SECONDS_DEEP = 900


def environment() -> Path:
    """The folder of the environment that has halmos: the one this was called from, else the one of `make prove`."""
    for folder in (Path(sys.executable).parent, AUDIT):
        if (folder / "halmos").exists():
            return folder
    found = shutil.which("halmos")
    if found is None:
        raise SystemExit(f"no halmos beside {sys.executable} nor in {AUDIT}: run make prove")
    return Path(found).parent


def prove(tools: Path, contracts: list[str], seconds: int, to: Path) -> "subprocess.Popen[bytes]":
    """Start halmos over some contracts; it writes what it found to a file."""
    python = tools / "python"
    command = [
        str(python),
        str(HERE / "prover.py"),
        "--root",
        str(HERE),
        "--forge-build-out",
        "../../.build/proofs/out",
    ]
    command += [
        "--no-status",
        "--json-output",
        str(to),
        "--function",
        "(check|reach)_",
        "--match-contract",
        f"^({'|'.join(contracts)})$",
    ]
    command += [
        "--solver-command",
        f"{python} {HERE / 'portfolio.py'}",
        "--solver-timeout-assertion",
        f"{seconds}s",
        *BOUNDS,
    ]
    path = os.pathsep.join([str(tools), str(FORGE), os.environ["PATH"]])
    return subprocess.Popen(command, cwd=HERE, env={**os.environ, "PATH": path}, stdout=subprocess.DEVNULL)


def build(tools: Path) -> None:
    """Once, before two provers look at it."""
    command = [str(FORGE / "forge"), "build", "--ast", "--extra-output", "storageLayout", "metadata"]
    if subprocess.run(command, cwd=HERE, stdout=subprocess.DEVNULL).returncode != 0:
        raise SystemExit("the proofs don't compile: run forge build in tests/proofs")


def run(deep: bool) -> list[Outcome]:
    tools = environment()
    build(tools)
    contracts = sorted({theorem.contract for theorem in theorems(HERE / "theorems")})
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{half}.json" for half in range(2)]
        limit = SECONDS_DEEP if deep else SECONDS_QUICK
        provers = [
            prove(tools, contracts[half::2], limit, file) for half, file in enumerate(files) if contracts[half::2]
        ]
        for prover in provers:
            prover.wait()
        return [outcome for file in files if file.exists() for outcome in outcomes(json.loads(file.read_text()))]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deep", action="store_true", help="give each question fifteen minutes")
    begun = time.monotonic()
    found = run(parser.parse_args().deep)
    wrong = problems(theorems(HERE / "theorems"), found)
    print(table(found))
    print(f"{len(found)} of proofs and twins in {time.monotonic() - begun:.0f} s")
    for problem in wrong:
        print(f"✗ {problem}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
