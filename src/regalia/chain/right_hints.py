# SPDX-License-Identifier: Apache-2.0
"""What a person can do next when the registry of rights, the legal oracle or a pool refuses, by the error's name in Solidity."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from regalia.domain.rights.refusal_words import WORDS

_BETWEEN_CONTRACTS = {
    "RightsPool_OnlyRegistry": "Nothing has to be done: the registry tells the pool of every change itself.",
}
_ORACLE = {
    "LegalOracle_NoEvents": "Report at least one event.",
    "LegalOracle_ReportExpired": "Draw the report up anew with a later deadline (rights propose), and have it signed again.",
    "LegalOracle_BadThreshold": "Ask for one signature or more.",
    "LegalOracle_TooFewSigners": "Collect more signatures over the same report before handing it in.",
    "LegalOracle_WrongLength": "Give one signature for each signer.",
    "LegalOracle_NotAnAttestor": "Use signatures of legal-attestors only, or have the signer made one (manage appoint).",
    "LegalOracle_SignersNotRising": "Sort the signatures by the signer's address and give each signer once.",
    "LegalOracle_BadSignature": "Have the signer sign this very report: a signature counts for one report, oracle and chain.",
}

RIGHT_HINTS: Mapping[str, str] = MappingProxyType(
    {name: hint for name, (_, hint) in WORDS.items()} | _BETWEEN_CONTRACTS | _ORACLE
)
"""The registry's and the pool's are the engine's own: both refuse for the same reasons."""
