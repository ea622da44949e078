# SPDX-License-Identifier: Apache-2.0
"""What is said of a deal's contracts and people: wiring, offices, gas, halts, money nobody withdrew, rights, the index."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import update

from regalia.chain.deployer import contract, deploy_platform
from regalia.domain.compile_pool import compile_pool
from regalia.domain.terms import load_terms
from regalia.ledger.index import schema
from regalia.ledger.index.database import open_database
from regalia.ledger.index.follow import Indexer
from regalia.servicing import offices, rights, supervision
from regalia.servicing.health.look import Look
from regalia.servicing.health.other import look_at_rights
from regalia.servicing.orders import Order
from tests.deals import DEALS
from tests.ledger.life import DAY
from tests.scripts.rights_stage import START
from tests.servicing.examined import FAIL, OK, WARN, examined, give, seen
from tests.servicing.reporting import Reporting
from tests.servicing.rights_desk import FIRST, SECOND, Desk

pytestmark = pytest.mark.devnet
ORDER = Order.of("court 2024-117", b"\7" * 32)


def test_wiring__as_made__well(closed: Reporting) -> None:
    found = examined(closed.chain.url, closed.deal.record)
    assert {found[check].level for check in ("wiring.links", "wiring.roles", "wiring.desk")} == {OK}


def test_wiring__the_supervisor_of_another_platform__failed_by_name(closed: Reporting) -> None:
    record = closed.deal.record
    other = deploy_platform(closed.chain.web3, closed.chain.accounts[0])
    foreign = record.supervisor.model_copy(update={"address": other.supervisor})
    found = examined(closed.chain.url, record.model_copy(update={"supervisor": foreign}))
    assert found["record.chain"].level is OK and seen(found, "wiring.links") == (FAIL, "verify")
    assert f"deal.SUPERVISOR is {record.supervisor.address}, not {other.supervisor}" in found["wiring.links"].found


def test_wiring__meeting_no_longer_a_governor_of_the_oracle__failed(closed: Reporting) -> None:
    meeting = closed.deal.record.noteholder_meeting.address
    oracle, admin = closed.deal.oracle, closed.chain.accounts[0]
    offices.dismiss(closed.chain.web3, "oracle-governor", oracle.address, oracle.w3.to_checksum_address(meeting), admin)
    found = examined(closed.chain.url, closed.deal.record)["wiring.roles"]
    assert found.level is FAIL and "the meeting of noteholders" in found.found and "GOVERNOR_ROLE" in found.found


def test_roles__nobody_in_some_and_one_person_in_two__told(closed: Reporting) -> None:
    web3, admin, oracle = closed.chain.web3, closed.chain.accounts[0], closed.deal.oracle.address
    found = examined(closed.chain.url, closed.deal.record)
    assert found["roles.vacant"].level is WARN and "freezer" in found["roles.vacant"].found
    assert "oracle-trustee" not in found["roles.vacant"].found and found["roles.conflicts"].level is OK
    offices.appoint(web3, "oracle-supervisor", oracle, closed["oracle-trustee"], admin)
    conflict = examined(closed.chain.url, closed.deal.record)["roles.conflicts"]
    assert conflict.level is WARN
    assert f"{closed['oracle-trustee']} is oracle-trustee and oracle-supervisor" in conflict.found


def test_roles__every_office_held__well(closed: Reporting) -> None:
    web3, admin = closed.chain.web3, closed.chain.accounts[0]
    for name in offices.OFFICES:
        offices.appoint(web3, name, offices.seat(closed.deal, name), closed["outsider"], admin)
    assert examined(closed.chain.url, closed.deal.record)["roles.vacant"].level is OK


def test_roles__administrator_gone__told_who_can_not_be_replaced(closed: Reporting) -> None:
    web3, admin = closed.chain.web3, closed.chain.accounts[0]
    supervisor = contract(web3, "Supervisor", web3.to_checksum_address(closed.deal.record.supervisor.address)).functions
    closed.life.send(supervisor.beginDefaultAdminTransfer("0x" + "00" * 20), admin)
    closed.chain.warp(closed.now + 30 * DAY)
    closed.life.send(supervisor.renounceRole(bytes(32), admin), admin)
    found = examined(closed.chain.url, closed.deal.record)["roles.administrators"]
    assert found.level is WARN and found.found.startswith("nobody administers Supervisor")


def test_gas__officer_without_any__told_how_much_is_needed(closed: Reporting) -> None:
    assert examined(closed.chain.url, closed.deal.record)["gas.balances"].level is OK
    give(closed.chain, closed["oracle-trustee"], 1_000)
    found = examined(closed.chain.url, closed.deal.record)["gas.balances"]
    assert found.level is WARN and found.found == f"{closed['oracle-trustee']} (oracle-trustee) has 0 ETH"
    assert "500,000 gas at twice the base fee" in found.remedy


def test_halts__deal_and_tranche__told_until_when(closed: Reporting) -> None:
    web3, admin, deal = closed.chain.web3, closed.chain.accounts[0], closed.deal
    assert examined(closed.chain.url, deal.record)["halts"].level is OK
    offices.appoint(web3, "supervisor", offices.seat(deal, "supervisor"), closed["outsider"], admin)
    supervision.halt_deal(deal, closed.now + 5 * DAY, ORDER, "inquiry", closed["outsider"])
    tranche = next(iter(deal.record.tokens))
    supervision.halt_tranche(deal, tranche, closed.now + 5 * DAY, ORDER, "inquiry", closed["outsider"])
    found = examined(closed.chain.url, deal.record)["halts"]
    assert (
        found.level is WARN and "the deal is halted until 20" in found.found and f"{tranche} is halted" in found.found
    )


def test_payables__proceeds_not_withdrawn__told_and_no_fault(closed: Reporting) -> None:
    assert "originator 9,719,920.00 tUSD" in examined(closed.chain.url, closed.deal.record)["payables"].found
    closed.life.withdraw(closed.life.originator)
    found = examined(closed.chain.url, closed.deal.record)["payables"]
    assert (found.level, found.found) == (OK, "payees have withdrawn all they are owed")


def test_rights__time_brought_something__to_be_settled_and_then_well(desk: Desk) -> None:
    desk.enter_all()
    desk.in_force()
    deal = desk.deal.deal.address
    rights.open_pool(desk.rights, deal, compile_pool(load_terms(DEALS / "patents.yaml")), desk["originator"])
    rights.pledge(desk.rights, deal, [(SECOND, 1), (FIRST, 0)], desk["originator"])
    assert seen(examined(desk.chain.url, desk.deal.record), "rights.due") == (OK, None)
    desk.chain.warp(START + 61 * DAY)
    found = examined(desk.chain.url, desk.deal.record)
    assert {found[check].level for check in ("record.chain", "wiring.links", "wiring.roles")} == {OK}
    assert "rights.due" not in found and "the sale lapsed" in found["dates.next"].found
    look = Look(desk.deal, desk.chain.web3.eth.block_number, START + 61 * DAY)
    look.__dict__["status"] = "live"  # nobody bought into this deal; a live one waits for its rights
    (due,) = look_at_rights(look)
    assert (due.level, due.act) == (WARN, "settle-rights") and "since 2025-03-01" in due.found


def test_index__missing_then_fresh_then_behind_then_of_another_release(closed: Reporting, tmp_path: Path) -> None:
    record, place = closed.deal.record, f"sqlite:///{tmp_path / 'index.db'}"
    assert seen(examined(closed.chain.url, record, db=place), "index") == (WARN, "index")
    assert not (tmp_path / "index.db").exists()
    database = open_database(place, record.chain_id, record.genesis_hash)
    assert "has nothing of" in examined(closed.chain.url, record, db=place)["index"].found
    Indexer(database, closed.chain.web3, record, closed.life.terms).catch_up()
    assert seen(examined(closed.chain.url, record, db=place), "index") == (OK, None)
    closed.chain.mine(101)
    behind = examined(closed.chain.url, record, db=place)
    assert seen(behind, "index") == (WARN, "index") and "101 blocks behind" in behind["index"].found
    with database.connected() as connection, database.writing(connection):
        connection.execute(update(schema.meta).where(schema.meta.c.key == "schema_version").values(value="0"))
    database.close()
    assert seen(examined(closed.chain.url, record, db=place), "index") == (FAIL, "index-anew")


def test_index__while_another_writes__looked_at_all_the_same_and_nothing_written(
    closed: Reporting, tmp_path: Path
) -> None:
    record, place = closed.deal.record, f"sqlite:///{tmp_path / 'index.db'}"
    database = open_database(place, record.chain_id, record.genesis_hash)
    Indexer(database, closed.chain.web3, record, closed.life.terms).catch_up()
    with database.connected() as connection, database.writing(connection):
        assert seen(examined(closed.chain.url, record, db=place), "index") == (OK, None)
    database.close()
    before = (tmp_path / "index.db").read_bytes()
    assert seen(examined(closed.chain.url, record, db=place), "index") == (OK, None)
    (tmp_path / "empty.db").touch()
    nothing = examined(closed.chain.url, record, db=f"sqlite:///{tmp_path / 'empty.db'}")
    assert seen(nothing, "index") == (WARN, "index") and "there is no index in it" in nothing["index"].found
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty.db", "index.db"]
    assert (tmp_path / "index.db").read_bytes() == before and not (tmp_path / "empty.db").read_bytes()


def test_index__of_another_chain__failed_and_not_to_be_built_anew(closed: Reporting, tmp_path: Path) -> None:
    place = f"sqlite:///{tmp_path / 'index.db'}"
    open_database(place, 1, "0x" + "22" * 32).close()
    found = examined(closed.chain.url, closed.deal.record, db=place)
    assert seen(found, "index") == (FAIL, None) and "it is of chain 1" in found["index"].found
    assert examined(closed.chain.url, closed.deal.record, db="nonsense")["index"].level is FAIL
