# SPDX-License-Identifier: Apache-2.0
"""The relay is killed hundreds of times, among every fault of nodes and chain: each period ends on chain exactly once."""

from __future__ import annotations

import os
import random
from collections import Counter
from pathlib import Path

import pytest

from regalia.chain.devnet import devnet
from regalia.relay.checkpoints import CHECKPOINTS
from regalia.relay.nonces import Ledger
from regalia.relay.source import FolderSource
from regalia.relay.states import UNFINISHED, State
from tests.conftest import START
from tests.relay.figures import figures
from tests.relay.killing import Killer
from tests.relay.office import Office
from tests.relay.stage import RELAYER, open_stage
from tests.relay.world import World

# later versions of Python warn of a fork where there are threads, as of a test runner's; the child uses none of them
pytestmark = [pytest.mark.devnet, pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")]

KILLS, QUOTA, MOST_RUNS = 210, 5, 900


def test_relay__killed_at_every_step_among_faults__each_period_once_and_journal_equals_chain(tmp_path: Path) -> None:
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
        while killer.total < KILLS or not all(killer.kills[name] for name in CHECKPOINTS):
            assert killer.runs < MOST_RUNS, f"never killed at: {[n for n in CHECKPOINTS if not killer.kills[n]]}"
            world.step()
            killer.run()
        office = _settled(world, path, folder)
        print(figures(world, killer, office))
        _check(world, office)


def _settled(world: World, path: Path, folder: Path) -> Office:
    """The faults are over: the last relay, and as many blocks as it takes."""
    office = Office(world.stage, path, source=FolderSource(folder))
    for _ in range(150):
        office.tick()
        if not Ledger(office.journal).open_slots() and not office.journal.works(*UNFINISHED):
            break
        world.step(quiet=True)
    return office


def _check(world: World, office: Office) -> None:
    stage, ledger = world.stage, Ledger(office.journal)
    works = {(work.deal, work.number): work for work in office.works()}
    # no report lost: each that was signed is at its end, and refused only where its attestors had signed another one
    assert set(works) == set(world.signed)
    for key, work in works.items():
        assert work.state in (State.FINAL, State.SUPERSEDED, State.REFUSED), work
        assert work.state is not State.REFUSED or key in world.disputed, work
    # each period exactly once on chain, and none that nobody signed
    for deal in stage.all_deals:
        periods = Counter({period: 1 for other, period in world.signed if other == deal})
        assert stage.accepted(deal) == periods
    # journal and chain equal
    for work in works.values():
        if work.place:
            receipt = stage.web3.eth.get_transaction_receipt(work.place.transaction)  # type: ignore[arg-type]
            assert (receipt["blockNumber"], receipt["blockHash"].to_0x_hex()) == (
                work.place.block,
                work.place.block_hash,
            )
            assert (receipt["from"] == RELAYER.address) == (work.state is State.FINAL)
    # no gap, nothing that waits
    assert ledger.open_slots() == []
    assert stage.rpc("txpool_status")["queued"] == "0x0" == stage.rpc("txpool_status")["pending"]
    used = {attempt.nonce for attempt in ledger.all() if attempt.place}
    foreign = set(range(stage.count(RELAYER.address))) - used
    assert used <= set(range(stage.count(RELAYER.address)))
    assert len(foreign) <= world.events["foreign transactions"]
