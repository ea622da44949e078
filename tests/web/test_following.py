# SPDX-License-Identifier: Apache-2.0
"""What goes wrong while deals are followed: nothing is seen by halves, nothing of another deal, and one deal's trouble is its own."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from eth_utils.crypto import keccak
from sqlalchemy import insert, update
from web3 import HTTPProvider, Web3

from regalia.api.snapshot import Snapshot
from regalia.chain.node_errors import ChainUnreachableError, WrongNetworkError
from regalia.demo.sample import Sample
from regalia.ledger.index import schema
from regalia.ledger.index.follow import Indexer
from regalia.ledger.index.progress import Progress
from regalia.ledger.index.reader import Checkpoint
from regalia.servicing import payments
from regalia.views import following
from regalia.views.asof import as_of
from regalia.views.errors import MovedOnError, NotReadYetError
from regalia.views.following import Followed, Subject
from regalia.views.seen import Seen
from regalia.views.supervisor import supervisor_view
from regalia.views.tranche import tranche_view
from tests.support.lying_node import answering, lying, word
from tests.web.lived_site import LivedSite, lived_site, once

pytestmark = pytest.mark.devnet
DEAL = "mills-notes"


@pytest.fixture
def follower(site: Followed) -> Iterator[Followed]:
    found = Followed(site.database, site.web3, site.subjects, pause=0.05)
    found.once()
    yield found
    found.stop()


def received(site: Followed) -> int:
    with site.now(DEAL) as now:
        return len(now.ledger.receipts)


def pay_in(sample: Sample) -> None:
    """A little, by somebody who still has some of the money."""
    payments.pay_royalty(sample.deal.contracts, b"\1" * 32, 10**6, b"\2" * 32, sample.people["senior_investor_1"])


def test_look__that_failed_halfway__is_whole_when_it_is_tried_again(
    follower: Followed, sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The story had been found when the contracts did not answer."""
    before = received(follower)
    pay_in(sample)

    def silent(*_: Any) -> Snapshot:
        raise ChainUnreachableError("node: silent", "")

    with monkeypatch.context() as patch:
        patch.setattr(Snapshot, "read", silent)
        with pytest.raises(ChainUnreachableError):
            follower.once()
    assert received(follower) == before
    follower.once()
    assert received(follower) == before + 1


@pytest.mark.parametrize("error", [KeyError("x"), AssertionError(), RecursionError(), ValueError("a.b")], ids=repr)
def test_thread__with_what_nobody_foresaw__goes_on_and_says_so(
    follower: Followed, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    def broken(self: Followed, subject: Subject) -> None:
        raise error

    monkeypatch.setattr(Followed, "_look", broken)
    follower.start()
    _soon(lambda: follower.standing.silent_since is not None)
    assert follower.standing.trouble == type(error).__name__ and not follower.standing.of_node
    monkeypatch.undo()
    _soon(lambda: follower.standing.silent_since is None)
    told = [record for record in caplog.records if "can't be followed" in record.message]
    assert len(told) == 1 and told[0].levelno == logging.WARNING


def test_stop__while_a_deal_is_read_for_the_first_time__waits_for_the_chunk_only(
    site: Followed, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = threading.Event()

    def long(self: Indexer, progress: Any) -> None:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            progress(Progress(1, 10**9, 0, 0))
            began.set()
            time.sleep(0.01)

    monkeypatch.setattr(following, "Indexer", type("Long", (Indexer,), {"catch_up": long}))
    found = Followed(site.database, site.web3, site.subjects, pause=0.05)
    found.start()
    assert began.wait(10)
    start = time.monotonic()
    found.stop()
    assert time.monotonic() - start < 3 and found.standing.trouble == ""
    with pytest.raises(NotReadYetError, match="is at block 1 of 1000000000"), found.now(DEAL):
        pass


def test_node__of_another_chain_at_the_same_address__is_refused_and_nothing_is_unsaid(
    follower: Followed, sample: Sample
) -> None:
    """A local chain that was started again has the same contracts at the same addresses."""
    before = received(follower)

    class Again(HTTPProvider):
        def make_request(self, method: Any, params: Any) -> Any:
            answer = super().make_request(method, params)
            if method == "eth_getBlockByNumber" and params[0] in ("0x0", 0):
                answer["result"]["hash"] = "0x" + "22" * 32
            return answer

    follower.web3 = Web3(Again(sample.url))
    with pytest.raises(WrongNetworkError, match="genesis hash: expected 0x"):
        follower.once()
    assert received(follower) == before


def test_contract__that_answers_otherwise_than_its_events__is_a_difference(follower: Followed, sample: Sample) -> None:
    """A node that is honest in logs and lies in an answer: status 4 is concluded."""
    with follower.now(DEAL) as now:
        whole = as_of(now)
    assert (whole.differences, whole.comparisons > now.seen.story.comparisons) == (0, True)
    deal = sample.deal.contracts.deal.address
    sample.chain.mine(1)
    follower.web3 = lying(sample.url, answers=answering("status()", deal, word(4)))
    follower.once()
    with follower.now(DEAL) as now:
        assert as_of(now).differences >= 1
        (line, *_) = supervisor_view([now]).differences
    assert (line.what, line.expected, line.found) == ("status", "live", "concluded")


def test_index__made_anew_beside__is_seen_though_the_chain_stands_still(follower: Followed) -> None:
    deal = schema.deal.c.address == follower.subjects[0].record.deal.address
    database = follower.database
    with database.connected() as connection, database.writing(connection):
        connection.execute(update(schema.deal).where(deal).values(address="0x" + "00" * 20))
    with pytest.raises(MovedOnError), follower.now(DEAL):
        pass
    follower.once()
    assert received(follower) > 0
    with follower.now(DEAL) as now:
        assert tranche_view(now, "senior").holders == 3


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Followed, LivedSite]]:
    """Two deals that were read, of which a thread tells no more."""
    lived = lived_site(tmp_path, once("met"), once("oracle"))
    subjects = [Subject(seen.deal.record, seen.deal.terms) for seen in lived.seen]
    found = Followed(lived.database, Web3(), subjects)
    found._seen = {seen.deal.terms.id: seen for seen in lived.seen}
    yield found, lived
    lived.database.close()


def test_page__of_all_deals_while_one_moves_on__is_of_the_moment_it_began(
    two: tuple[Followed, LivedSite], monkeypatch: pytest.MonkeyPatch
) -> None:
    site, lived = two
    last = lived.seen[1]
    opened = Followed._opened

    def moves(self: Followed, connection: Any, seen: Seen) -> Any:
        found = opened(self, connection, seen)
        if seen is lived.seen[0]:
            _moved_on(site, last)
        return found

    monkeypatch.setattr(Followed, "_opened", moves)
    with site.all_now() as all_now:
        assert [now.seen.checkpoint for now in all_now] == [seen.checkpoint for seen in lived.seen]
    monkeypatch.undo()
    with site.all_now() as all_now:
        assert all_now[1].seen.checkpoint.block == last.checkpoint.block + 1


def test_deal__that_got_another_number_in_the_index__shows_nothing_of_the_other(
    two: tuple[Followed, LivedSite],
) -> None:
    """Both are at the same block: only the number tells them apart."""
    site, lived = two
    first, second = (seen.deal for seen in lived.seen)
    with site.database.connected() as connection, site.database.writing(connection):
        for address, number in ((first.record.deal.address, second.id), (second.record.deal.address, first.id)):
            connection.execute(update(schema.deal).where(schema.deal.c.id == number).values(address=address[::-1]))
        for address, number in ((first.record.deal.address, second.id), (second.record.deal.address, first.id)):
            connection.execute(update(schema.deal).where(schema.deal.c.id == number).values(address=address))
    with pytest.raises(MovedOnError), site.now(first.terms.id):
        pass


def test_deal__that_is_gone_from_the_index_and_can_not_be_read__keeps_no_page_from_the_others(
    two: tuple[Followed, LivedSite], monkeypatch: pytest.MonkeyPatch
) -> None:
    site, lived = two
    gone, there = (seen.deal for seen in lived.seen)
    with site.database.connected() as connection, site.database.writing(connection):
        query = update(schema.deal).where(schema.deal.c.id == gone.id)
        connection.execute(query.values(address=gone.record.deal.address[::-1]))

    def fails(self: Followed, subject: Subject) -> None:
        raise ChainUnreachableError("node: silent", "")

    monkeypatch.setattr(site._rounds, "_first", lambda: None)
    monkeypatch.setattr(Followed, "_look", fails)
    site._rounds.one()
    with site.all_now() as all_now:
        assert [now.terms.id for now in all_now] == [there.terms.id]
    assert site.standing.of_node and site.standing.trouble == "node: silent"


def _moved_on(site: Followed, seen: Seen) -> None:
    at = seen.checkpoint
    new = Checkpoint(at.block + 1, "0x" + keccak(b"next").hex(), at.timestamp + 12)
    with site.database.connected() as connection, site.database.writing(connection):
        row = {"deal": seen.deal.id, "number": new.block, "hash": new.hash, "timestamp": new.timestamp}
        connection.execute(insert(schema.block), {**row, "checkpoint": True})
    site._seen[seen.deal.terms.id] = Seen(seen.deal, new, seen.snapshot, seen.story, seen.names)


def _soon(is_so: Any) -> None:
    deadline = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)
