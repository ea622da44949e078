# SPDX-License-Identifier: Apache-2.0
"""Every step signed work may take, and none else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from regalia.relay.database import Binding
from regalia.relay.errors import IllegalStepError
from regalia.relay.journal import Journal
from regalia.relay.states import STEPS, UNFINISHED, State
from regalia.relay.work import Place, Work

PLACE = Place(7, "0x" + "07" * 32, "0x" + "08" * 32)
WAYS = {
    State.SIGNED: (),
    State.INTENDED: (State.INTENDED,),
    State.SENT: (State.INTENDED, State.SENT),
    State.MINED: (State.MINED,),
    State.FINAL: (State.MINED, State.FINAL),
    State.SUPERSEDED: (State.MINED, State.SUPERSEDED),
    State.STRUCK: (State.MINED, State.FINAL, State.STRUCK),
    State.REFUSED: (State.REFUSED,),
}


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal(tmp_path / "relay.sqlite", Binding(1, "0x", "0x", "0x")) as opened:
        yield opened


def work_in(journal: Journal, state: State) -> Work:
    work = journal.add("report", "0xdeal", 1, 1, bytes(32), "{}", b"signatures", at=5)
    assert work is not None
    for step in WAYS[state]:
        work = journal.move(work, step, at=6, place=PLACE)
    return work


@pytest.mark.parametrize("start", State)
@pytest.mark.parametrize("to", State)
def test_move__any_pair__as_the_table_says(journal: Journal, start: State, to: State) -> None:
    work = work_in(journal, start)
    before = list(journal.history())
    if to in STEPS[start]:
        assert journal.move(work, to, at=7).state is to
        assert len(list(journal.history())) == len(before) + 1
    else:
        with pytest.raises(IllegalStepError, match=f"it can't go from {start} to {to}"):
            journal.move(work, to, at=7)
        assert (journal.work(work.id), list(journal.history())) == (work, before)


def test_steps__every_unfinished_state__leads_to_an_end() -> None:
    ends = {State.FINAL, State.SUPERSEDED, State.STRUCK, State.REFUSED}
    for state in UNFINISHED:
        reached = {state}
        while more := {to for known in reached for to in STEPS[known]} - reached:
            reached |= more
        assert ends <= reached
