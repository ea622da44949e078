# SPDX-License-Identifier: Apache-2.0
"""What verifiers of sources are told, held against the code and the transactions that made the contracts."""

from __future__ import annotations

from typing import Any

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from regalia.chain import artefacts
from regalia.deployment.proxy import PROXY
from tests.cli.json_deploying import applied, wished
from tests.cli.json_leaf import Derived
from tests.cli.json_world import Asked, equal

COMPILER = Derived("the compiler of the committed artefacts")


def deploy_sources(asked: Asked) -> None:
    """What a verifier is told: the arguments behind the creation code that made what is at the address."""
    wish = wished(asked)
    steps, creations = applied(asked, wish)["steps"], _creations(asked)
    found = asked.told("deploy", "sources", wish)
    made = {step["key"]: step for step in steps if ":" not in step["key"]}
    (deal,) = (step["address"] for step in steps if step["key"] == "deal:mills")
    expected = {
        key: _source(asked, step["what"], step["address"], creations[step["address"]]) for key, step in made.items()
    }
    expected |= _of_the_deal(asked, deal)
    equal(found, {"contracts": expected, "written": [], "outcomes": {}})


def _source(asked: Asked, name: str, address: str, creation: bytes) -> dict[str, Any]:
    code = bytes.fromhex(artefacts.load(name).bytecode.removeprefix("0x"))
    assert creation.startswith(code)
    return _named_source(asked, name, address, creation[len(code) :])


def _named_source(asked: Asked, name: str, address: str, arguments: bytes) -> dict[str, Any]:
    return {
        "address": address,
        "arguments": "0x" + arguments.hex(),
        "chain_id": asked.web3.eth.chain_id,
        "compiler": COMPILER,
        "contract": f"{artefacts.load(name).source}:{name}",
        "input": f"{name}.json",
    }


def _of_the_deal(asked: Asked, deal: str) -> dict[str, Any]:
    """Its escrow, made with what it answers today; and what the clone of its offering points at."""
    place, _, offering, _, _ = asked.contract("Deal", deal).functions.parties().call()
    escrow = asked.contract("RoyaltyEscrow", place).functions
    table, authority = escrow.withholding().call()
    values = [escrow.DEAL(), escrow.PAYMENT_TOKEN(), escrow.ACCOUNTS(), escrow.REGISTRY(), escrow.SUPERVISOR()]
    kinds = ["address", "address", "uint256", "address", "address", "bytes", "address"]
    arguments = encode(kinds, [*(value.call() for value in values), table, authority])
    target = asked.web3.to_checksum_address(bytes(asked.web3.eth.get_code(offering))[10:30])
    return {
        "escrow-mills": _named_source(asked, "RoyaltyEscrow", place, arguments),
        "offering": _named_source(asked, "Offering", target, b""),
    }


def _creations(asked: Asked) -> dict[str, bytes]:
    """By address, the code that each transaction to the deployment proxy ran: salt and code give the address (EIP-1014)."""
    found: dict[str, bytes] = {}
    for receipt in asked.mined(0):
        sent = asked.web3.eth.get_transaction(receipt["transactionHash"])
        if sent["to"] == PROXY:
            salt, code = bytes(sent["input"])[:32], bytes(sent["input"])[32:]
            place = keccak(b"\xff" + bytes.fromhex(PROXY[2:]) + salt + keccak(code))[12:]
            found[asked.web3.to_checksum_address(place)] = code
    return found
