# SPDX-License-Identifier: Apache-2.0
"""A chain followed into each kind of database: read once, in pieces, interrupted, by two at a time; the rows are always the same."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from eth_utils.crypto import keccak
from sqlalchemy import insert, select

from regalia.chain.connection import ChainUnreachableError
from regalia.ledger.index import schema
from regalia.ledger.index.database import IndexDatabase, open_database
from regalia.ledger.index.deals import OtherDealError
from regalia.ledger.index.errors import IndexFoldError
from regalia.ledger.index.follow_errors import IndexBusyError, IndexDatabaseError, IndexedRecordError, NodeBehindError
from regalia.ledger.index.progress import Progress
from regalia.ledger.index.summary import summary_of
from tests.index.following import OF_EVENTS, catch_up, checkpoints_of, rows_of
from tests.index.recorded import Recording
from tests.index.stub_chain import StubChain
from tests.support.postgres import Postgres

pytestmark = pytest.mark.devnet
Open = Callable[..., IndexDatabase]


def test_catch_up__whole_life__checkpoints_close_to_the_head(recording: Recording, opened: Open, url: str) -> None:
    told: list[Progress] = []
    database = opened(url)
    deal = catch_up(database, StubChain(recording), chunk=1_000, progress=told.append)
    head = recording.head
    assert (head, checkpoints_of(database)) == (111, [48, 64, 80, 96, 111])
    assert [(one.block, one.head) for one in told] == [(block, head) for block in checkpoints_of(database)]
    with database.reading() as connection:
        found = summary_of(connection, deal)
    assert found.checkpoint is not None
    assert (found.checkpoint.block, found.checkpoint.hash) == (head, recording.blocks[head]["hash"])
    assert (found.first_block, found.events) == (recording.record.block_number, told[-1].events)
    assert found.events == len(rows_of(database)["event"]) > 50


def test_catch_up__any_chunks__rows_of_one_go_in_either_database(recording: Recording, opened: Open, url: str) -> None:
    whole = opened()
    catch_up(whole, StubChain(recording), chunk=1_000)
    database = opened(url)
    catch_up(database, StubChain(recording), chunk=3)
    assert rows_of(database, OF_EVENTS) == rows_of(whole, OF_EVENTS)


def test_catch_up__whenever_a_block_comes__agrees_each_time_and_ends_the_same(
    recording: Recording, opened: Open
) -> None:
    whole, database = opened(), opened()
    catch_up(whole, StubChain(recording))
    chain = StubChain(recording, head=recording.record.block_number)
    for head in range(recording.record.block_number, recording.head + 1):
        chain.head = head
        catch_up(database, chain)
        assert checkpoints_of(database)[-1] == head
    assert rows_of(database, OF_EVENTS) == rows_of(whole, OF_EVENTS)


def test_catch_up__interrupted_after_each_chunk__goes_on_there(recording: Recording, opened: Open, url: str) -> None:
    whole, database = opened(), opened(url)
    catch_up(whole, StubChain(recording))
    before: list[int] = []

    def interrupt(progress: Progress) -> None:
        raise KeyboardInterrupt

    for _ in range(100):
        try:
            catch_up(database, StubChain(recording), progress=interrupt)
            break
        except KeyboardInterrupt:
            assert len(checkpoints_of(database)) == len(before) + 1
            before = checkpoints_of(database)
    assert before == checkpoints_of(whole)
    assert rows_of(database) == rows_of(whole)


def test_catch_up__node_gone_in_the_middle__checkpoint_kept_and_gone_on_there(
    recording: Recording, opened: Open
) -> None:
    whole, database, chain = opened(), opened(), StubChain(recording)
    catch_up(whole, StubChain(recording))

    def gone(method: str, params: list[Any]) -> None:
        if len(chain.ranges) > 5:
            raise ConnectionError

    chain.before = gone
    with pytest.raises(
        ChainUnreachableError, match=r"logs: the node stopped answering at block \d+ \(.*ConnectionError"
    ):
        catch_up(database, chain)
    kept = checkpoints_of(database)
    assert 4 <= len(kept) < len(checkpoints_of(whole))
    chain.before = None
    chain.ranges.clear()
    catch_up(database, chain)
    assert chain.ranges[0][0] == kept[-1] + 1
    assert rows_of(database) == rows_of(whole)


def test_catch_up__nothing_new__asks_for_no_logs(recording: Recording, opened: Open) -> None:
    database, chain = opened(), StubChain(recording)
    catch_up(database, chain)
    before = rows_of(database)
    chain.ranges.clear()
    catch_up(database, chain)
    assert (chain.ranges, rows_of(database)) == ([], before)


def test_catch_up__two_at_a_time__nothing_twice(recording: Recording, url: str, opened: Open) -> None:
    """Each with a connection of its own, in small chunks, so that they overtake one another."""
    whole, failures, taken = opened(), list[BaseException](), list[list[Progress]]()
    catch_up(whole, StubChain(recording), chunk=1)

    def run(progress: list[Progress]) -> None:
        database = open_database(url, recording.record.chain_id, recording.record.genesis_hash)
        try:
            catch_up(database, StubChain(recording), chunk=1, progress=progress.append)
        except BaseException as error:
            failures.append(error)
        finally:
            database.close()

    for _ in range(2):
        taken.append([])
    threads = [threading.Thread(target=run, args=(progress,)) for progress in taken]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not failures
    committed = [one.block for progress in taken for one in progress]
    assert sorted(committed) == checkpoints_of(whole)
    assert rows_of(opened(url)) == rows_of(whole)


def test_catch_up__record_of_another_deal__refused_before_anything_is_read(recording: Recording, opened: Open) -> None:
    database, chain = opened(), StubChain(recording)
    record = recording.record
    other = record.deal.model_copy(update={"code_hash": "0x" + "ab" * 32})
    edits: dict[str, dict[str, Any]] = {
        "terms_hash 0x": {"terms_hash": "0x" + "12" * 32},
        "it is of chain 7": {"chain_id": 7},
        r"deal\.code_hash 0xabab": {"deal": other},
    }
    for message, edit in edits.items():
        chain.recording = Recording(**{**recording.__dict__, "record": record.model_copy(update=edit)})
        with pytest.raises(IndexedRecordError, match=message):
            catch_up(database, chain)
    chain.recording = Recording(**{**recording.__dict__, "code": {record.deal.address: "0x"}})
    with pytest.raises(IndexedRecordError, match=f"there is no contract at {record.deal.address}"):
        catch_up(database, chain)
    chain.recording = recording
    chain.head = record.block_number - 1
    with pytest.raises(NodeBehindError, match=f"begins at {record.block_number}"):
        catch_up(database, chain)
    assert rows_of(database)["deal"] == []
    assert chain.ranges == []


def test_catch_up__record_changed_since__refused(recording: Recording, opened: Open) -> None:
    database, chain = opened(), StubChain(recording)
    catch_up(database, chain)
    changed = recording.record.model_copy(update={"deployer": recording.record.deal.address})
    chain.recording = Recording(**{**recording.__dict__, "record": changed})
    with pytest.raises(OtherDealError, match="record of mills-notes: not what the deal at 0x"):
        catch_up(database, chain)


def test_amounts__largest_of_the_contracts__exact_in_either_database(
    recording: Recording, opened: Open, url: str
) -> None:
    database, most = opened(url), 2**256 - 1
    deal = catch_up(database, StubChain(recording, head=recording.record.block_number + 1))
    row = {"deal": deal.id, "wallet": "0x01", "tranche": "senior", "block": 10**9, "log_index": 1, "kind": "claimed"}
    row |= {"units_after": 2**48, "correction_after": -most, "gross": most, "cost": 2**53 + 1, "income": 2**64}
    with database.connected() as connection, database.writing(connection):
        connection.execute(insert(schema.entry), row)
    table = schema.entry
    with database.reading() as connection:
        found = connection.execute(select(table).where(table.c.block == 10**9)).one()
    assert (found.gross, found.correction_after, found.cost, found.income) == (most, -most, 2**53 + 1, 2**64)
    assert all(type(value) is int for value in (found.gross, found.correction_after, found.tax))


def test_catch_up__built_anew_by_another_with_another_deal__stops_and_writes_nothing(
    recording: Recording, opened: Open, url: str
) -> None:
    """The number of its rows is another deal's then."""
    database, record = opened(url), recording.record

    def rebuild(progress: Progress) -> None:
        other = open_database(url, record.chain_id, record.genesis_hash, rebuild=[record.deal.address])
        row = {"id": 1, "name": "other", "address": "0x1", "first_block": 1, "record": "", "terms": ""}
        with other.connected() as connection, other.writing(connection):
            connection.execute(insert(schema.deal), row)
        other.close()

    with pytest.raises(IndexBusyError, match="the index was built anew by another process"):
        catch_up(database, StubChain(recording), progress=rebuild)
    rows = rows_of(opened(url))
    assert [row[1] for row in rows.pop("deal")] == ["other"]
    assert [name for name, kept in rows.items() if kept] == ["meta"]


def test_catch_up__server_ends_the_connection__named_and_gone_on_later(
    recording: Recording, opened: Open, postgres_server: Postgres
) -> None:
    database, whole, ended = opened(postgres_server.database()), opened(), list[int]()
    catch_up(whole, StubChain(recording))

    def end(progress: Progress) -> None:
        if not ended:
            ended.append(progress.block)
            with psycopg.connect(postgres_server.url(), autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'index_%' AND pid <> pg_backend_pid()"
                )

    with pytest.raises(IndexDatabaseError, match=r"db postgresql://regalia:\*\*\*@127\.0\.0\.1"):
        catch_up(database, StubChain(recording), progress=end)
    assert checkpoints_of(database) == ended
    catch_up(database, StubChain(recording))
    assert rows_of(database) == rows_of(whole)


def test_catch_up__units_beyond_any_contract__named(recording: Recording, opened: Open) -> None:
    """A node that says nonsense; SQLite's own whole numbers end at 2^63."""
    chain, topic = StubChain(recording), "0x" + keccak(text="Transfer(address,address,uint256)").hex()

    def inflate(method: str, params: list[Any], answer: dict[str, Any]) -> dict[str, Any]:
        if method != "eth_getLogs":
            return answer
        changed = {"data": "0x" + "ff" * 32}
        return {"result": [log | changed if log["topics"][0] == topic else log for log in answer["result"]]}

    chain.mutate = inflate
    with pytest.raises((IndexDatabaseError, IndexFoldError)):
        catch_up(opened(), chain)
