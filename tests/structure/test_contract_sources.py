# SPDX-License-Identifier: Apache-2.0
"""The house rules for Solidity that the compiler does not hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from regalia.chain import artefacts

CONTRACTS = Path(__file__).parents[2] / "contracts"
SOURCES = sorted(CONTRACTS.rglob("*.sol"))
OURS = [path for path in SOURCES if "mocks" not in path.parts]
SENT_FROM_OUTSIDE = re.compile(r"^\s*function \w+\([^;{]*?\b(external|public)\b", re.MULTILINE)
SWEEPERS = ("sweep", "rescue", "recoverToken", "emergencyWithdraw", "skim")


def name(path: Path) -> str:
    return str(path.relative_to(CONTRACTS))


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_pragma__every_source__one_exact_version(path: Path) -> None:
    assert re.findall(r"pragma solidity ([^;]+);", path.read_text()) == ["0.8.37"]


@pytest.mark.parametrize("path", OURS, ids=name)
def test_natspec__every_external_function__is_told(path: Path) -> None:
    text = path.read_text()
    for match in SENT_FROM_OUTSIDE.finditer(text):
        before = text[: match.start()].rstrip().splitlines()[-1].strip()
        assert before.startswith("///"), f"{path.name}: {match.group().strip()[:60]}"


@pytest.mark.parametrize("path", OURS, ids=name)
def test_code__no_dangerous_construct(path: Path) -> None:
    code = re.sub(r"//.*", "", path.read_text())
    for word in ("selfdestruct", "tx.origin", "delegatecall", ".call{", "block.prevrandao"):
        assert word not in code, word


def test_escrow__interface__no_sweep_and_no_setter() -> None:
    functions = {entry["name"] for entry in artefacts.load("RoyaltyEscrow").abi if entry["type"] == "function"}
    assert not {f for f in functions if f.startswith("set") or any(word.lower() in f.lower() for word in SWEEPERS)}
    changing = {
        entry["name"]
        for entry in artefacts.load("RoyaltyEscrow").abi
        if entry["type"] == "function" and entry["stateMutability"] not in ("view", "pure")
    }
    cash = {"payRoyalty", "claim", "withdraw", "openBooks", "receiveFrom", "distribute", "shut"}
    assert changing == cash | {"rebook", "amend", "restrain", "stopTrading", "heed"}
