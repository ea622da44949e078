# SPDX-License-Identifier: Apache-2.0
"""``regalia serve`` as somebody would start it: a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from tests.web.browser.world import World

HOSTILE = "Passer <img src=x onerror=alert(1)> by"
_PATIENCE = 60


@dataclass(frozen=True)
class Server:
    """``url`` without a slash at the end; ``board`` the folder of its orders."""

    url: str
    board: Path
    world: World

    def caught_up(self) -> None:
        """Wait until it has read what is on the chain now."""
        head, deadline = self.world.chain.web3.eth.block_number, time.monotonic() + _PATIENCE
        wanted = {self.world.notes.terms.id, self.world.patents.terms.id}
        while time.monotonic() < deadline:
            deals = httpx2.get(f"{self.url}/healthz", trust_env=False).json()["deals"]
            if set(deals) == wanted and min(deals.values()) >= head:
                return
            time.sleep(0.1)
        raise AssertionError(f"the server is not at block {head} after {_PATIENCE} seconds: {deals}")


@contextmanager
def serving(world: World, folder: Path) -> Iterator[Server]:
    board, names = folder / "board", folder / "names.json"
    names.write_text(
        json.dumps({world.sample.stage.cast.wallet("passer-by"): HOSTILE, world.investor: "First investor"})
    )
    command = [sys.executable, "-m", "regalia", "serve", "--rpc", world.chain.url, "--port", "0"]
    for deal in (world.notes, world.patents):
        command += ["--record", str(deal.record_path)]
    command += ["--db", f"sqlite:///{folder}/ledger.db", "--board", str(board), "--names", str(names)]
    with (folder / "said").open("w+") as said:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, text=True)
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("pages at http://"), f"{line}{(folder / 'said').read_text()}"
            found = Server(line.split()[-1].rstrip("/"), board, world)
            found.caught_up()
            yield found
        finally:
            process.terminate()
            process.wait(15)
            assert process.stdout is not None
            process.stdout.close()
            said.seek(0)
            assert "Traceback" not in said.read()
