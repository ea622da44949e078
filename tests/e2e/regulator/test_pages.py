# SPDX-License-Identifier: Apache-2.0
"""The pages beside the chapters, with a stand-in for `regalia serve`: started, started anew, reaped, and said so when they can't be."""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from urllib.request import urlopen

import pytest

from regalia.demo.regulator.pages import Pages, PagesError
from regalia.demo.regulator.world import World

STAND_IN = """
import http.server, json, os, sys
given = dict(zip(sys.argv[1::2], sys.argv[2::2]))
asked = []

class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/healthz":
            asked.append(self.path)
            deals = dict.fromkeys(("mills", "patents"), 1) if len(asked) > 2 else {}
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"deals": deals}).encode())
            return
        self.send_response(404)
        self.end_headers()
        self.wfile.write(f"{os.getpid()} {given['--rpc']} {given['--records']} {given['--db']} {len(asked)}".encode())

http.server.HTTPServer(("127.0.0.1", int(given["--port"])), Page).serve_forever()
"""


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def world(tmp_path: Path) -> World:
    chain = SimpleNamespace(url="http://127.0.0.1:9", chain_id=31337)
    people = SimpleNamespace(wallets={"mills/unit_holder_1": "0xA1"}, keys={})
    made = World(cast(object, SimpleNamespace(chain=chain, out=tmp_path, cast=people)))  # type: ignore[arg-type]
    made.deals["mills"] = cast(object, None)  # type: ignore[assignment]
    return made


def served(site: str) -> list[str]:
    """Process, node, records and database that the stand-in was given, and how often it was asked what it has read."""
    try:
        with urlopen(site, timeout=5) as answer:
            text = answer.read()
    except OSError as error:
        text = error.read()  # type: ignore[attr-defined]
    return str(text.decode()).split()


def runs(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    return True


def test_show__a_world__served_until_the_end_with_its_records(port: int, world: World, tmp_path: Path) -> None:
    with Pages(port, (sys.executable, "-c", STAND_IN)) as pages:
        pages.show(world)
        process, *given, asked = served(pages.site)
        records, ledger = tmp_path / "deployments" / "31337", f"sqlite:///{tmp_path / 'ledger.db'}"
        assert json.loads((tmp_path / "names.json").read_text()) == {"0xA1": "unit holder 1"}
        assert given == ["http://127.0.0.1:9", str(records), ledger]
        assert asked == "3"  # twice it had read nothing yet
        pages.show(world)
        assert served(pages.site)[0] == process
    assert not runs(process)


def test_show__another_deal__served_anew_and_the_former_reaped(port: int, world: World) -> None:
    with Pages(port, (sys.executable, "-c", STAND_IN)) as pages:
        pages.show(world)
        former = served(pages.site)[0]
        world.deals["patents"] = cast(object, None)  # type: ignore[assignment]
        pages.show(world)
        assert served(pages.site)[0] != former and not runs(former)


def test_show__no_deal_yet__nothing_started(port: int, world: World) -> None:
    world.deals.clear()
    with Pages(port, ("/does/not/exist",)) as pages:
        pages.show(world)


def test_show__body_raises__reaped(port: int, world: World) -> None:
    process = "0"
    with pytest.raises(KeyboardInterrupt), Pages(port, (sys.executable, "-c", STAND_IN)) as pages:
        pages.show(world)
        process = served(pages.site)[0]
        raise KeyboardInterrupt
    assert process != "0" and not runs(process)


def test_show__ends_at_once__its_words_and_what_to_do(port: int, world: World) -> None:
    command = (sys.executable, "-c", "import sys; sys.exit('error: the database is of another chain')")
    with (
        Pages(port, command) as pages,
        pytest.raises(PagesError, match=r"ended with code 1.*\n.*another chain\n.*--no-pages"),
    ):
        pages.show(world)


def test_port__taken__refused_before_anything_starts() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(PagesError, match=f"--port: something answers at 127.0.0.1:{taken} already"), Pages(taken):
            pass
