# SPDX-License-Identifier: Apache-2.0
"""What the oracle says no to: which refusals pass."""

from __future__ import annotations

from typing import Any

import pytest

from regalia.chain.errors import ContractRevertedError, Revert
from regalia.relay.trial import is_passing


@pytest.mark.parametrize(
    ("name", "arguments", "passing"),
    [
        ("RoyaltyOracle_PeriodOutOfOrder", {"expected": 1, "given": 2}, True),
        ("RoyaltyOracle_PeriodOutOfOrder", {"expected": 3, "given": 2}, False),
        ("RoyaltyOracle_WrongEpoch", {"expected": 1, "given": 2}, True),
        ("RoyaltyOracle_WrongEpoch", {"expected": 3, "given": 2}, False),
        ("OracleRestatements_OutOfOrder", {"expected": 1, "given": 2}, True),
        ("OracleRestatements_OutOfOrder", {"expected": 3, "given": 2}, False),
        ("OracleRestatements_NotExecuted", {"first": 1, "executed": 1, "given": 2}, True),
        ("OracleRestatements_NotExecuted", {"first": 3, "executed": 4, "given": 2}, False),
        ("OracleRestatements_TooManyWaiting", {"limit": 8}, True),
        ("OracleRestatements_DeltaOutOfRange", {"limit": 2**90, "given": 2**90}, False),
        ("RoyaltyOracle_PreviousNotExecuted", {"pending": 1}, True),
        ("RoyaltyOracle_ContractSignatureRefused", {"signer": "0x"}, True),
        ("RoyaltyOracle_NoStream", {"deal": "0x"}, True),
        ("RoyaltyOracle_UnknownSigner", {"signer": "0x"}, False),
        ("RoyaltyOracle_TooFewSignatures", {"required": 3, "given": 2}, False),
        ("ECDSAInvalidSignature", {}, False),
        ("ECDSAInvalidSignatureS", {"s": bytes(32)}, False),
        ("Panic", {"code": 1}, True),
        ("NoReason", {}, True),
    ],
)
def test_refusal__by_its_name_and_order__passes_or_not(name: str, arguments: dict[str, Any], passing: bool) -> None:
    assert is_passing(ContractRevertedError(Revert(name, arguments))) is passing
