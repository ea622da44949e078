# SPDX-License-Identifier: Apache-2.0
"""One deal: what it is, how it stands, and what it paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regalia.views.asof import AsOf, as_of
from regalia.views.capital import Cash, TrancheNow, cash_of, tranches_of
from regalia.views.endings import CallLine, End, calls_of, end_of
from regalia.views.past_dates import DateLine, Waiting, dates_of, waiting_of
from regalia.views.seen import DealNow
from regalia.views.triggers import TriggerNow, flags_now, in_default, triggers_now


@dataclass(frozen=True)
class PartyLine:
    """``address`` is where it is paid; empty where the deal pays it nothing."""

    id: str
    name: str
    roles: tuple[str, ...]
    address: str


@dataclass(frozen=True)
class ContractLine:
    """``id`` is its field in the record."""

    id: str
    address: str


@dataclass(frozen=True)
class DealView:
    """``received`` is all royalties that came into collection, ``distributed`` what payment dates paid of it. ``halted_until`` in seconds,
    0 when not halted. ``in_default``: the list after an event of default is in force; ``rights``: it rests on rights of a registry.
    """

    id: str
    name: str
    notice: str
    currency: str
    status: str
    halted_until: int
    terms_hash: str
    closing: date
    legal_final: date | None
    next_payment: date | None
    rights: bool
    outstanding: Decimal
    original: Decimal
    received: Decimal
    distributed: Decimal
    parties: tuple[PartyLine, ...]
    contracts: tuple[ContractLine, ...]
    tranches: tuple[TrancheNow, ...]
    cash: Cash
    flags: tuple[str, ...]
    in_default: bool
    triggers: tuple[TriggerNow, ...]
    waiting: Waiting | None
    dates: tuple[DateLine, ...]
    calls: tuple[CallLine, ...]
    end: End | None
    as_of: AsOf


def deal_view(now: DealNow) -> DealView:
    terms, ledger, said = now.terms, now.ledger, now.snapshot
    return DealView(
        id=terms.id,
        name=terms.name,
        notice=terms.notice,
        currency=terms.currency.code,
        status=said.status,
        halted_until=ledger.halts.deal_until(now.second),
        terms_hash=now.record.terms_hash,
        closing=terms.calendar.closing,
        legal_final=terms.calendar.legal_final,
        next_payment=said.next_payment,
        rights=now.record.rights is not None,
        outstanding=now.money(sum(said.state.balance)),
        original=now.money(sum(word.original for word in said.tranches)),
        received=now.money(sum(receipt.amount for receipt in ledger.receipts)),
        distributed=now.money(ledger.deal.distributed),
        parties=_parties(now),
        contracts=tuple(ContractLine(field, contract.address) for field, contract in now.record.contracts()),
        tranches=tranches_of(now),
        cash=cash_of(now),
        flags=flags_now(now),
        in_default=in_default(now),
        triggers=triggers_now(now),
        waiting=waiting_of(now),
        dates=dates_of(now),
        calls=calls_of(now),
        end=end_of(now),
        as_of=as_of(now),
    )


def _parties(now: DealNow) -> tuple[PartyLine, ...]:
    paid = {
        payee: address
        for payee, address in zip(now.ledger.program.payees, now.seen.story.run.payees, strict=True)
        if address is not None
    }
    return tuple(PartyLine(party.id, party.name, party.roles, paid.get(party.id, "")) for party in now.terms.parties)
