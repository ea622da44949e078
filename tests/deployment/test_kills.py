# SPDX-License-Identifier: Apache-2.0
"""``apply`` killed a hundred times: between signing, sending, receipt and file, at any request, at any moment. Run again, it ends as one
that nobody touched.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from regalia.chain.devnet import Devnet
from regalia.deployment.wish import load_wish
from tests.deployment.wishes import planned, rights_of, rpc, state_of, wish_of, write_wish
from tests.support.devnet import undone
from tests.support.tier import tries

pytestmark = pytest.mark.devnet

ROOT = Path(__file__).parents[2]
KILLS = tries(quick=30, deep=100)
MOST_RUNS = 120
"""A life that needs more runs than this does not end."""


class Victims:
    """The process of ``victim.py``."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, how: str, number: int) -> str:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{how} {number}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()


@contextmanager
def victims(chain: Devnet, wish: Path) -> Iterator[Victims]:
    command = [sys.executable, "-m", "tests.deployment.victim", chain.url, str(wish)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            assert process.stdout and process.stdout.readline() == "ready\n"
            yield Victims(process)
        finally:
            process.kill()


def undisturbed(chain: Devnet, folder: Path, wish: dict[str, Any]) -> dict[str, Any]:
    path = write_wish(folder, wish)
    with undone(chain), victims(chain, path) as process:
        assert process.run("never", 0) == "0"
        assert not planned(chain, path).missing
        return state_of(chain.web3, load_wish(path))


def cut(chance: random.Random) -> tuple[str, int]:
    """How and when the next one is killed: most of them around what must not happen twice."""
    how = chance.choices(("point", "request", "time"), (6, 2, 1))[0]
    return how, {"point": chance.randint(1, 30), "request": chance.randint(1, 200), "time": chance.randint(20, 600)}[
        how
    ]


def test_apply__killed_again_and_again__ends_as_one_undisturbed(tmp_path: Path, fresh_chain: Devnet) -> None:
    chance, kills, life = random.Random(7), 0, 0
    # every block at the same second, so that not even a deal's dates depend on how often somebody died
    rpc(fresh_chain, "anvil_setBlockTimestampInterval", 0)
    wish = wish_of(fresh_chain.accounts, **rights_of(fresh_chain.accounts))
    expected = undisturbed(fresh_chain, tmp_path / "undisturbed", wish)
    assert all(expected["matches"].values()) and all(expected["roles"].values())
    assert (len(expected["deals"]), expected["litter"]) == (1, [])
    while kills < KILLS or life < 2:
        life += 1
        path = write_wish(tmp_path / str(life), wish)
        with undone(fresh_chain), victims(fresh_chain, path) as process:
            for _ in range(MOST_RUNS):
                outcome = process.run(*(cut(chance) if kills < KILLS else ("never", 0)))
                if outcome != "killed":
                    break
                kills += 1
            assert outcome == "0" and process.run("never", 0) == "0"
            found = state_of(fresh_chain.web3, load_wish(path))
            found["litter"] = []  # a file that was being written when its writer died
            assert found == expected, f"life {life}, after {kills} kills"
