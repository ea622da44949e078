# SPDX-License-Identifier: Apache-2.0
"""Two relays with keys and journals of their own: the report is on chain once, and neither is alarmed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.relay.office import Office
from tests.relay.stage import RELAYER, Stage
from tests.support.roles import key_of

pytestmark = pytest.mark.devnet

SECOND = key_of("second relayer")


@pytest.fixture
def offices(stage: Stage, tmp_path: Path) -> tuple[Office, Office]:
    stage.fund(SECOND)
    signed = stage.signed()
    return (
        Office(stage, tmp_path / "first.sqlite", signed),
        Office(stage, tmp_path / "second.sqlite", signed, key=SECOND),
    )


def test_both_send__before_a_block__the_first_is_final_the_other_superseded(
    stage: Stage, offices: tuple[Office, Office]
) -> None:
    first, second = offices
    stage.hold()
    first.tick()
    second.tick()
    stage.chain.mine()
    for _ in range(2):
        first.finish()
        second.finish()
    assert stage.accepted() == {1: 1}
    assert sorted(first.states() + second.states()) == ["final", "superseded"]
    assert first.relay.status.is_well and second.relay.status.is_well
    assert {first.works()[0].place, second.works()[0].place} == {first.works()[0].place}


def test_second_looks__when_it_is_mined__sends_nothing(stage: Stage, offices: tuple[Office, Office]) -> None:
    first, second = offices
    first.tick()
    second.finish()
    assert (second.states(), stage.count(SECOND.address)) == (["superseded"], 0)
    first.tick()
    assert first.states() == ["final"] and stage.count(RELAYER.address) == 1
    assert second.relay.status.is_well
