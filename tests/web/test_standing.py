# SPDX-License-Identifier: Apache-2.0
"""A ledger that is behind, a node that is silent, a chain that is another one of a sudden: pages say so and go on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient
from web3 import HTTPProvider, Web3

from regalia.demo.sample import Sample
from regalia.views.following import Followed
from regalia.web.app import create_app
from regalia.web.pages import Pages

DEEP = 3
_PATIENCE = 30
DEAD = "http://127.0.0.1:9"
"""Where nobody listens."""


@pytest.fixture
def follower(site: Followed) -> Iterator[Followed]:
    """Another one over the same index, in a thread of its own once it is started."""
    found = Followed(site.database, site.web3, site.subjects, pause=0.05)
    found.once()
    yield found
    found.stop()


@pytest.fixture
def looking(follower: Followed) -> Iterator[TestClient]:
    with TestClient(create_app(Pages(follower)), base_url="http://127.0.0.1") as found:
        yield found


def soon(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize("path", ["/en/deals/mills-notes", "/en/deals/mills-notes/tranches/senior", "/en/supervisor"])
def test_page__of_a_ledger_behind__says_by_how_many_blocks(looking: TestClient, follower: Followed, path: str) -> None:
    follower.standing.head += 7
    page = looking.get(path)
    assert page.status_code == 200 and "7 blocks behind the chain" in page.text
    assert "落后链上 7 个区块" in looking.get(path.replace("/en/", "/zh/")).text


def test_page__with_a_silent_node__goes_on_and_says_for_how_long(looking: TestClient, follower: Followed) -> None:
    follower.web3 = Web3(HTTPProvider(DEAD))
    follower.start()
    soon(lambda: follower.standing.silent_since is not None)
    assert looking.get("/en/").status_code == 200
    assert follower.standing.silent_since is not None
    follower.standing.silent_since -= 61
    assert "has not answered for 6" in looking.get("/en/status").text
    assert looking.get("/healthz").json()["silent_for"] in range(61, 75)


def test_status__with_trouble_that_is_not_the_nodes__says_so_and_no_more(
    looking: TestClient, follower: Followed
) -> None:
    follower.standing.goes_wrong("db /somewhere/x.db: disk I/O error", of_node=False)
    assert follower.standing.silent_since is not None
    follower.standing.silent_since -= 61
    said = looking.get("/en/status").text
    assert "could not be brought up to date" in said and "The ledger is up to date" not in said
    assert "The node has not answered" not in said and "disk" not in said


def test_node__that_answers_again__is_silent_no_more(looking: TestClient, follower: Followed) -> None:
    alive, follower.web3 = follower.web3, Web3(HTTPProvider(DEAD))
    follower.start()
    soon(lambda: follower.standing.silent_since is not None)
    follower.web3 = alive
    soon(lambda: follower.standing.silent_since is None)
    assert "has not answered" not in looking.get("/en/status").text


def test_page__while_the_chain_is_reorganised__is_whole_or_asks_to_come_again(
    looking: TestClient, follower: Followed, sample: Sample
) -> None:
    follower.start()
    statuses: set[int] = set()
    done = threading.Event()

    def looks() -> None:
        while not done.is_set():
            answer = looking.get("/en/")
            statuses.add(answer.status_code)
            assert answer.status_code == 200 or answer.headers["Retry-After"]

    watcher = threading.Thread(target=looks)
    watcher.start()
    try:
        for _ in range(4):
            sample.chain.mine(DEEP)
            sample.chain.ask("anvil_reorg", DEEP, [])
            head = sample.chain.web3.eth.get_block("latest")["number"]
            soon(lambda: looking.get("/healthz").json().get("deals") == {"mills-notes": head})  # noqa: B023
    finally:
        done.set()
        watcher.join(_PATIENCE)
    assert statuses <= {200, 503} and 200 in statuses
    assert looking.get("/en/").status_code == 200


def test_page__of_blocks_that_are_gone__is_not_ready_and_then_is(
    looking: TestClient, follower: Followed, site: Followed, sample: Sample
) -> None:
    """Another follower of the same index has seen the other chain already."""
    sample.chain.mine(DEEP)
    follower.once()
    sample.chain.ask("anvil_reorg", DEEP, [])
    site.once()
    answer = looking.get("/en/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Not ready yet" in answer.text and "reorganised" in answer.text
    follower.once()
    assert looking.get("/en/").status_code == 200
