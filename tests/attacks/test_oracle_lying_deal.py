# SPDX-License-Identifier: Apache-2.0
"""A contract that opens a stream for itself and answers what the oracle asks a deal as it likes: it harms its own stream at most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.oracle.court import EVIDENCE
from tests.oracle.stage import ATTACKER, ATTESTORS, DEAL, REPORT, Stage, report
from tests.support.answering import answering
from tests.support.chain import RefusedError, refused
from tests.support.roles import actor

LIAR, HIS_ESCROW, HIS_TOKEN, NO_CODE = map(actor, ("lying deal", "lying escrow", "lying token", "nothing"))
LIVE, BOND, WINDOW, UINT = 3, 100, 3_600, 2**256
GRACE = 3 * 24 * 3_600
"""Until then a signed report takes the place of an empty one."""
WORDS = Mapping[str, Sequence[int]]


@pytest.fixture
def stage() -> Stage:
    """A deal with a waiting report, and the liar's stream beside it."""
    made = Stage()
    made.accept(REPORT)
    made.open([key.address for key in ATTESTORS], deal=LIAR, window=WINDOW, bond=BOND, missing=1)
    return made


def says(stage: Stage, answers: WORDS, at: str = LIAR) -> None:
    stage.chain.place(at, answering(answers))  # type: ignore[arg-type]


def parties(escrow: str) -> WORDS:
    return {"parties()": (int(escrow, 16), 0, 0, 0, 160, 0)}


def live(scheduled: int) -> WORDS:
    return {"status()": (LIVE,), "scheduledAt(uint256)": (scheduled,)}


def test_liar__scheduled_long_ago__an_empty_report_for_himself_alone(stage: Stage) -> None:
    before = stage.state()
    says(stage, live(0))
    stage.oracle.send("declareMissing", LIAR, by=ATTACKER)
    stage.chain.place(LIAR, b"")  # which now acts by itself
    stage.chain.now += GRACE
    stage.consume(report(deal=LIAR, received=0, other_income=0, has_target=False, reserve_target=0, invoices=(0, 0),
                         evidence_root=bytes(32)), deal=LIAR)  # fmt: skip
    assert (stage.latest(LIAR)[0], stage.state()) == (1, before)


@pytest.mark.parametrize("answers", [live(UINT - 1), live(2**40), {}, {"status()": (5,)}, {"status()": (UINT - 1,)}])
def test_liar__other_answers__refused_and_nothing_changed(stage: Stage, answers: WORDS) -> None:
    before, own = stage.state(), stage.state(LIAR)
    says(stage, answers)
    with pytest.raises(RefusedError):
        stage.oracle.send("declareMissing", LIAR, by=ATTACKER)
    assert (stage.state(), stage.state(LIAR)) == (before, own)


TOKENS: dict[str, Any] = {
    "nothing": NO_CODE,
    "the oracle": "",
    "the identity precompile": "0x" + "00" * 19 + "04",
    "one that says yes and holds nothing": HIS_TOKEN,
}


@pytest.mark.parametrize("token", TOKENS)
def test_liar__bond_in_something_that_is_no_money__not_taken(stage: Stage, token: str) -> None:
    stage.accept(given := report(deal=LIAR))
    says(stage, {"balanceOf(address)": (7,), "transferFrom(address,address,uint256)": (1,)}, at=HIS_TOKEN)
    says(stage, {"PAYMENT_TOKEN()": (int(TOKENS[token] or stage.oracle.address, 16),)}, at=HIS_ESCROW)
    says(stage, parties(HIS_ESCROW))
    before, own = stage.state(), stage.state(LIAR)
    with pytest.raises(RefusedError):
        stage.oracle.send("dispute", LIAR, 0, EVIDENCE, by=ATTACKER)
    assert (stage.state(), stage.state(LIAR)) == (before, own)
    assert own[0][3] == stage.digest_of(given)[:25]


@pytest.mark.parametrize("escrow", [NO_CODE, DEAL, "0x" + "00" * 20])
def test_liar__escrow_that_is_none__dispute_refused(stage: Stage, escrow: str) -> None:
    stage.accept(report(deal=LIAR))
    says(stage, parties(escrow))
    own = stage.state(LIAR)
    with pytest.raises(RefusedError):
        stage.oracle.send("dispute", LIAR, 0, EVIDENCE, by=ATTACKER)
    assert stage.state(LIAR) == own


def test_liar__report_of_the_real_deal__he_can_t_use_it(stage: Stage) -> None:
    stage.chain.now += WINDOW
    with refused("RoyaltyOracle_NoReportPending", deal=LIAR):
        stage.consume(REPORT, deal=LIAR)
    stage.accept(own := report(deal=LIAR))
    stage.chain.now += WINDOW
    with refused("RoyaltyOracle_ReportMismatch"):
        stage.consume(REPORT, deal=LIAR)
    stage.consume(own, deal=LIAR)
    stage.consume(REPORT)
