# SPDX-License-Identifier: Apache-2.0
"""What a claim of income comes to: gross, tax withheld, net."""

from __future__ import annotations

from dataclasses import dataclass

from eth_typing import ChecksumAddress
from web3.logs import DISCARD
from web3.types import TxReceipt

from regalia.chain.passport import Passport
from regalia.chain.transact import call
from regalia.domain.entitlement import Book, HolderAccount
from regalia.domain.withholding import TaxTable
from regalia.errors import RegaliaError
from regalia.servicing.deal_contracts import DealContracts

_CORRECTION_BITS = 152
_UNITS_BIT = 208
"""Of a holding, as ``contracts/types/Holding.sol`` lays it out."""


class NothingToClaimError(RegaliaError, ValueError):
    """No income of these units is owed now."""


@dataclass(frozen=True)
class ClaimFigures:
    """In smallest units; the tax is owed to the deal's tax authority."""

    gross: int
    tax: int

    @property
    def net(self) -> int:
        return self.gross - self.tax


def foreseen(deal: DealContracts, tranche: str, holder: ChecksumAddress) -> ClaimFigures:
    """What a claim would come to now: also for the last who leaves, who is paid the whole units that the fractions of all add up to."""
    gross = _book(deal, tranche, holder).claim(holder)
    table, _ = call(deal.web3, deal.escrow.functions.withholding())
    passport = Passport.unpack(call(deal.web3, deal.registry.functions.passportOf(holder)))
    return ClaimFigures(gross, TaxTable.unpack(table).tax_down(gross, passport.country, passport.investor_class))


def claim_of(deal: DealContracts, receipt: TxReceipt) -> ClaimFigures:
    """What a claim came to, from its receipt."""
    (event,) = deal.escrow.events.IncomeClaimed().process_receipt(receipt, errors=DISCARD)
    return ClaimFigures(event["args"]["gross"], event["args"]["tax"])


def tax_authority(deal: DealContracts) -> ChecksumAddress | None:
    """Who is owed the tax; None in a deal that withholds none."""
    _, authority = call(deal.web3, deal.escrow.functions.withholding())
    return authority if int(authority, 16) else None


def _book(deal: DealContracts, tranche: str, holder: ChecksumAddress) -> Book:
    """The escrow's, with the account of one holder in it."""
    token = deal.token(tranche).address
    _, word, _ = call(deal.web3, deal.escrow.functions.wordsOf(token, holder, holder))
    supply, remainder, per_unit, _, _, dust, awaited = call(deal.web3, deal.escrow.functions.bookOf(token))
    account = HolderAccount(word >> _UNITS_BIT, _signed(word & (1 << _CORRECTION_BITS) - 1))
    return Book(supply, awaited, remainder, per_unit, {holder: account}, dust)


def _signed(correction: int) -> int:
    return correction - (1 << _CORRECTION_BITS if correction >> _CORRECTION_BITS - 1 else 0)
