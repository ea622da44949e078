# SPDX-License-Identifier: Apache-2.0
"""Rows F1 to F3, F7 and F11: chains that are rewritten, nodes that lag or lie, clocks that are wrong, and the wrong network.

Here with made-up nodes; with a real one the same rows are in ``relay/test_failures.py``, ``index/`` and ``networks/``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from web3 import Web3

from regalia.chain.connection import WrongNetworkError
from regalia.chain.nodes_disagree import NodesDisagreeError
from regalia.oracle.typed_data import SigningDomain, digest
from regalia.relay.chronicle import Chronicle
from regalia.relay.database import Binding
from regalia.relay.errors import NodeWaitError, WrongJournalError
from regalia.relay.fate import fate_of
from regalia.relay.fees import FeePolicy
from regalia.relay.journal import Journal
from regalia.relay.nodes import AgreedChain, Identity
from regalia.relay.work import Attempt, Fees
from tests.oracle.stage import DEAL, RELAY, REPORT
from tests.relay.test_nodes import Told
from tests.relay.told_logs import Telling, accepted, work
from tests.support import sample
from tests.support.chain import refused
from tests.support.platform import Platform

DEPTH = 4
BINDING = Binding(1, "0x", "0x", "0x")


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal(tmp_path / "relay.sqlite", BINDING) as opened:
        yield opened


def chain(*nodes: Told) -> AgreedChain:
    first, second = nodes[0], nodes[1] if len(nodes) > 1 else None
    return AgreedChain(Identity(31_337, Told().block(0)["hash"]), Web3(first), Web3(second) if second else None, DEPTH)


def follow(journal: Journal, *nodes: Told) -> Chronicle:
    made = Chronicle(chain(*nodes), journal, RELAY, (DEAL,), 1)
    made.follow(chain(*nodes).look())
    return made


def test_f1__reorg__report_booked_once(journal: Journal) -> None:
    """What the relay thinks of its report follows the chain: there, gone, there in another block."""
    node = Telling(accepted(18), head=20)
    made, ours = follow(journal, node), work()
    assert fate_of(ours, made.of(DEAL)).accepted
    node.logs = []
    made.follow(chain(node).look())
    assert fate_of(ours, made.of(DEAL)).accepted is None
    node.logs, node.head = [accepted(21)], 22
    made.follow(chain(node).look())
    fate = fate_of(ours, made.of(DEAL))
    assert fate.accepted and fate.accepted.place.block == 21
    assert [event.name for event in made.of(DEAL)] == ["ReportAccepted"]


def test_f1__reorg_of_the_contracts__the_same_bytes_book_once_more_and_never_twice() -> None:
    platform = Platform()
    deal = platform.create(platform.money())
    deal.sell()
    deal.close()
    deal.pay_royalty(100_000 * sample.USD)
    report = deal.report(100_000 * sample.USD)
    deal.reach(1)
    with platform.chain.undone():  # the branch that is dropped
        deal.submit(report)
        deal.execute(report)
    assert deal.oracle.read("latest", deal.deal.address)[:2] == (0, False)
    deal.submit(report)
    deal.execute(report)
    with refused("RoyaltyOracle_PeriodOutOfOrder", expected=2, given=1):
        deal.submit(report)
    with refused("Deal_PeriodOutOfOrder", expected=2, given=1):
        deal.execute(report)
    assert deal.entitlement(0, "senior_investor") == 600 * sample.SENIOR_UNIT


def test_f2__node_lags__what_it_hides_is_read_later_and_once(journal: Journal) -> None:
    """Of two nodes the one behind has not the newest blocks yet: read as far as both have, and on from there."""
    ahead, behind = Telling(accepted(19), head=20), Telling(head=18)
    made = follow(journal, ahead, behind)
    assert list(made.of(DEAL)) == []
    behind.logs, behind.head = [accepted(19)], 20
    made.follow(chain(ahead, behind).look())
    assert [event.place.block for event in made.of(DEAL)] == [19]


def test_f2__node_gives_the_newest_logs_as_none__not_passed_over_for_good(journal: Journal) -> None:
    """One node alone: what is not deep yet is asked for again at each tick."""
    node = Telling(head=20)
    made = follow(journal, node)
    node.logs, node.head = [accepted(20)], 21
    made.follow(chain(node).look())
    assert [event.place.block for event in made.of(DEAL)] == [20]


def test_f2__node_far_behind__waited_for() -> None:
    with pytest.raises(NodeWaitError, match="lags 7 blocks"):
        chain(Told(20), Told(13)).look()


LIES: dict[str, Callable[[AgreedChain], object]] = {
    "eth_getTransactionCount": lambda both: both.agreed(
        both.look(), "nonces", lambda node: node.mined_count(RELAY, 20)
    ),
    "eth_call": lambda both: both.agreed(both.look(), "answer", lambda node: node.call({"to": RELAY}, 20)),
    "eth_getTransactionReceipt": lambda both: both.receipt(both.look(), "0xaa"),
    "eth_chainId": lambda both: both.look(),
}
ANSWERS = {
    "eth_getTransactionCount": ("0x1", "0x2"),
    "eth_call": ("0x01", "0x02"),
    "eth_getTransactionReceipt": tuple(
        {"blockNumber": "0x5", "blockHash": Told().block(5)["hash"], "status": status} for status in ("0x1", "0x0")
    ),
    "eth_chainId": ("0x7a69", "0x1"),
}


@pytest.mark.parametrize("what", list(LIES))
def test_f3__one_of_two_nodes_lies__nothing_is_believed(what: str) -> None:
    honest, liar = Told(), Told()
    for node, answer in zip((honest, liar), ANSWERS[what], strict=True):
        node.answers[what] = answer
    for both in (chain(honest, liar), chain(liar, honest)):
        with pytest.raises(NodesDisagreeError):
            LIES[what](both)
    liar.answers[what] = ANSWERS[what][0]
    LIES[what](chain(honest, liar))


def test_f3__one_of_two_nodes_hides_an_acceptance__not_read_as_if_it_were_none(journal: Journal) -> None:
    with pytest.raises(NodesDisagreeError):
        follow(journal, Telling(accepted(5), head=20), Telling(head=20))


@pytest.mark.parametrize("skew", [-86_400, 86_400])
def test_f7__clock_of_the_machine_is_wrong__nothing_is_decided_by_it(
    monkeypatch: pytest.MonkeyPatch, skew: int
) -> None:
    policy = FeePolicy(blocks=10**6, seconds=120)
    now = int(time.time()) + skew
    monkeypatch.setattr(time, "time", lambda: now)
    waiting = Attempt(1, 0, None, b"", "0x", 21_000, Fees(10**10, 10**9), 10, 1_000)
    assert [policy.is_stuck(waiting, 11, 1_000 + passed, 7) for passed in (119, 120)] == [False, True]


@pytest.mark.parametrize("jump", [0, 4 * sample.DAY, 400 * sample.DAY])
def test_f7__time_of_the_chain_jumps__the_date_is_paid_by_its_calendar(jump: int) -> None:
    platform = Platform()
    deal = platform.create(platform.money())
    deal.sell()
    deal.close()
    deal.pay_royalty(100_000 * sample.USD)
    report = deal.report(100_000 * sample.USD)
    platform.chain.now = sample.FIRST_DATE + jump
    deal.submit(report)
    deal.execute(report)
    assert deal.entitlement(0, "senior_investor") == 600 * sample.SENIOR_UNIT


@pytest.mark.parametrize("other", ["chain", "contract"])
def test_f11__signed_for_another_chain_or_contract__another_digest_and_no_signer(other: str) -> None:
    platform = Platform()
    deal = platform.create(platform.money())
    right = SigningDomain(platform.chain.chain_id, deal.oracle.address)
    wrong = SigningDomain(1, right.oracle) if other == "chain" else SigningDomain(right.chain_id, RELAY)
    assert digest(REPORT, right) != digest(REPORT, wrong)
    assert bytes(deal.oracle.read("digestOf", REPORT.as_tuple())) == digest(REPORT, right)


def test_f11__node_of_another_network__refused_before_anything_is_read() -> None:
    other_id, other_genesis = Told(), Told(fork=0)
    other_id.answers["eth_chainId"] = "0x1"
    for node in (other_id, other_genesis):
        with pytest.raises(WrongNetworkError):
            chain(node).look()


def test_f11__journal_of_another_chain_or_oracle__refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "relay.sqlite"
    Journal(path, BINDING).close()
    for other in (Binding(2, "0x", "0x", "0x"), Binding(1, "0x1", "0x", "0x"), Binding(1, "0x", "0x1", "0x")):
        with pytest.raises(WrongJournalError):
            Journal(path, other)
    Journal(path, BINDING).close()
