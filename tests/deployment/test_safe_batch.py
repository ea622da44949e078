# SPDX-License-Identifier: Apache-2.0
"""The steps as batches of a Safe: executed call by call they make the same platform, and facts are written from the chain."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from eth_utils.address import to_checksum_address
from web3.types import TxParams

from regalia.chain.devnet import Devnet
from regalia.chain.issuance import DAY
from regalia.chain.record_folder import named_records
from regalia.deployment.apply import write_found
from regalia.deployment.errors import OtherProxyError, SafeFileError
from regalia.deployment.proxy import PROXY
from regalia.deployment.safe_batch import (
    MOST_GAS,
    batches_of,
    checksum,
    latest_of,
    sales_of,
    write_batches,
)
from regalia.deployment.safe_file import check_place
from regalia.deployment.sale import moment
from regalia.deployment.wish import load_wish
from tests.deployment.wishes import applied, planned, rights_of, rpc, state_of, wish_of, write_wish
from tests.support.devnet import undone

pytestmark = pytest.mark.devnet
SAFE = to_checksum_address("0x" + "5afe" * 10)
"""An address without a key."""


@pytest.fixture
def wish(chain: Devnet, tmp_path: Path) -> Iterator[Path]:
    yield write_wish(tmp_path, wish_of(chain.accounts, account=SAFE, **rights_of(chain.accounts)))


def executed(chain: Devnet, batch: dict[str, Any]) -> None:
    """As the Safe would, call by call."""
    rpc(chain, "anvil_impersonateAccount", SAFE)
    rpc(chain, "anvil_setBalance", SAFE, hex(10**20))
    for call in batch["transactions"]:
        transaction: TxParams = {"from": SAFE, "to": call["to"], "data": call["data"], "gas": 2**24}
        receipt = chain.web3.eth.wait_for_transaction_receipt(chain.web3.eth.send_transaction(transaction))
        assert receipt["status"] == 1, call["to"]


def test_batches__executed_by_impersonation__same_platform_as_applied(
    chain: Devnet, wish: Path, tmp_path: Path
) -> None:
    rpc(chain, "anvil_setBlockTimestampInterval", 0)
    with undone(chain):
        rpc(chain, "anvil_impersonateAccount", SAFE)
        rpc(chain, "anvil_setBalance", SAFE, hex(10**20))
        applied(chain, wish)
        expected = state_of(chain.web3, load_wish(wish))
    for path in wish.parent.glob("*.json"):
        path.unlink()
    for file in write_batches(planned(chain, wish), tmp_path / "batch.json"):
        executed(chain, json.loads(file.read_text()))
    plan = planned(chain, wish)
    assert not plan.missing and [record.deal_id for record in plan.records] == ["mills"]
    write_found(plan)
    assert state_of(chain.web3, load_wish(wish)) == expected


def test_batches__more_gas_than_one_transaction_may_use__split_in_order(chain: Devnet, wish: Path) -> None:
    plan = planned(chain, wish)
    batches = batches_of(plan)
    assert len(batches) > 1 and {batch["chainId"] for batch in batches} == {"31337"}
    sent = [call for batch in batches for call in batch["transactions"]]
    assert [call["to"] for call in sent] == [step.at(0).to for step in plan.missing]
    assert all(step.gas < MOST_GAS for step in plan.missing)


def test_batch__small__one_file_of_the_form_of_the_transaction_builder(chain: Devnet, tmp_path: Path) -> None:
    bare = {"platform": None, "officers": None, "deals": None}
    plan = planned(chain, write_wish(tmp_path, wish_of(chain.accounts, account=SAFE, **bare)))
    (path,) = write_batches(plan, tmp_path / "money.json")
    batch = json.loads(path.read_text())
    assert path.name == "money.json"
    assert {key: batch[key] for key in ("version", "chainId", "createdAt")} == {
        "version": "1.0", "chainId": "31337", "createdAt": plan.now * 1000
    }  # fmt: skip
    assert batch["meta"]["createdFromSafeAddress"] == SAFE
    (call,) = batch["transactions"]
    assert (call["to"], call["value"], call["contractMethod"], call["contractInputsValues"]) == (PROXY, "0", None, None)
    assert call["data"][:66] == "0x" + plan.wanted.pieces["payment_token"].salt.hex()


def test_batches__with_a_deal__described_with_the_day_by_which_to_execute_it(chain: Devnet, wish: Path) -> None:
    plan = planned(chain, wish)
    (sale,) = sales_of(plan, plan.missing)
    assert (sale.opens, sale.deadline, latest_of([sale])) == (plan.now, plan.now + 30 * DAY, plan.now + DAY)
    *before, last = [batch["meta"]["description"] for batch in batches_of(plan)]
    assert last.endswith(
        f"deal mills. Execute by {moment(plan.now + DAY)}: the sale of mills is open from {moment(plan.now)} to "
        f"{moment(plan.now + 30 * DAY)}, whenever this is executed."
    )
    assert not any("Execute" in text for text in before)


def test_batches__place_that_is_taken_or_read_as_a_record__refused_and_nothing_written(
    chain: Devnet, wish: Path, tmp_path: Path
) -> None:
    for name in ("other.json", "batch-2.json"):
        (tmp_path / name).write_text('{"meta": {"name": "another\'s"}}')
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    plan = planned(chain, wish)
    for place, said in (
        ("batch.txt", "batch.txt must end in .json"),
        ("31337/wish.yaml", "wish.yaml must end in .json"),
        ("31337/batch.json", "in a folder of records"),
        ("31337/platform.json", "in a folder of records"),
        ("84532/batch.json", "in a folder of records"),
        ("other.json", "other.json is there and is no batch"),
        ("batch.json", "batch-2.json is there and is no batch"),
    ):
        with pytest.raises(SafeFileError, match=said):
            write_batches(plan, tmp_path / place)
        assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_batches__written_again_below_the_records__taken_for_batches_and_for_no_record(
    chain: Devnet, wish: Path, tmp_path: Path
) -> None:
    plan, place = planned(chain, wish), wish.parent / "safe" / "batch.json"
    first = write_batches(plan, place)
    assert write_batches(plan, place) == first and len(first) > 1
    check_place(plan.wanted, first[0])
    assert named_records(tmp_path, 31337) == {} and planned(chain, wish).unmeant == ()


def test_checksum__worked_by_hand__of_the_serialisation_without_a_name() -> None:
    batch = {"version": "1.0", "meta": {"name": "any", "b": "ü"}, "transactions": [{"to": "0x1", "value": "0"}]}
    from web3 import Web3

    text = '{["meta","transactions","version"]{["b","name"]"ü",null,},[{["to","value"]"0x1","0",}],"1.0",}'
    assert checksum(batch) == Web3.keccak(text=text).to_0x_hex()
    assert checksum({**batch, "meta": {**batch["meta"], "name": "other", "checksum": "0x1"}}) == checksum(batch)  # type: ignore[dict-item]


def test_batches__proxy_missing__refused_as_no_transaction_of_a_safe(chain: Devnet, wish: Path) -> None:
    rpc(chain, "anvil_setCode", PROXY, "0x")
    with pytest.raises(OtherProxyError, match="is no transaction of a Safe"):
        batches_of(planned(chain, wish))
