# SPDX-License-Identifier: Apache-2.0
"""A tutorial as a document, and the shell it is typed in: what is indented is typed, ``text`` is what it must print, ``python`` is run.

In what is shown ``…`` stands for any text, and in a line of its own for any lines.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHECKOUT = (
    "contracts",
    "data",
    "deals",
    "docs",
    "node_modules",
    "scripts",
    "tools",
    "ape-config.yaml",
    "Makefile",
    "pyproject.toml",
)
"""What the lines need of a checkout, beside ``.venv``."""
ANY = "…"
PRINTED = "http://127.0.0.1:8545"
"""The node in the documents, which another takes the place of here."""
_EXITS = re.compile(r"\bexits (\d+)\b")


@dataclass
class Block:
    """Lines that are typed one after the other, and what they show all together (None: nothing is said of it). ``exits`` is the code of
    each, 0 unless the sentence before names another.
    """

    line: int
    commands: list[str]
    exits: int = 0
    shown: list[str] | None = None


def blocks_of(document: Path) -> list[Block]:
    """In their order."""
    found: list[Block] = []
    fence: str | None = None
    held: list[str] = []
    indented, sentence = False, ""
    for number, line in enumerate(document.read_text(encoding="utf-8").splitlines(), 1):
        if fence is not None and line != "```":
            held.append(line)
        elif fence is not None:
            if fence == "text":
                assert found[-1].shown is None, f"{document.name}:{number}: shown twice"
                found[-1].shown = held
            elif fence == "python":
                found.append(Block(number, ["python - <<'END'\n" + "\n".join(held) + "\nEND"]))
            fence, held = None, []
        elif line.startswith("```"):
            fence = line.removeprefix("```")
        elif line.startswith("    "):
            if not indented:
                named = _EXITS.search(sentence)
                found.append(Block(number, [], int(named[1]) if named else 0))
            _add(found[-1].commands, line)
        elif line:
            sentence = line
        indented = fence is None and line.startswith("    ")
    return found


def _add(commands: list[str], line: str) -> None:
    if commands and commands[-1].endswith("\\"):
        commands[-1] += "\n" + line
    else:
        commands.append(line[4:])


def checkout(place: Path) -> Path:
    """A folder with what a user has, for what the lines leave behind."""
    for name in CHECKOUT:
        (place / name).symlink_to(ROOT / name)
    (place / ".venv").symlink_to(sys.prefix)
    return place


def typed(blocks: Sequence[Block], place: Path, url: str) -> list[str]:
    """What each block printed, when all are typed in one shell in the folder ``place``, with the node at ``url``. Fails at the first
    command whose exit code is another than is said (0 where nothing is).
    """
    script = ["set -u"]
    for number, block in enumerate(blocks):
        for command in block.commands:
            told = shlex.quote(f"line {block.line}: {command}")
            script += [
                f"{{ {_elsewhere(command, url)}\n}} >> {shlex.quote(str(place))}/{number}.printed 2>&1 < /dev/null",
                f'code=$?; [ $code = {block.exits} ] || {{ echo {told} exits $code; tail -n 20 "{place}/{number}.printed"; exit 1; }}',
            ]
    done = subprocess.run(
        ["bash", "-c", "\n".join(script)], cwd=place, env=_environment(url), capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr
    files = [place / f"{number}.printed" for number in range(len(blocks))]
    texts = [file.read_text(encoding="utf-8") if file.exists() else "" for file in files]
    return [text.replace(url, PRINTED).replace(url.replace("127.0.0.1", "localhost"), PRINTED) for text in texts]


def _elsewhere(command: str, url: str) -> str:
    return command.replace(PRINTED, url).replace("ethereum:local:node", f"ethereum:local:{url}")


def _environment(url: str) -> Mapping[str, str]:
    """Of a person, with the node in place of the usual one."""
    path = os.pathsep.join(part for part in os.environ["PATH"].split(os.pathsep) if ".venv" not in part)
    return {
        **os.environ,
        "PATH": path,
        "PYTHONUNBUFFERED": "1",
        "REGALIA_DEVNET": url,
        "REGALIA_RPC_LOCAL": url,
    }


def differs(shown: Sequence[str], printed: str) -> str | None:
    """The first line shown that was not printed where it had to be; None when all agree."""
    lines = [line.rstrip() for line in printed.strip("\n").splitlines()]
    at, gap = 0, False
    for line in (line.rstrip() for line in shown):
        if line == ANY:
            gap = True
            continue
        here = range(at, len(lines)) if gap else range(at, min(at + 1, len(lines)))
        found = next((i for i in here if _pattern(line).fullmatch(lines[i])), None)
        if found is None:
            return f"not printed: {line}\nin:\n" + "\n".join(lines[at:])
        at, gap = found + 1, False
    return None if gap or at == len(lines) else f"printed besides: {lines[at]}"


def _pattern(line: str) -> re.Pattern[str]:
    """Before and after the sign there may be any number of spaces, as columns are as wide as what stands in them."""
    parts = [
        re.escape(part.strip(" ")) if number else re.escape(part.rstrip(" "))
        for number, part in enumerate(line.split(ANY))
    ]
    return re.compile(".*".join(parts))
