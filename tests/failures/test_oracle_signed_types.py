# SPDX-License-Identifier: Apache-2.0
"""Rows O3 and O4: the type that is signed, three ways; other forms of the same signature."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple
from typing import Any

import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_keys.constants import SECPK1_N
from eth_utils.crypto import keccak

from regalia.chain import artefacts
from tests.failures import signed_words as words
from tests.failures.oracle_stage import digest_of, hand_in, undone_court
from tests.failures.pythons_types import pythons_messages
from tests.oracle.court import SIGNERS, THRESHOLD, Court, signed
from tests.support.chain import RefusedError
from tests.support.platform import Platform
from tests.support.quick_keys import quick_signature
from tests.support.roles import actor

HASHED = pytest.mark.parametrize(("name", "function"), words.HASHED, ids="-".join)


@pytest.fixture
def court() -> Iterator[Court]:
    yield from undone_court()


@HASHED
def test_o3__type_in_contract_and_python_and_interface__the_same(name: str, function: str) -> None:
    message, parts = words.message_type(name, function)
    text = words.type_text(message, parts)
    code = bytes.fromhex(artefacts.load(name).deployed_bytecode[2:])
    assert keccak(text=text) in code, "the constant in the contract"
    assert keccak(text=text.replace(" ", "  ", 1)) not in code
    types = pythons_messages()[name, function]["types"]
    given = [{"name": part["name"], "type": words.type_of(part)} for part in parts]
    assert types[message] == given, "the table that eth_account encodes"
    assert set(types) - {"EIP712Domain", message} == {
        words.type_of(part).removesuffix("[]") for part in parts if "components" in part
    }


@HASHED
def test_o3__digest_by_contract_and_eth_account_and_by_hand__the_same(name: str, function: str) -> None:
    contract, whole = words.named(name, Platform()), pythons_messages()[name, function]
    message, parts = words.message_type(name, function)
    values = tuple(_plain(whole["message"][part["name"]], part) for part in parts)
    arguments = values if name in words.WHOLE_CALLS else (values,)
    told = contract.read("eip712Domain")
    whole = {**whole, "domain": dict(zip(("name", "version", "chainId", "verifyingContract"), told[1:5], strict=True))}
    signable = encode_typed_data(full_message=whole)
    by_python = keccak(b"\x19" + signable.version + signable.header + signable.body)
    by_hand = words.digest(words.separator_of(told), words.struct_hash(message, parts, values))
    assert contract.read(function, *arguments) == by_python == by_hand


@pytest.mark.parametrize("signature", range(THRESHOLD))
def test_o4__other_forms_of_a_good_signature__refused(court: Court, signature: int) -> None:
    """The copy with the high s, and the 64 bytes of EIP-2098."""
    given = court.report()
    good = signed(digest_of(court.oracle, given), SIGNERS[:THRESHOLD])
    at = 65 * signature
    r, s, v = good[at : at + 32], int.from_bytes(good[at + 32 : at + 64], "big"), good[at + 64]
    high = (SECPK1_N - s).to_bytes(32, "big")
    with court.refuses("ECDSAInvalidSignatureS", s=high):
        hand_in(court.oracle, given, good[:at] + r + high + bytes([55 - v]) + good[at + 65 :])
    compact = r + (s | (v - 27) << 255).to_bytes(32, "big")
    with pytest.raises(RefusedError, match=r"ECDSAInvalidSignature|UnknownSigner|SignersNotRising|TooFewSignatures"):
        hand_in(court.oracle, given, good[:at] + compact + good[at + 65 :])
    assert not court.latest[1]
    hand_in(court.oracle, given, good)


def test_o4__second_good_signature_of_the_same_signers__no_second_report(court: Court) -> None:
    """What was used is the period, whatever bytes it was used with."""
    given = court.report()
    digest = digest_of(court.oracle, given)
    quick = signed(digest, SIGNERS[:THRESHOLD])
    usual = b"".join(bytes(Account.unsafe_sign_hash(digest, key.key).signature) for key in SIGNERS[:THRESHOLD])
    assert quick != usual
    with court.chain.undone():
        hand_in(court.oracle, given, usual)
    hand_in(court.oracle, given, quick)
    with court.refuses("RoyaltyOracle_PreviousNotExecuted", pending=given.period):
        hand_in(court.oracle, given, usual)


def test_o4__double_signing_shown_with_the_other_half__refused(court: Court) -> None:
    one, other = court.report(1), court.report(2)
    first, second = (quick_signature(SIGNERS[0], digest_of(court.oracle, each)) for each in (one, other))
    s = (SECPK1_N - int.from_bytes(second[32:64], "big")).to_bytes(32, "big")
    high = second[:32] + s + bytes([55 - second[64]])
    with court.refuses("ECDSAInvalidSignatureS", s=s):
        court.oracle.send("showDoubleSigning", astuple(one), first, astuple(other), high, by=actor("outsider"))
    court.oracle.send("showDoubleSigning", astuple(one), first, astuple(other), second, by=actor("outsider"))


def _plain(value: Any, part: words.Component) -> Any:
    """A value of the message as the contract takes it."""
    if "components" not in part:
        return value
    return [tuple(each[inner["name"]] for inner in part["components"]) for each in value]
