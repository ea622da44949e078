# SPDX-License-Identifier: Apache-2.0
"""What one node leaves out or makes up is named by reading from another one too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from web3 import Web3

from regalia.chain.devnet import devnet
from regalia.chain.nodes_disagree import NodesDisagreeError
from regalia.ledger.second_node import check_second
from regalia.ledger.verification import Verification
from regalia.ledger.verify import verify
from regalia.ledger.views import Surplus
from tests.ledger.life import DECEMBER_2023
from tests.ledger.offices_stage import ACCOUNTS, OfficesStage, offices_stage
from tests.support.lying_node import answering, hiding, lying, word

pytestmark = pytest.mark.devnet
GRANTED = "RoleGranted(bytes32,address,address)"
REDEEMER = Web3.keccak(text="REDEEMER_ROLE")


@pytest.fixture(scope="module")
def stage() -> Iterator[OfficesStage]:
    with devnet(timestamp=DECEMBER_2023, accounts=ACCOUNTS) as chain:
        yield offices_stage(chain)


def read(stage: OfficesStage, web3: Web3) -> Verification:
    return verify(web3, stage.life.record, stage.life.terms)


@pytest.fixture(scope="module")
def found(stage: OfficesStage) -> Verification:
    return read(stage, stage.life.chain.web3)


def disagreement(first: Verification, second: Verification) -> NodesDisagreeError:
    with pytest.raises(NodesDisagreeError) as caught:
        check_second(first, second)
    return caught.value


def test_second_node__honest_both__nothing_said(stage: OfficesStage, found: Verification) -> None:
    check_second(found, read(stage, Web3(Web3.HTTPProvider(stage.life.chain.url))))


def test_second_node__role_the_first_hides_of_one_nothing_leads_to__named(
    stage: OfficesStage, found: Verification
) -> None:
    """By itself the first one passes: that is the limit of one node."""
    hides = hiding(GRANTED, stage.life.platform.agent, REDEEMER)
    lied_to = read(stage, lying(stage.life.chain.url, hides))
    assert lied_to.ok and found.ok
    told = disagreement(lied_to, found)
    assert told.what == f"roles at block {found.last_block}"
    assert (told.first, told.second) == (
        "TransferAgent, redeemer: nobody",
        f"TransferAgent, redeemer: {stage.stranger}",
    )
    assert disagreement(found, lied_to).second == told.first


def test_second_node__answer_made_up__difference_only_one_has(stage: OfficesStage, found: Verification) -> None:
    token = next(iter(stage.life.record.tokens.values())).address
    lies = answering("totalSupply()", token, word(7))
    told = disagreement(found, read(stage, lying(stage.life.chain.url, answers=lies)))
    assert (told.what, told.first) == (f"differences at block {found.last_block}", "no more")
    assert str(told.second).endswith(", found 7")


def test_second_node__event_of_the_end_left_out__that_event(found: Verification) -> None:
    assert found.ledger is not None
    *kept, last = found.ledger.events
    shorter = replace(found, ledger=replace(found.ledger, events=kept))
    told = disagreement(shorter, found)
    assert (told.what, told.first) == ("events", "no more")
    assert str(told.second).startswith(f"{last.name}(") and f"block {last.block_number}, log {last.log_index}" in str(
        told.second
    )


def test_second_node__another_block_or_other_cash__both_said(found: Verification) -> None:
    told = disagreement(found, replace(found, last_block_hash="0x" + "00" * 32))
    assert (told.what, told.first) == (f"hash of block {found.last_block}", found.last_block_hash)
    told = disagreement(found, replace(found, surplus=Surplus(1, 0)))
    assert told.what == f"cash that no book owes at block {found.last_block}"
    assert told.hint == "Nothing was written. Find out which is right, by a third one, and replace the other."
