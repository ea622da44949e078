# SPDX-License-Identifier: Apache-2.0
"""Networks by name and by chain id, and where their nodes are."""

from __future__ import annotations

import pytest

from regalia.deployment.errors import NoNodeError, UnknownNetworkError
from regalia.deployment.networks import network, networks, node_of, title_of


def test_networks__configured__four_test_networks_and_a_local_chain() -> None:
    ids = {name: found.chain_id for name, found in networks().items()}
    assert ids == {
        "local": 31337, "sepolia": 11155111, "base-sepolia": 84532, "op-sepolia": 11155420, "arbitrum-sepolia": 421614
    }  # fmt: skip
    assert {found.rpc for found in networks().values()} == {"REGALIA_RPC_" + n.upper().replace("-", "_") for n in ids}


def test_network__by_name_or_chain_id__the_same() -> None:
    assert network("base-sepolia") is network("84532")
    assert (title_of(84532), title_of(99)) == ("Base Sepolia", "chain 99")


def test_network__misspelled__the_one_that_was_meant() -> None:
    with pytest.raises(UnknownNetworkError, match=r"'sepola' is not known; did you mean sepolia\?"):
        network("sepola")


def test_node__variable_set__its_value() -> None:
    assert network("sepolia").node({"REGALIA_RPC_SEPOLIA": " https://a.example/key "}) == "https://a.example/key"
    assert network("local").node({}) == "http://127.0.0.1:8545"


def test_node__variable_not_set__named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REGALIA_RPC_OP_SEPOLIA", raising=False)
    with pytest.raises(NoNodeError, match="REGALIA_RPC_OP_SEPOLIA: is not set, and it names the node of OP Sepolia"):
        node_of(11155420)
    assert node_of(11155420, "http://given") == "http://given"


def test_node__chain_that_is_not_configured__named_by_hand() -> None:
    with pytest.raises(UnknownNetworkError, match="--rpc URL"):
        node_of(424242)
    assert node_of(424242, "http://given") == "http://given"
