# SPDX-License-Identifier: Apache-2.0
"""The calls of a deal file as calls of its program."""

from __future__ import annotations

from regalia.domain.indices import Indices
from regalia.domain.program import CallProgram
from regalia.domain.program_words import CallKind
from regalia.domain.terms.deal import Terms
from regalia.domain.terms.provisions import Call


def compile_calls(terms: Terms, indices: Indices) -> tuple[CallProgram, ...]:
    return tuple(_call(terms, indices, call) for call in terms.calls)


def _call(terms: Terms, indices: Indices, call: Call) -> CallProgram:
    holder = indices.payee(call.holder)
    if call.kind == "optional":
        return CallProgram(CallKind.OPTIONAL, holder, indices.mask(call.tranches), call.price, call.since)
    repaid = indices.mask(tranche.id for tranche in terms.tranches if tranche.balance)
    return CallProgram(CallKind.CLEAN_UP, holder, repaid, call.price, remaining=call.remaining)
