# SPDX-License-Identifier: Apache-2.0
"""From an exchange to what the oracle takes: the one report or restatement that has the signatures it needs."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.errors import RegaliaError
from regalia.oracle.exchange import Exchange
from regalia.oracle.ready import progress
from regalia.oracle.signed_row import Kind
from regalia.oracle.stream import read_stream
from regalia.oracle.typed_data import Signable
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.oracle_place import domain_of

_LOOK = "See who signed, and who refused and why: regalia oracle show."


class NotCompleteError(RegaliaError, LookupError):
    """Nothing in the exchange can be handed in."""


class TwoCompleteError(RegaliaError, ValueError):
    """Two different reports of one period have the signatures they need: somebody signed both."""


@dataclass(frozen=True)
class SignedReport:
    """``signatures`` are as the oracle takes them; ``weight`` is that of all that were given, of which it needs ``threshold``."""

    report: Signable
    signatures: bytes
    weight: int
    threshold: int


def complete(
    deal: DealContracts, exchange: Exchange, kind: Kind, number: int, digest: bytes | None = None
) -> SignedReport:
    """The report of a period, or the restatement of that number, that can be handed in now; only the one of ``digest`` where it is given.

    Raises ``NotCompleteError``, ``TwoCompleteError``, ``ExchangeError`` and what reading the chain raises.
    """
    stream = read_stream(deal.web3, deal.oracle.address, deal.deal.address)
    named = f"report of period {number}" if kind == "report" else f"restatement {number}"
    found = [
        state
        for state in progress(deal.web3, exchange, domain_of(deal), deal.deal.address, stream)
        if (state.proposal.kind, state.proposal.number) == (kind, number) and digest in (None, state.proposal.digest)
    ]
    if not found:
        raise NotCompleteError(
            f"{named}: none is proposed for epoch {stream.epoch}, the one in force", "Have it proposed and signed."
        )
    ready = [
        SignedReport(state.proposal.report, state.signatures, state.weight, stream.threshold)
        for state in found
        if state.signatures is not None
    ]
    if not ready:
        most = max(state.weight for state in found)
        raise NotCompleteError(f"{named}: signed with a weight of {most}, and {stream.threshold} is needed", _LOOK)
    if len(ready) > 1:
        raise TwoCompleteError(f"{named}: {len(ready)} that differ have the signatures they need", _LOOK)
    return ready[0]
