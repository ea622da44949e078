# SPDX-License-Identifier: Apache-2.0
"""Claims of one account over several deals: what each would bring, and which can't be sent and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from regalia.chain.errors import ContractRevertedError
from regalia.chain.record_check import check_record
from regalia.chain.transact import call
from regalia.cli.acting import Acting
from regalia.cli.invest_open import Visit
from regalia.cli.keystore import Account
from regalia.domain.money import Currency
from regalia.errors import RegaliaError
from regalia.printing import table
from regalia.servicing.acting import acting_line, parts_of
from regalia.servicing.claims import ClaimFigures, foreseen
from regalia.servicing.deal_contracts import DealContracts

_HEADS = ("deal", "tranche", "", "gross", "tax", "net")


@dataclass(frozen=True)
class Claim:
    """Of one tranche. ``figures`` are what it would come to at the latest block."""

    deal: DealContracts
    tranche: str
    currency: Currency
    figures: ClaimFigures

    @property
    def name(self) -> str:
        return f"{self.deal.record.deal_id} {self.tranche}"

    def money(self, units: int) -> str:
        return f"{self.currency.format(units)} {self.currency.code}"

    def facts(self, figures: ClaimFigures | None = None) -> dict[str, Any]:
        found = figures or self.figures
        amounts = {"gross": found.gross, "tax": found.tax, "net": found.net}
        shown = {name: f"{self.currency.to_decimal(amount):f}" for name, amount in amounts.items()}
        start = {"deal": self.deal.record.deal_id, "tranche": self.tranche, "currency": self.currency.code}
        return {**start, **shown}


@dataclass(frozen=True)
class Refused:
    """What would be owed, and why it can't be taken now."""

    claim: Claim
    why: ContractRevertedError

    def __str__(self) -> str:
        owed = self.claim.money(self.claim.figures.gross)
        return f"{self.claim.name}: {owed} can't be claimed now: {self.why.message}. {self.why.hint}"


class ClaimsRefusedError(RegaliaError, PermissionError):
    """Everything that is owed is kept back; nothing was sent."""

    def __init__(self, refused: Sequence[Refused]) -> None:
        super().__init__("\n".join(map(str, refused)), "Nothing was sent, and nothing is lost: it stays owed.")


@dataclass(frozen=True)
class Claims:
    """``ready`` were tried out at the latest block; at least one of both lists has the deals of all."""

    ready: tuple[Claim, ...]
    refused: tuple[Refused, ...]

    def text(self) -> str:
        rows = [
            (
                one.deal.record.deal_id,
                one.tranche,
                one.currency.code,
                *(one.currency.format(amount) for amount in (one.figures.gross, one.figures.tax, one.figures.net)),
            )
            for one in self.ready
        ]
        return "\n".join([table(_HEADS, rows, "lllrrr"), *map(str, self.refused)])

    def facts(self) -> dict[str, Any]:
        refused = [{**one.claim.facts(), "why": one.why.message, "hint": one.why.hint} for one in self.refused]
        return {"claims": [one.facts() for one in self.ready], "refused": refused}

    def acting(self, account: Account) -> Acting:
        """Who acts, in each deal."""
        deals = {one.deal.record.deal.address: one.deal for one in self.ready}
        return _ActingInAll(account, self.ready[0].deal, tuple(deals.values()))


@dataclass(frozen=True)
class _ActingInAll(Acting):
    deals: tuple[DealContracts, ...]

    def line(self) -> str:
        if len(self.deals) == 1:
            return super().line()
        web3, account = self.deal.web3, self.account
        parts = [f"{deal.record.deal_id}: {', '.join(parts_of(deal, account.address))}" for deal in self.deals]
        node = getattr(web3.provider, "endpoint_uri", None)
        return acting_line(web3, account.address, account.name, ["; ".join(parts)], node=node and str(node))


def ready_claims(visit: Visit, tranches: Sequence[str]) -> Claims:
    """Of what is owed, each tried out; ``tranches`` are those meant, all where there is none. Records are held against the chain first, so
    that nothing is sent to a stranger. Raises ``RecordMismatchError``, ``ChainUnreachableError`` and ``NodeRefusedError``.
    """
    assert visit.web3 is not None
    ready, refused = list[Claim](), list[Refused]()
    for view in visit.views:
        wanted = [
            p.tranche for p in view.statement.positions if p.tranche in tranches or (not tranches and p.unclaimed)
        ]
        if not wanted:
            continue
        check_record(visit.web3, view.record)
        deal = DealContracts(visit.web3, view.record)
        for tranche in wanted:
            claim = Claim(deal, tranche, view.money, foreseen(deal, tranche, visit.wallet))
            if not claim.figures.gross:
                continue
            try:
                call(deal.web3, deal.escrow.functions.claim(deal.token(tranche).address), visit.wallet)
                ready.append(claim)
            except ContractRevertedError as error:
                refused.append(Refused(claim, error))
    return Claims(tuple(ready), tuple(refused))
