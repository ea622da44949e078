# SPDX-License-Identifier: Apache-2.0
"""Where the receipts of a deal stand, in the words of its status: the deal of ``oracle_life.py``, and how it goes on."""

from __future__ import annotations

import re
from typing import Any

import pytest

from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.status import status_of
from tests.ledger.life import DAY
from tests.ledger.oracle_life import EVIDENCE, REASON
from tests.ledger.oracle_stage import OracleStage
from tests.support.devnet import undone

pytestmark = pytest.mark.devnet
MOMENT = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC"


def status(stage: OracleStage) -> dict[str, Any]:
    found = status_of(DealContracts(stage.life.chain.web3, stage.life.record))
    assert str(2**256 - 1) not in str(found) and str(2**40 - 1) not in str(found)
    return found


def matches(pattern: str, text: object) -> bool:
    return re.fullmatch(pattern.replace("MOMENT", MOMENT), str(text)) is not None


def test_status__report_and_restatement_disputed__where_each_dispute_stands(attested: OracleStage) -> None:
    found = status(attested)
    wanted = "of period 9, disputed: decided by the trustee, open to appeal until MOMENT"
    assert matches(wanted, found["report waiting"])
    assert found["restatement 5"] == "collections -7.00, attested to date 0.00; disputed: to be settled, by anybody"
    assert matches(r"collections \+1.00, attested to date \+1.00; final from MOMENT", found["restatement 6"])
    assert matches("can be put in force from MOMENT until MOMENT", found["proposed attestors"])
    assert found["report missing from"] is None and found["forfeited bonds"] is None


def test_status__dispute_of_an_appeal__with_the_supervisor_then_final_and_the_bond_waits(attested: OracleStage) -> None:
    with undone(attested.life.chain):
        attested.act("appeal", 0, EVIDENCE, by=attested["licensee"])
        assert matches("of period 9, disputed: with the supervisor until MOMENT", status(attested)["report waiting"])
        attested.act("decide", 0, False, REASON, by=attested["supervisor"])
        found = status(attested)
        assert matches("of period 9, final from MOMENT", found["report waiting"])
        assert found["forfeited bonds"] == "1,000.00, to be paid into collection"


def test_status__struck_and_nothing_waits__from_when_a_report_is_missing(attested: OracleStage) -> None:
    with undone(attested.life.chain):
        attested.wait(3 * DAY + 60)
        attested.act("settle", 0, by=attested.life.anybody)
        found = status(attested)
        assert found["report waiting"] is None
        # 2026-03-20 and thirty days
        assert found["report missing from"] == "2026-04-19 00:00:00 UTC"
        attested.declare_missing(9)
        waiting = status(attested)["report waiting"]
        # declared on that day, and three days
        final = r"2026-04-22 00:00:\d\d UTC"
        assert matches(
            f"of period 9, an empty one as none came in time; final from {final}, until then a signed one takes its place",
            waiting,
        )


def test_status__restatement_struck__said_until_a_date_passes_it_over(attested: OracleStage) -> None:
    with undone(attested.life.chain):
        attested.restate(7, 5, 9, 0, b"5, to the dollar".ljust(32, b"\0"), "5, again")
        attested.act("dispute", 7, EVIDENCE, by=attested["investor"])
        assert matches(".*disputed: with the trustee until MOMENT", status(attested)["restatement 7"])
        attested.act("decide", 7, True, REASON, by=attested["trustee"])
        attested.wait(3 * DAY + 60)
        attested.act("settle", 7, by=attested.life.anybody)
        assert status(attested)["restatement 7"] == "struck"
