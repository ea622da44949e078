# SPDX-License-Identifier: Apache-2.0
"""The solver halmos asks: yices over bits first, then cvc5 over whole numbers beside it; whoever answers first is believed.

Bits are quick for masks, shifts and branches, and hopeless for a division of a hundred bits; whole numbers the other way round. Called by
halmos as a command with one file of SMT-LIB; needs nothing of the project, as it runs in the environment halmos is installed in.
"""

import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

HEAD_START = 0.7
SOON = 0.02
HERE = Path(sys.executable).parent


def integers(path: str) -> None:
    """Answer one query over integers."""
    cvc5: Any = import_module("cvc5")
    solver = cvc5.Solver()
    solver.setOption("solve-bv-as-int", "sum")
    parser = cvc5.InputParser(solver)
    parser.setFileInput(cvc5.InputLanguage.SMT_LIB_2_6, path)
    while not (command := parser.nextCommand()).isNull():
        said = command.invoke(solver, parser.getSymbolManager())
        if said:
            print(said, end="", flush=True)


def start(*command: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def answer(process: "subprocess.Popen[str]") -> str | None:
    """What it found, when it has found something."""
    if process.poll() is None:
        return None
    said = process.stdout.read() if process.stdout else ""
    return said if said.startswith(("sat", "unsat")) else ""


def race(path: str) -> str:
    """The first answer; "unknown" when both give up."""
    begun = time.monotonic()
    running = [start(str(HERE / "yices-smt2"), path)]
    second = False
    while running:
        for process in list(running):
            said = answer(process)
            if said:
                for other in running:
                    other.kill()
                return said
            if said is not None:
                running.remove(process)
        if not second and (not running or time.monotonic() - begun > HEAD_START):
            running.append(start(sys.executable, __file__, "--integers", path))
            second = True
        time.sleep(SOON)
    return "unknown\n"


if __name__ == "__main__":
    if sys.argv[1] == "--integers":
        integers(sys.argv[2])
    else:
        print(race(sys.argv[1]), end="")
