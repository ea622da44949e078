# SPDX-License-Identifier: Apache-2.0
"""``regalia serve`` at three in the morning: a node that is down, a port that is taken, and being told to end."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from regalia.cli import main as entry
from regalia.demo.sample import Sample
from regalia.ledger.index.reader import IndexReader
from regalia.ledger.sale_book import CLOSING_WINDOW
from regalia.ledger.story.story import story_of
from regalia.views.answered import held_against
from regalia.views.deal import deal_view
from regalia.views.following import Followed
from regalia.views.plain import to_plain
from regalia.views.recalled import recalled, snapshot_of
from regalia.views.tranche import tranche_view
from tests.index.lives import Lived
from tests.web.lived_site import lived_site, once

pytestmark = pytest.mark.devnet
DEAL = "mills-notes"
DEAD = "http://127.0.0.1:9"
_SECONDS = 20


def command(sample: Sample, database: str, *more: str, rpc: str = DEAD) -> list[str]:
    """Of the deal of the sample; the port is a free one where none is named."""
    where = ["--record", str(sample.record_path), "--terms", str(sample.terms_path), "--rpc", rpc, "--db", database]
    return [sys.executable, "-m", "regalia", "serve", *where, "--port", "0", *more]


@contextmanager
def serving(typed: list[str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with subprocess.Popen(typed, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("pages at http://"), line
            yield process, line.split()[-1].rstrip("/")
        finally:
            process.kill()


def refused(capsys: pytest.CaptureFixture[str], typed: list[str]) -> str:
    capsys.readouterr()
    assert entry.run(typed[3:]) == 1
    found = capsys.readouterr()
    assert found.out == "" and "Traceback" not in found.err
    return found.err


@pytest.fixture
def database(site: Followed) -> str:
    return f"sqlite:///{site.database.place}"


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
def test_serve__without_a_node__shows_what_the_ledger_has_and_ends_when_told(
    sample: Sample, database: str, site: Followed, sign: signal.Signals, code: int
) -> None:
    with serving(command(sample, database)) as (process, url):
        page = httpx2.get(f"{url}/en/deals/{DEAL}", trust_env=False)
        assert page.status_code == 200 and httpx2.get(f"{url}/zh/investor", trust_env=False).status_code == 200
        assert httpx2.get(f"{url}/healthz", trust_env=False).json()["deals"] == site.blocks
        wanted = {"from": sample.people["senior_investor_2"], "deal": DEAL, "tranche": "senior"}
        act = httpx2.get(f"{url}/api/prepare/claim", params=wanted, trust_env=False)
        assert (act.status_code, act.json()["error"]) == (503, "node: it does not answer as it should")
        start = time.monotonic()
        process.send_signal(sign)
        _, said = process.communicate(timeout=_SECONDS)
        assert process.returncode == code and time.monotonic() - start < 10
    assert "no node answers at" in said and "pages show what the ledger has" in said and "Traceback" not in said


def test_serve__without_a_node_and_with_nothing_read__is_refused(
    sample: Sample, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "no node answers at" in refused(capsys, command(sample, f"sqlite:///{tmp_path}/new.db"))


def test_serve__with_an_address_that_is_none__is_refused_whatever_was_read(
    sample: Sample, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "is not an http or https address" in refused(capsys, command(sample, database, rpc="ws://127.0.0.1:9"))


def test_serve__at_a_port_that_is_taken__is_refused(
    sample: Sample, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"port {port} of 127.0.0.1: can't be listened at" in refused(
            capsys, command(sample, database, "--port", port, rpc=sample.url)
        )


def test_recalled__of_a_live_deal__is_what_the_contracts_answer(sample: Sample, site: Followed) -> None:
    subject = site.subjects[0]
    with site.database.reading() as connection:
        found = recalled(connection, subject.record, subject.terms, {})
        assert found is not None
        other = subject.terms.model_copy(update={"name": "another"})
        assert recalled(connection, subject.record, other, {}) is None
    with site.now(DEAL) as now:
        asked = now.seen.snapshot
        assert held_against(found.story.ledger, asked, 1).differences == []
        told = replace(found.snapshot, state=asked.state)
        assert told == asked
        views = [to_plain(deal_view(one)) for one in (now, replace(now, seen=found))]
        holders = [
            tranche_view(one, "senior").largest for one in (now, replace(now, seen=replace(found, names=now.names)))
        ]
    for view in views:
        view.pop("as_of")
    assert views[0] == views[1] and holders[0] == holders[1]


def test_recalled__of_a_sale__knows_what_time_alone_decides(tmp_path: Path) -> None:
    life = once("met")
    (at,) = {event.block_number for event in life.events if event.name == "BooksOpened"}
    sold = replace(life, events=tuple(event for event in life.events if event.block_number < at))
    site = lived_site(tmp_path, Lived(sold.terms, sold.record, sold.events))
    (seen,) = site.seen
    with site.database.reading() as connection:
        story, reader = story_of(connection, seen.deal, at), IndexReader(connection, seen.deal)
        deadline = story.run.sale.deadline
        assert deadline is not None
        seconds = (deadline, deadline + 1, deadline + CLOSING_WINDOW + 1)
        said = [snapshot_of(story, reader, second) for second in seconds]
    assert [found and found.status for found in said] == ["offered", None, "lapsed"]
    site.database.close()
