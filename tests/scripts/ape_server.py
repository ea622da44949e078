# SPDX-License-Identifier: Apache-2.0
"""Ape imported once for many commands, as that takes longer than most of them: each is a fork of this process that goes on as ``ape``.

Started by ``ape_client``; its one argument is the number of a socket, on which it is told a command a line.
"""

from __future__ import annotations

import importlib
import json
import os
import socket
import sys
from pathlib import Path
from typing import Any

BEFORE = (
    "ape._cli",
    "ape.api",
    "ape.cli",
    *(f"ape.managers.{name}" for name in ("accounts", "chain", "networks", "project")),
    *(f"ape_{plugin}" for plugin in ("run", "etherscan", "solidity")),
    *(f"ape_{plugin}.accounts" for plugin in ("accounts", "safe", "test")),
    *(f"ape_{plugin}.provider" for plugin in ("ethereum", "foundry", "node", "test")),
    "ape_ethereum.ecosystem",
    *(f"scripts.{path.stem}" for path in sorted((Path(__file__).parents[2] / "scripts").glob("_*.py"))),
    "regalia.chain.issuance",
    "regalia.servicing.status",
)
"""What a command imports; whatever is not here it imports itself."""


def serve(orders: socket.socket) -> int:
    """Until nobody gives orders any more. In a fork it returns as well: with the exit code of ``ape``."""
    for name in BEFORE:
        importlib.import_module(name)
    with orders, orders.makefile("rw") as told:
        for line in told:
            child = os.fork()
            if child == 0:
                return ape(json.loads(line))
            _, status = os.waitpid(child, 0)
            told.write(f"{os.waitstatus_to_exitcode(status)}\n")
            told.flush()
    return 0


def ape(order: dict[str, Any]) -> int:
    """What the program ``ape`` does, with these words, answers and surroundings."""
    from ape._cli import cli

    for number, file in enumerate(order["files"]):
        os.dup2(os.open(file, os.O_RDWR), number)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.argv = ["ape", *order["arguments"]]
    return int(cli() or 0)


if __name__ == "__main__":
    sys.exit(serve(socket.socket(fileno=int(sys.argv[1]))))
