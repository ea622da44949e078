# SPDX-License-Identifier: Apache-2.0
"""What contracts answer of their roles at one block, compared with what they told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from eth_abi.abi import encode
from eth_utils.crypto import keccak
from web3 import Web3

from regalia.chain.many_calls import Question, ask_many
from regalia.chain.offices import ADMINISTRATOR_ROLE
from regalia.ledger.comparison import Tally
from regalia.ledger.role_events import GROUP
from regalia.ledger.role_seats import KNOWN

_WORD = 32
_HAS_ROLE, _IS_ISSUER = keccak(text="hasRole(bytes32,address)")[:4], keccak(text="isIssuer(address)")[:4]
_ADMINISTRATOR, _PENDING = keccak(text="defaultAdmin()")[:4], keccak(text="pendingDefaultAdmin()")[:4]


class RoleAnswers:
    """Asks at ``block``, many at once, and counts each answer. One that does not come, or is no answer, is a difference."""

    def __init__(self, web3: Web3, block: int, tally: Tally) -> None:
        self._web3 = web3
        self._block = block
        self._tally = tally

    def compare_administrator(self, contract: str, address: str, told: Sequence[str], pending: tuple[str, int]) -> None:
        """Who administers the contract, and who is to follow from which second on."""
        asked = [Question(address, bytes(_ADMINISTRATOR)), Question(address, bytes(_PENDING))]
        now, following = ask_many(self._web3, asked, self._block)
        self._same(f"{contract}.defaultAdmin()", "administrator", ", ".join(told), _address(now))
        found = None
        if following is not None and len(following) == 2 * _WORD:
            found = f"{_address(following[:_WORD])} from {int.from_bytes(following[_WORD:], 'big')}"
        self._same(f"{contract}.pendingDefaultAdmin()", "next administrator", f"{pending[0]} from {pending[1]}", found)

    def compare_holders(
        self, contract: str, address: str, told: Mapping[bytes, Collection[str]], people: Sequence[str]
    ) -> None:
        """Of each role and each of the ``people`` whether he holds it; ``told`` has the holders by role."""
        pairs = [(role, who) for role in told for who in people]
        asked = [Question(address, _HAS_ROLE + encode(["bytes32", "address"], pair)) for pair in pairs]
        for (role, who), answer in zip(pairs, ask_many(self._web3, asked, self._block), strict=True):
            what = f"{_name(contract, role)} of {who}"
            self._same(f"{contract}.hasRole()", what, who in told[role], _truth(answer))

    def compare_issuers(self, address: str, told: Collection[str], people: Sequence[str]) -> None:
        """Of each of the ``people`` whether attestations he signs count."""
        asked = [Question(address, _IS_ISSUER + encode(["address"], [who])) for who in people]
        for who, answer in zip(people, ask_many(self._web3, asked, self._block), strict=True):
            self._same("InvestorRegistry.isIssuer()", f"of {who}", who in told, _truth(answer))

    def _same(self, where: str, what: str, expected: object, found: object) -> None:
        self._tally.same(GROUP, where, what, expected, "no answer" if found is None else found)


def _name(contract: str, role: bytes) -> str:
    if role == ADMINISTRATOR_ROLE:
        return "administrator's role"
    _, office = KNOWN.get((contract, role), (None, None))
    return office.role if office else "0x" + role.hex()


def _truth(answer: bytes | None) -> bool | None:
    if answer is None or len(answer) != _WORD or any(answer[:-1]) or answer[-1] > 1:
        return None
    return bool(answer[-1])


def _address(answer: bytes | None) -> str | None:
    if answer is None or len(answer) != _WORD or any(answer[:12]):
        return None
    return Web3.to_checksum_address(answer[12:])
