# SPDX-License-Identifier: Apache-2.0
"""Wishes over a node as public ones are: it fails, and limits the ranges of logs."""

from __future__ import annotations

from pathlib import Path
from socketserver import StreamRequestHandler

import pytest
from eth_account import Account

from regalia.chain.connection import connect
from regalia.chain.devnet import Devnet
from regalia.deployment.apply import apply_plan
from regalia.deployment.plan import make_plan
from regalia.deployment.wish import load_wish
from regalia.errors import RegaliaError
from tests.deployment.conftest import Deployed
from tests.deployment.wishes import KEYS, planned, state_of, wish_of, write_wish
from tests.support.faulty_rpc import Faults, faulty_rpc

pytestmark = pytest.mark.devnet
RUNS = 60


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy answers in two pieces: without this each answer takes 40 ms."""
    monkeypatch.setattr(StreamRequestHandler, "disable_nagle_algorithm", True)


def test_apply__node_that_fails_now_and_then__ends_when_run_often_enough(chain: Devnet, tmp_path: Path) -> None:
    Account.enable_unaudited_hdwallet_features()
    key, path = Account.from_mnemonic(KEYS), write_wish(tmp_path, wish_of(chain.accounts))
    with faulty_rpc(chain.url) as proxy:
        web3 = connect(proxy.at)
        proxy.faults.failing = 0.05
        for _ in range(RUNS):
            try:
                list(apply_plan(make_plan(web3, load_wish(path)), key))
                break
            except RegaliaError:  # and nothing else
                continue
        assert sum(proxy.faults.failed.values()) > 10
    found = state_of(chain.web3, load_wish(path))
    assert not planned(chain, path).missing
    assert (found["made by the proxy"], len(found["deals"])) == (13, 1)


def test_plan__node_that_answers_for_ten_blocks_at_once__the_same_plan(deployed: Deployed) -> None:
    with faulty_rpc(deployed.chain.url, Faults(widest=10)) as proxy:
        plan = make_plan(connect(proxy.at), load_wish(deployed.wish))
    there = planned(deployed.chain, deployed.wish)
    assert [(step.key, step.state) for step in plan.steps] == [(step.key, step.state) for step in there.steps]
    assert plan.also == there.also
