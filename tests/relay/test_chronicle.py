# SPDX-License-Identifier: Apache-2.0
"""What the oracle told is read once where it is deep, each time where it is not, and never skipped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from web3 import Web3

from regalia.chain.nodes_disagree import NodesDisagreeError
from regalia.relay import chronicle as module
from regalia.relay.chronicle import Chronicle
from regalia.relay.database import Binding
from regalia.relay.errors import NodeWaitError
from regalia.relay.journal import Journal
from regalia.relay.nodes import AgreedChain, Identity
from tests.oracle.stage import DEAL, RELAY
from tests.relay.office import CrashError, crash_at
from tests.relay.test_nodes import DEPTH, Told
from tests.relay.told_logs import Telling, accepted, struck, voided
from tests.support.roles import actor

OTHER_DEAL = actor("another deal")


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal(tmp_path / "relay.sqlite", Binding(1, "0x", "0x", "0x")) as opened:
        yield opened


def chain(*nodes: Telling) -> AgreedChain:
    identity = Identity(31337, Told().block(0)["hash"])
    second = Web3(nodes[1]) if len(nodes) > 1 else None
    return AgreedChain(identity, Web3(nodes[0]), second, DEPTH)


def chronicle(journal: Journal, *nodes: Telling, deals: tuple[str, ...] = (DEAL,), start: int = 1) -> Chronicle:
    return Chronicle(chain(*nodes), journal, RELAY, deals, start)


def followed(journal: Journal, *nodes: Telling, deals: tuple[str, ...] = (DEAL,), start: int = 1) -> Chronicle:
    made = chronicle(journal, *nodes, deals=deals, start=start)
    made.follow(chain(*nodes).look())
    return made


def blocks(made: Chronicle, deal: str = DEAL) -> list[int]:
    return [event.place.block for event in made.of(deal)]


def kept(journal: Journal) -> list[int]:
    return [row[0] for row in journal.database.rows("SELECT block FROM told ORDER BY block, log_index")]


def test_follow__deep_and_not__all_in_order_and_only_the_deep_is_kept(journal: Journal) -> None:
    node = Telling(accepted(17), voided(16), accepted(2), struck(2, index=1), head=20)
    made = followed(journal, node)
    assert blocks(made) == [2, 2, 16, 17] and [event.name for event in made.of(DEAL)][:2] == [
        "ReportAccepted",
        "ReportStruck",
    ]
    assert kept(journal) == [2, 2, 16]


def test_follow__again__the_deep_is_not_asked_for(journal: Journal) -> None:
    node = Telling(accepted(3), head=20)
    made = followed(journal, node)
    node.asked.clear()
    node.head = 22
    made.follow(chain(node).look())
    assert node.asked == [(17, 18), (19, 22)] and blocks(made) == [3]


def test_follow__a_reorganisation__what_was_not_deep_is_read_anew(journal: Journal) -> None:
    node = Telling(accepted(3), accepted(18), head=20)
    made = followed(journal, node)
    assert blocks(made) == [3, 18]
    node.logs = [accepted(3), voided(19)]
    made.follow(chain(node).look())
    assert [(event.name, event.place.block) for event in made.of(DEAL)] == [
        ("ReportAccepted", 3),
        ("SignaturesVoided", 19),
    ]


def test_follow__restarted__goes_on_where_it_was(journal: Journal) -> None:
    node = Telling(accepted(3), voided(9), head=20)
    before = followed(journal, node).of(DEAL)
    node.asked.clear()
    assert followed(journal, node).of(DEAL) == before
    assert node.asked == [(17, 20)]


def test_follow__deal_served_since_later__its_past_is_read(journal: Journal) -> None:
    node = Telling(accepted(3), voided(4, deal=OTHER_DEAL), head=20)
    followed(journal, node)
    both = followed(journal, node, deals=(DEAL, OTHER_DEAL))
    assert (blocks(both), blocks(both, OTHER_DEAL)) == ([3], [4]) and kept(journal) == [3, 4]


def test_follow__deal_not_served__not_read(journal: Journal) -> None:
    assert blocks(followed(journal, Telling(voided(4, deal=OTHER_DEAL))), OTHER_DEAL) == []


def test_follow__long_chain__in_chunks_without_a_gap(journal: Journal) -> None:
    node = Telling(accepted(90), accepted(5_089), accepted(5_090), head=12_000)
    made = followed(journal, node, start=90)
    assert node.asked == [(90, 5_089), (5_090, 10_089), (10_090, 11_996), (11_997, 12_000)]
    assert blocks(made) == [90, 5_089, 5_090]


def test_follow__more_than_one_tick_takes__waits_and_keeps_what_it_read(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_CHUNKS", 2)
    node = Telling(accepted(3), accepted(11_000), head=12_000)
    made = chronicle(journal, node)
    with pytest.raises(NodeWaitError, match="read up to block 10000 of 11996"):
        made.follow(chain(node).look())
    assert kept(journal) == [3]
    made.follow(chain(node).look())
    assert blocks(made) == [3, 11_000]


def test_follow__node_that_is_behind__nothing_is_lost_or_doubled(journal: Journal) -> None:
    node = Telling(accepted(3), voided(15), head=20)
    made = followed(journal, node)
    node.head = 12
    made.follow(chain(node).look())
    node.head = 21
    made.follow(chain(node).look())
    assert blocks(made) == [3, 15]


def test_follow__deal_added_while_a_node_is_behind__nothing_is_doubled(journal: Journal) -> None:
    node = Telling(accepted(10), voided(11, deal=OTHER_DEAL), head=20)
    followed(journal, node)
    node.head = 12
    both = followed(journal, node, deals=(DEAL, OTHER_DEAL))
    assert (blocks(both), blocks(both, OTHER_DEAL)) == ([10], [11])
    node.head = 20
    both.follow(chain(node).look())
    assert (blocks(both), blocks(both, OTHER_DEAL)) == ([10], [11]) and kept(journal) == [10, 11]


def test_follow__nodes_tell_different_things__nothing_is_kept(journal: Journal) -> None:
    with pytest.raises(NodesDisagreeError, match="what the oracle told"):
        followed(journal, Telling(accepted(3)), Telling())
    assert kept(journal) == []


@pytest.mark.parametrize("where", ["before-told", "after-told"])
def test_crash__around_the_writing__neither_lost_nor_doubled(journal: Journal, where: str) -> None:
    node = Telling(accepted(3), voided(9), head=20)
    made = Chronicle(chain(node), journal, RELAY, (DEAL,), 1, crash_at(where))
    with pytest.raises(CrashError):
        made.follow(chain(node).look())
    assert blocks(followed(journal, node)) == [3, 9] == kept(journal)


def test_forget__read_again_from_the_start(journal: Journal) -> None:
    node = Telling(accepted(3), head=20)
    made = followed(journal, node)
    node.logs = [voided(5)]
    made.forget()
    made.follow(chain(node).look())
    assert blocks(made) == [5] == kept(journal)


def test_no_deals__nothing_asked(journal: Journal) -> None:
    node = Telling()
    followed(journal, node, deals=())
    assert node.asked == []
