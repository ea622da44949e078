# SPDX-License-Identifier: Apache-2.0
"""W2, the cast: a correction may be negative, and what is left of collections never becomes an enormous positive number."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from eth_utils.crypto import keccak

from tests.support import sample
from tests.support.deal import DealContracts
from tests.support.roles import actor, attestors

CONTRACTS = Path(__file__).parents[2] / "contracts"
SIGNED_TO_UNSIGNED = {
    "deal/DealInputs.sol": ["uint96(uint256(total))"],
    "oracle/OracleRestatements.sol": ["uint256(total)"],
    "types/Holding.sol": ["uint256(int256(perUnit * self.units()) + self.correction())", "uint256(by)"],
}
"""Every such cast. The first two are of what was found not negative a line before; an entitlement is never negative (``amend`` refuses
one), and a correction is added as a two's complement on purpose."""


def restate(deal: DealContracts, number: int, received: int) -> None:
    """Two attestors correct the first period by so much."""
    corrects = keccak(text="evidence") if number == 1 else keccak(text=f"evidence {number - 1}")
    told = (deal.deal.address, number, 1, 1, received, 0, corrects, keccak(text=f"evidence {number}"))
    digest = deal.oracle.read("restatementDigestOf", told)
    signatures = b"".join(key.unsafe_sign_hash(digest).signature for key in attestors(3)[:2])
    deal.oracle.send("restate", told, signatures, by=actor("relay"))


@pytest.mark.parametrize("less", [1, 99_999, 100_000, 100_001, 2**90 // 10**6])
def test_w2__more_taken_back_than_was_ever_received__is_nothing_and_not_a_fortune(
    live: DealContracts, less: int
) -> None:
    """In whole dollars; the first date received 100,000, and 50,000 wait in the escrow that nobody attested."""
    usd = sample.USD
    live.pay_date(100_000 * usd)
    before = live.entitlement(0, "senior_investor")
    live.pay_royalty(50_000 * usd)
    restate(live, 1, -less * usd)
    live.chain.now += 4 * sample.DAY
    done = live.pay_date_without_cash(0).only("PaymentDateExecuted")
    assert done["available"] == 0
    attested, distributed = live.deal.read("totals")
    assert (attested, distributed) == (max(0, 100_000 - less) * usd, 100_000 * usd)
    assert live.cash()[0] == 50_000 * usd
    # the reserve pays 2,500 of fees and the 14,047.50 and 9,000 of interest
    assert live.entitlement(0, "senior_investor") == before + 14_047_500_000 * 600 // 1_000
    assert live.state().balance == (936_500 * usd, 400_000 * usd, 100_000 * usd)


def test_w2__signed_numbers__become_unsigned_where_they_were_looked_at_and_nowhere_else() -> None:
    found: dict[str, list[str]] = {}
    for path in sorted(CONTRACTS.rglob("*.sol")):
        if "mocks" in path.parts:
            continue
        code = re.sub(r"//.*", "", path.read_text())
        signed = set(re.findall(r"\bint\d+ (\w+)", code)) | {"by", "total"} & set(re.findall(r"\b\w+\b", code))
        casts = [
            cast
            for cast in re.findall(r"uint\d+\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)", code)
            if _is_signed(cast, signed)
        ]
        if casts:
            found[str(path.relative_to(CONTRACTS))] = casts
    assert found == SIGNED_TO_UNSIGNED


def _is_signed(cast: str, signed: set[str]) -> bool:
    """Whether what is cast is itself signed, and not an unsigned constant or a length."""
    inside = cast[cast.index("(") + 1 : -1]
    bare = re.sub(r"^uint\d+\((.*)\)$", r"\1", inside)
    return bare in signed or bare.startswith("int256(")
