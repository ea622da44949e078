# SPDX-License-Identifier: Apache-2.0
"""What verifiers of sources are given is what the contracts were compiled from, to the byte."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from eth_abi.abi import encode
from web3 import Web3

from regalia.chain import artefacts
from regalia.chain.compiler import PROJECT, SETTINGS, find_compiler
from regalia.chain.deployer import contract
from regalia.chain.record import load_record
from regalia.deployment.errors import SourcesError
from regalia.deployment.sources import COMPILER, Source, sources_of, standard_input, write_sources
from regalia.deployment.wish import load_wish
from tests.deployment.conftest import Deployed
from tests.deployment.wishes import planned

pytestmark = pytest.mark.devnet


def test_compiler__long_version__is_the_tool_s() -> None:
    said = subprocess.run([find_compiler(), "--version"], capture_output=True, text=True, timeout=60, check=True).stdout
    assert f"Version: {COMPILER}." in said


def test_input__every_contract__settings_and_sources_of_its_artefact() -> None:
    for name in artefacts.all_names():  # the sources' hash is compared inside
        said = standard_input(name)
        assert artefacts.load(name).source in said["sources"]
        assert {key: said["settings"][key] for key in SETTINGS} == SETTINGS


def test_input__compiled_again_alone__the_same_code() -> None:
    from regalia.chain.compiler import _run

    artefact = artefacts.load("MockPaymentToken")
    made = _run(find_compiler(), standard_input("MockPaymentToken"), PROJECT / "tools")
    code = made["contracts"][artefact.source]["MockPaymentToken"]["evm"]
    assert "0x" + code["bytecode"]["object"] == artefact.bytecode
    assert "0x" + code["deployedBytecode"]["object"] == artefact.deployed_bytecode


def test_input__a_source_changed_or_not_there__refused(tmp_path: Path) -> None:
    with pytest.raises(SourcesError, match="No such file"):
        standard_input("TransferAgent", tmp_path)
    copytree(PROJECT / "contracts", tmp_path / "contracts")
    (tmp_path / "node_modules").symlink_to(PROJECT / "node_modules")
    assert standard_input("TransferAgent", tmp_path) == standard_input("TransferAgent")
    agent = tmp_path / "contracts" / "compliance" / "TransferAgent.sol"
    agent.write_text(agent.read_text() + "// changed\n")
    with pytest.raises(SourcesError, match="are not those that TransferAgent was compiled from"):
        standard_input("TransferAgent", tmp_path)


def test_sources__of_a_deployment__code_and_arguments_give_each_address(deployed: Deployed) -> None:
    wanted = planned(deployed.chain, deployed.wish).wanted
    found = {source.key: source for source in sources_of(wanted)}
    assert set(found) == {*wanted.pieces, "offering", "escrow-mills"}
    web3, factory = deployed.chain.web3, wanted.pieces["factory"].address
    assert contract(web3, "DealFactory", factory).functions.OFFERING().call() == found["offering"].address
    for source in found.values():
        code = bytes(web3.eth.get_code(Web3.to_checksum_address(source.address)))
        assert artefacts.load(source.name).matches(code), source.key
    assert made_by_the_factory(found["escrow-mills"], deployed, factory) == found["escrow-mills"].address


def made_by_the_factory(escrow: Source, deployed: Deployed, factory: str) -> str:
    """Where CREATE2 puts the escrow with these arguments: the salt has every parameter of the deal."""
    record = load_record(deployed.wish.with_name("mills.json"))
    data = deployed.chain.web3.eth.get_transaction(record.transaction_hash)["input"]  # type: ignore[arg-type]
    params = bytes(data)[4:]
    salt = Web3.keccak(bytes.fromhex(record.deal.address[2:]).rjust(32, b"\0") + (64).to_bytes(32, "big") + params[32:])
    init = bytes.fromhex(artefacts.load("RoyaltyEscrow").bytecode[2:]) + escrow.arguments
    whole = b"\xff" + bytes.fromhex(factory[2:]) + salt + Web3.keccak(init)
    return Web3.to_checksum_address(Web3.keccak(whole)[12:])


def test_write__of_a_deployment__an_input_for_each_kind_and_an_index(deployed: Deployed, tmp_path: Path) -> None:
    wanted = load_wish(deployed.wish)
    paths = write_sources(wanted, sources_of(wanted), tmp_path / "out")
    index: dict[str, Any] = json.loads((tmp_path / "out" / "index.json").read_text())
    assert {path.name for path in paths} == {entry["input"] for entry in index.values()} | {"index.json"}
    oracle = index["oracle"]
    assert (oracle["contract"], oracle["compiler"]) == (
        "contracts/oracle/RoyaltyOracle.sol:RoyaltyOracle",
        f"v{COMPILER}",
    )
    assert oracle["arguments"] == "0x" + encode(["address", "uint48"], [wanted.wish.account, 172_800]).hex()


def test_sources__before_there_is_anything__refused(deployed: Deployed) -> None:
    deployed.wish.with_name("platform.json").unlink()
    with pytest.raises(SourcesError, match=r"platform.json: there is no such file"):
        sources_of(load_wish(deployed.wish))
