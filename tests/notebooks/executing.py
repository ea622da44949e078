# SPDX-License-Identifier: Apache-2.0
"""Executing a notebook in a kernel of its own, and reading what its cells answered."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[2] / "notebooks"
SECONDS = 120


@dataclass(frozen=True)
class Executed:
    """``answers`` are by cell, in their order: the last expression's text, and what was printed."""

    sources: tuple[str, ...]
    answers: tuple[str, ...]

    def after(self, source: str) -> str:
        """The answer of the only cell with this in it."""
        (found,) = [answer for text, answer in zip(self.sources, self.answers, strict=True) if source in text]
        return found


def read(name: str) -> Any:
    return nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)  # type: ignore[no-untyped-call]


def execute(name: str) -> Executed:
    """In a process of its own, so that what notebooks leave open is no matter of the tests."""
    command = [sys.executable, "-m", __name__, name]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, cwd=FOLDER.parent)
    assert done.returncode == 0, done.stderr[-4_000:]
    sources, answers = json.loads(done.stdout)
    return Executed(tuple(sources), tuple(answers))


def main(name: str) -> None:
    """Execute it from its folder. The kernel is reached through files, by no port at all, and ends with this."""
    notebook = read(name)
    with tempfile.TemporaryDirectory(prefix="nb") as runtime:
        manager = AsyncKernelManager(kernel_name="python3", transport="ipc")
        manager.connection_file = str(Path(runtime) / "k.json")
        resources = {"metadata": {"path": str(FOLDER)}}
        NotebookClient(notebook, km=manager, timeout=SECONDS, resources=resources).execute(
            env={**os.environ, "IPYTHONDIR": runtime}
        )
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    print(json.dumps([[cell.source for cell in cells], [_answer(cell) for cell in cells]]))


def _answer(cell: Any) -> str:
    told = (output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.outputs)
    return "\n".join(told)


if __name__ == "__main__":
    main(sys.argv[1])
