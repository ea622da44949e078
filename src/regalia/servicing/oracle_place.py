# SPDX-License-Identifier: Apache-2.0
"""Whether something that was signed is about this deal, at its oracle and on its chain."""

from __future__ import annotations

from regalia.errors import RegaliaError
from regalia.oracle.typed_data import Signable, SigningDomain
from regalia.servicing.deal_contracts import DealContracts


class OtherPlaceError(RegaliaError, ValueError):
    """It is about another deal, oracle or chain, where nothing of this deal is decided."""


def domain_of(deal: DealContracts) -> SigningDomain:
    """Where signatures over the deal's reports count."""
    return SigningDomain(deal.web3.eth.chain_id, deal.oracle.address)


def check_place(deal: DealContracts, what: str, domain: SigningDomain, report: Signable) -> None:
    """``what`` names the document. Raises ``OtherPlaceError``."""
    here = domain_of(deal)
    for field, given, expected in (
        ("chain", domain.chain_id, here.chain_id),
        ("oracle", domain.oracle, here.oracle),
        ("deal", report.deal, deal.deal.address),
    ):
        if given != expected:
            raise OtherPlaceError(
                f"{what}: its {field} is {given}, that of the record is {expected}",
                "Name the record of the deal it is about.",
            )
