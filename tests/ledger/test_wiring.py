# SPDX-License-Identifier: Apache-2.0
"""The bytes a deal is wired with, made by hand here after the layout in the decision record."""

from __future__ import annotations

import pytest

from regalia.ledger.wiring import WiringError, read_wiring
from tests.chain.records import address

PROGRAM = bytes([1, 2, 1, 3]) + bytes(28) + b"\x11" * 32 * (2 + 2 * 3)


def packed(number: int) -> bytes:
    return number.to_bytes(20, "big")


FIXED = packed(1) + packed(2) + packed(3) + packed(4) + b"\x22" * 32
WIRING = PROGRAM + FIXED + packed(5) + packed(6) + (47_000).to_bytes(16, "big")


def test_read__two_tranches_an_account_and_two_payees__every_part() -> None:
    wiring = read_wiring(WIRING + packed(7) + packed(8))
    assert wiring.program == PROGRAM
    assert (wiring.escrow, wiring.oracle, wiring.offering, wiring.originator) == tuple(map(address, (1, 2, 3, 4)))
    assert wiring.terms_hash == b"\x22" * 32
    assert wiring.tokens == (address(5), address(6))
    assert wiring.funding == (47_000,)
    assert wiring.payees == (address(7), address(8))


def test_read__no_payee__none() -> None:
    assert read_wiring(WIRING).payees == ()


@pytest.mark.parametrize("data", [b"", PROGRAM[:31], PROGRAM, WIRING[:-1], WIRING + b"\0", WIRING + packed(7)[:-1]])
def test_read__length_of_no_wiring__refused(data: bytes) -> None:
    with pytest.raises(WiringError, match="wiring: "):
        read_wiring(data)
