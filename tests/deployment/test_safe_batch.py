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
from regalia.deployment.apply import write_found
from regalia.deployment.errors import OtherProxyError
from regalia.deployment.proxy import PROXY
from regalia.deployment.safe_batch import MOST_GAS, batches_of, checksum, write_batches
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
