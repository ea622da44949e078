# SPDX-License-Identifier: Apache-2.0
"""Marks of coverage: a contract does the same with them, and they tell what was reached, also by what was reverted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from eth_abi.abi import encode
from eth_utils.crypto import keccak

from regalia.chain.compiler import PROJECT, SETTINGS, compile_contracts
from tests.support.chain import Chain, RefusedError
from tests.support.roles import actor
from tools.coverage.instrument import mark_all
from tools.coverage.places import BASE, Place
from tools.coverage.report import branches, by_folder, lines, missed

SOURCE = """// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

contract Till {
    error Till_TooMuch(uint256 most, uint256 asked);

    uint256 public taken;

    function take(uint256 amount, bool isOwner, bool isOpen) external returns (uint256 fee) {
        if (amount > 100) revert Till_TooMuch(100, amount);
        else if (amount == 0)
            return 0;
        if (isOwner && isOpen) { fee = 0; } else fee = share(amount);
        for (uint256 i; i < 2; ++i)
            taken += amount > 50 ? 2 : 1;
        assembly ("memory-safe") {
            if gt(amount, 90) { fee := add(fee, 1) }
        }
    }

    function answer(address asked) external returns (uint256 size) {
        (bool done,) = asked.call("four");
        if (done) size = _size();
    }

    function _size() private pure returns (uint256 size) {
        assembly ("memory-safe") {
            size := returndatasize()
        }
    }

    function share(uint256 amount) internal pure returns (uint256) {
        return amount / 10;
    }
}
"""


@pytest.fixture(scope="module")
def places_and_code(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Place], bytes]:
    """The marks of the till, and its creation code with them."""
    root = tmp_path_factory.mktemp("marked")
    (root / "contracts").mkdir()
    (root / "contracts" / "Till.sol").write_text(SOURCE, encoding="utf-8")
    for shared in ("node_modules", "tools"):
        (root / shared).symlink_to(PROJECT / shared)
    places = mark_all(root)
    (till,) = (made for made in compile_contracts(root, SETTINGS["optimizer"], {"2018"}) if made.name == "Till")
    return places, bytes.fromhex(till.bytecode.removeprefix("0x"))


class Till:
    """A till on a chain of its own."""

    def __init__(self, code: bytes) -> None:
        self.chain = Chain(1)
        self.address = self.chain.deploy(actor("issuer"), code)

    def take(self, amount: int, is_owner: bool = False, is_open: bool = False) -> int:
        data = keccak(text="take(uint256,bool,bool)")[:4] + encode(
            ["uint256", "bool", "bool"], [amount, is_owner, is_open]
        )
        return int.from_bytes(self.chain.send(actor("licensee"), self.address, data).output, "big")

    def answer(self, asked: str) -> int:
        data = keccak(text="answer(address)")[:4] + encode(["address"], [asked])
        return int.from_bytes(self.chain.send(actor("licensee"), self.address, data).output, "big")

    def reached(self) -> set[int]:
        accounts = (int(address, 16) for address in self.chain._evm.db_accounts)
        return {number - BASE for number in accounts if BASE <= number < 2 * BASE}


@pytest.fixture
def till(places_and_code: tuple[list[Place], bytes]) -> Iterator[Till]:
    yield Till(places_and_code[1])


def test_marks__contract_with_them__does_what_it_did(till: Till) -> None:
    assert [till.take(40), till.take(95), till.take(40, True, True), till.take(40, True, False), till.take(0)] == [
        4,
        10,
        0,
        4,
        0,
    ]
    with pytest.raises(RefusedError, match=r"UnknownError.*65"):
        till.take(101)


def test_marks__one_way_through__tells_what_was_not_reached(
    places_and_code: tuple[list[Place], bytes], till: Till
) -> None:
    places, _ = places_and_code
    till.take(40)
    told = [line.split(":", 2)[1:] for line in missed(places, till.reached())]
    assert [f"{number}:{what}" for number, what in told] == [
        "10: never true: amount > 100",
        "10: not reached: revert Till_TooMuch(100, amount)",
        "11: never true: amount == 0",
        "12: not reached: return 0",
        "13: never true: isOwner",
        "13: never false: isOpen",
        "13: never true: isOpen",
        "13: not reached: fee = 0",
        "15: never true: amount > 50",
        "17: never true: gt(amount, 90)",
        "17: not reached: fee := add(fee, 1)",
    ]


def test_marks__everything_done__all_reached_the_reverted_too(
    places_and_code: tuple[list[Place], bytes], till: Till
) -> None:
    places, _ = places_and_code
    for amount, is_owner, is_open in ((40, False, False), (95, True, True), (0, False, False), (50, True, False)):
        till.take(amount, is_owner, is_open)
    with pytest.raises(RefusedError):
        till.take(101)
    reached = till.reached()
    assert list(missed(places, reached)) == []
    assert [str(share(places, reached).percent) for share in (lines, branches)] == ["100.0", "100.0"]


def test_marks__function_that_reads_an_answer__has_none_and_reads_it(till: Till) -> None:
    assert till.answer("0x0000000000000000000000000000000000000004") == len("four")  # the identity


def test_report__half_of_a_line_reached__line_is_not(places_and_code: tuple[list[Place], bytes], till: Till) -> None:
    places, _ = places_and_code
    till.take(40)
    row, _ = by_folder(places, till.reached())["contracts"]
    assert (row.reached, row.total) == (5, 9)
