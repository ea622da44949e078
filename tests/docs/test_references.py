# SPDX-License-Identifier: Apache-2.0
"""References that are made: nothing seen from outside is without words, and pages say what the code says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from regalia.chain import artefacts
from regalia.chain.compiler import CompilerMissingError
from tests.docs.pages import ROOT
from tools.docs.command_pages import command_pages
from tools.docs.commands import regalia_commands
from tools.docs.contract_pages import contract_pages
from tools.docs.natspec import read_contracts
from tools.docs.python_pages import python_pages
from tools.docs.told import Contract, tell


@pytest.fixture(scope="module")
def contracts() -> dict[str, Contract]:
    return {contract.name: contract for contract in read_contracts(ROOT)}


def test_natspec__every_contract_and_external_function__is_told(contracts: dict[str, Contract]) -> None:
    untold = [name for name, contract in contracts.items() if not contract.told.notice]
    untold += [
        f"{name}.{member.signature}"
        for name, contract in contracts.items()
        for member in contract.members
        if member.kind == "function" and not member.told.notice
    ]
    assert len(contracts) > 100
    assert untold == []


def test_natspec__functions_read__are_those_of_the_interface(contracts: dict[str, Contract]) -> None:
    """Own members and those of bases together; what OpenZeppelin brings is no part of the reference."""
    for name in ("RoyaltyEscrow", "Deal", "SettlementDesk"):
        abi = {entry["name"] for entry in artefacts.load(name).abi if entry["type"] == "function"}
        read = {m.name for c in lineage(contracts, name) for m in c.members if m.kind in ("function", "getter")}
        assert read <= abi and abi - read <= {"eip712Domain", "multicall"}, (read - abi, abi - read)


def lineage(contracts: dict[str, Contract], name: str) -> list[Contract]:
    found = contracts.get(name)
    return [found, *(c for base in found.bases for c in lineage(contracts, base))] if found else []


def test_natspec__inherited_words__are_those_of_the_interface(contracts: dict[str, Contract]) -> None:
    (claim,) = [member for member in contracts["RoyaltyEscrow"].members if member.name == "claim"]
    (declared,) = [member for member in contracts["IRoyaltyEscrow"].members if member.name == "claim"]
    assert (claim.told.notice, claim.told.inherits) == (declared.told.notice, "IRoyaltyEscrow")
    assert claim.signature == "claim(address token) returns (uint256 net)"


def test_tell__tags__taken_apart() -> None:
    told = tell(" What it does,\n in two lines.\n @dev Why.\n @param amount how much\n @return net what is left")
    assert (told.notice, told.dev) == ("What it does, in two lines.", "Why.")
    assert (told.params, told.returns) == ({"amount": "how much"}, ("net what is left",))


def test_contracts__elsewhere__refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(CompilerMissingError, match="no Solidity file under"):
        read_contracts(tmp_path)


def test_contract_pages__every_folder__with_errors_and_what_to_do() -> None:
    pages = contract_pages(ROOT)
    assert {"index.md", "deal.md", "oracle.md", "registry.md", "waterfall-steps.md"} <= set(pages)
    assert "mocks.md" not in pages
    assert "The deal is not live: its offering has not closed" in pages["interfaces.md"]
    assert "<" not in pages["deal.md"].replace("&lt;", "").partition("```")[0]


def test_python_pages__every_package__by_floor_with_its_words() -> None:
    pages = python_pages(ROOT)
    packages = {path.parent.name for path in (ROOT / "src" / "regalia").glob("*/*.py")}
    assert {name.removesuffix(".md") for name in pages} == packages | {"index"}
    assert "## regalia.domain.waterfall" in pages["domain.md"]
    assert "def run_steps(program: Program, state: State, inputs: Inputs) -> Outcome" in pages["domain.md"]
    assert "Run one payment date." in pages["domain.md"]
    assert "def _check" not in pages["domain.md"]
    assert "| 1 | [domain](domain.md) |" in pages["index.md"]


def test_python_pages__broken_docstring_markup__is_shown_as_text(tmp_path: Path) -> None:
    package = tmp_path / "src" / "regalia" / "odd"
    package.mkdir(parents=True)
    shutil.copy(ROOT / "src" / "regalia" / "README.md", package.parent)
    (package / "__init__.py").write_text('"""A <script> of [links](x)."""\n', encoding="utf-8")
    assert "A &lt;script> of \\[links](x)." in python_pages(tmp_path)["odd.md"]


def test_command_pages__every_command__with_its_options() -> None:
    pages = command_pages(ROOT)
    words = [" ".join(found.words) for found in regalia_commands()][1:]
    assert [name for name in words if f"# {name}\n" not in pages["regalia.md"]] == []
    assert "## ape run supervise" in pages["ape.md"] and "### ape run supervise halt-deal" in pages["ape.md"]
    assert "| `--second-rpc URL` |" in pages["regalia.md"]
