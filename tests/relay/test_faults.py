# SPDX-License-Identifier: Apache-2.0
"""The relay is killed hundreds of times, among every fault of nodes, chain and people: all that was signed ends on chain exactly
once, or is refused for a reason that has a name.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from regalia.chain.devnet import devnet
from regalia.relay.nonces import Ledger
from regalia.relay.source import FolderSource
from regalia.relay.states import UNFINISHED
from tests.conftest import START
from tests.relay.account import check
from tests.relay.figures import figures
from tests.relay.killing import Killer
from tests.relay.office import Office
from tests.relay.stage import open_stage
from tests.relay.world import World
from tests.support.tier import tries

# later versions of Python warn of a fork where there are threads, as of a test runner's; the child uses none of them
pytestmark = [pytest.mark.devnet, pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")]

KILLS, QUOTA = tries(quick=60, deep=210), tries(quick=2, deep=5)
MOST_RUNS, MOST_QUIET = 900, 300


def test_relay__killed_at_every_step_among_faults__all_signed_once_or_refused_and_journal_equals_chain(
    tmp_path: Path,
) -> None:
    seed = int(os.environ.get("REGALIA_SEED", random.SystemRandom().getrandbits(32)))
    print(f"\nREGALIA_SEED={seed}")  # pytest shows it when the test fails
    rng = random.Random(seed)
    folder, path = tmp_path / "exchange", tmp_path / "relay.sqlite"
    folder.mkdir()
    with devnet(timestamp=START, accounts=12) as chain:
        stage = open_stage(chain)
        stage.hold()
        world = World(stage, folder, rng)
        killer = Killer(stage, path, folder, rng, QUOTA)
        while killer.total < KILLS or killer.never:
            assert killer.runs < MOST_RUNS, f"never killed at: {killer.never}"
            in_hurry = killer.total >= KILLS
            world.step(wanted=killer.never if in_hurry else ())
            killer.run(in_hurry)
        office = _settled(world, path, folder)
        print(figures(world, killer, office))
        check(world, office)


def _settled(world: World, path: Path, folder: Path) -> Office:
    """The faults are over: the last relay, and as many blocks as it takes."""
    office = Office(world.stage, path, source=FolderSource(folder))
    for _ in range(MOST_QUIET):
        office.tick()
        if not Ledger(office.journal).open_slots() and not office.journal.works(*UNFINISHED):
            return office
        world.step(quiet=True)
    report = office.relay.status.report
    raise AssertionError(f"it does not come to an end: {report.waiting}, {dict(report.held)}, {dict(report.alarms)}")
