# SPDX-License-Identifier: Apache-2.0
"""What a person can do next when the registry of rights, one of its oracles or a pool refuses, by the error's name in Solidity."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from regalia.domain.rights.refusal_words import WORDS

_BETWEEN_CONTRACTS = {
    "RightsPool_OnlyRegistry": "Nothing has to be done: the registry tells the pool of every change itself.",
}
_ORACLES = {
    "LegalOracle_NoEvents": "Report at least one event.",
    "ValuationOracle_NoValuations": "Report at least one valuation.",
    "ValuationOracle_OutOfOrder": "The right was valued meanwhile: draw the report up anew (rights propose-valuation).",
    "ValuationOracle_AttestorOwns": "Leave the signature of whoever owns a share of the right out, and have another attestor sign.",
    "ValuationOracle_AttestorIsOriginator": "Leave the signature of the deal's originator out, and have another attestor sign.",
    "AttestorQuorum_ReportExpired": "Draw the report up anew with a later deadline (rights propose, propose-valuation).",
    "AttestorQuorum_BadThreshold": "Ask for one signature or more.",
    "AttestorQuorum_TooFewSigners": "Collect more signatures over the same report before handing it in.",
    "AttestorQuorum_WrongLength": "Give one signature for each signer.",
    "AttestorQuorum_NotAnAttestor": "Use signatures of the oracle's attestors only, or have the signer made one (manage appoint).",
    "AttestorQuorum_SignersNotRising": "Sort the signatures by the signer's address and give each signer once.",
    "AttestorQuorum_BadSignature": "Have the signer sign this very report: a signature counts for one report, oracle and chain.",
}

RIGHT_HINTS: Mapping[str, str] = MappingProxyType(
    {name: hint for name, (_, hint) in WORDS.items()} | _BETWEEN_CONTRACTS | _ORACLES
)
"""The registry's and the pool's are the engine's own: both refuse for the same reasons."""
