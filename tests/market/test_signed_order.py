# SPDX-License-Identifier: Apache-2.0
"""Whose signature it is, and what is none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from eth_keys.constants import SECPK1_N

from regalia.market.order import OrderError
from regalia.market.signed_order import OrderSignatureError, check_signature, key_fault, recover, sign
from tests.market.orders import DOMAIN, MAKER, ORDER, signed
from tests.support.roles import key_of

GOOD = signed()


def malleable(signature: bytes) -> bytes:
    s = SECPK1_N - int.from_bytes(signature[32:64], "big")
    return signature[:32] + s.to_bytes(32, "big") + bytes([55 - signature[64]])


def test_sign__by_the_maker__his_and_known_by_the_hash() -> None:
    assert (key_fault(GOOD), recover(GOOD.hash, GOOD.signature)) == ("", MAKER.address)
    assert GOOD.name == "0x" + GOOD.hash.hex()
    check_signature(GOOD)


def test_sign__by_another_key__refused() -> None:
    with pytest.raises(OrderError, match="the key is of"):
        sign(ORDER, DOMAIN, key_of("attacker"))


@pytest.mark.parametrize(
    ("signature", "fault"),
    [
        (b"", "a key's signature has 65 bytes, this one 0"),
        (GOOD.signature[:64], "a key's signature has 65 bytes, this one 64"),
        (GOOD.signature + b"\0", "a key's signature has 65 bytes, this one 66"),
        (GOOD.signature[:64] + b"\0", "v is 27 or 28, not 0"),
        (malleable(GOOD.signature), "the signature is in its malleable form (high s)"),
        (bytes(64) + b"\x1b", "the signature is not one"),
        (signed("attacker").signature, "over this order the signature is that of"),
    ],
)
def test_signature__not_the_makers__said_why_and_refused(signature: bytes, fault: str) -> None:
    bad = replace(GOOD, signature=signature)
    assert fault in key_fault(bad)
    with pytest.raises(OrderSignatureError, match="signature: "):
        check_signature(bad)


def test_signature__of_another_chain__not_the_makers() -> None:
    moved = replace(GOOD, domain=replace(DOMAIN, chain_id=1))
    assert "over this order the signature is that of" in key_fault(moved)


def test_signature__of_a_contract__not_judged_without_a_chain() -> None:
    check_signature(replace(GOOD, signature=b"whatever the contract takes", by_contract=True))
