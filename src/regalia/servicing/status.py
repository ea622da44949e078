# SPDX-License-Identifier: Apache-2.0
"""Where a deal stands, in one look."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from regalia.chain.deal_status import STATUSES
from regalia.chain.transact import call
from regalia.domain.terms import Terms, terms_hash
from regalia.errors import RegaliaError
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.supervision import supervisor
from regalia.servicing.transfer_text import moment


class OtherTermsError(RegaliaError, ValueError):
    """The deal was made from another deal file."""


def status_of(deal: DealContracts, terms: Terms | None = None) -> dict[str, Any]:
    """Figures for people: amounts in whole currency, dates in ISO form, ``None`` where there is no halt.

    Reserve accounts have numbers, or the names in ``terms``. Raises ``OtherTermsError``.
    """
    if terms is not None and "0x" + terms_hash(terms).hex() != deal.record.terms_hash:
        raise OtherTermsError(
            f"terms: the deal was not made from this file of {terms.id}, its hash is another",
            "Take the file it was made from.",
        )
    read, halts = deal.deal.functions, supervisor(deal).functions
    money = deal.money
    period = call(deal.web3, read.nextPeriod())
    collection, accounts = call(deal.web3, deal.escrow.functions.cash())
    attested, distributed = call(deal.web3, read.totals())
    balances, arrears, *_ = call(deal.web3, read.state())
    tranches = sorted(deal.record.tokens, key=deal.index)
    names = [account.id for account in terms.accounts] if terms else [str(i) for i in range(len(accounts))]
    return {
        "deal": deal.record.deal_id,
        "status": STATUSES[call(deal.web3, read.status())],
        "halted until": _end(call(deal.web3, halts.dealHaltedUntil(deal.deal.address))),
        "next period": period,
        "scheduled": datetime.fromtimestamp(call(deal.web3, read.scheduledAt(period)), UTC).date().isoformat(),
        "attested": money.format(attested),
        "distributed": money.format(distributed),
        "collection": money.format(collection),
        **{f"account {name}": money.format(amount) for name, amount in zip(names, accounts, strict=True)},
        **{f"{t}: balance": money.format(balances[i]) for i, t in enumerate(tranches)},
        **{f"{t}: arrears": money.format(arrears[i]) for i, t in enumerate(tranches)},
        **{name: value for t in tranches for name, value in _units(deal, t).items()},
    }


def _units(deal: DealContracts, tranche: str) -> dict[str, Any]:
    token = deal.token(tranche)
    halted = call(deal.web3, supervisor(deal).functions.trancheHaltedUntil(token.address))
    return {
        f"{tranche}: units outstanding": f"{call(deal.web3, token.functions.totalSupply()):,}",
        f"{tranche}: paused": call(deal.web3, token.functions.paused()),
        f"{tranche}: halted until": _end(halted),
    }


def _end(halted_until: int) -> str | None:
    return moment(halted_until) if halted_until else None
