# SPDX-License-Identifier: Apache-2.0
"""Where a deal stands, in one look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from regalia.chain.deal_status import STATUSES
from regalia.chain.state_words import state_of
from regalia.chain.transact import call
from regalia.domain.compile import compile_terms
from regalia.domain.terms import Terms, terms_hash
from regalia.errors import RegaliaError
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.program_words import ProgramWords, read_program
from regalia.servicing.status_offering import offering_lines
from regalia.servicing.status_parts import call_lines, facility_lines, trigger_lines
from regalia.servicing.status_stream import stream_lines
from regalia.servicing.supervision import supervisor
from regalia.servicing.transfer_text import moment


class OtherTermsError(RegaliaError, ValueError):
    """The deal was made from another deal file."""


def status_of(deal: DealContracts, terms: Terms | None = None) -> dict[str, Any]:
    """Figures for people: amounts in whole currency, dates in ISO form, ``None`` where there is nothing to say.

    Accounts, facilities, triggers and flags have numbers, or the names in ``terms``. A concluded deal has no next period. Raises
    ``OtherTermsError``.
    """
    if terms is not None and "0x" + terms_hash(terms).hex() != deal.record.terms_hash:
        raise OtherTermsError(
            f"terms: the deal was not made from this file of {terms.id}, its hash is another",
            "Take the file it was made from.",
        )
    read, halts = deal.deal.functions, supervisor(deal).functions
    money = deal.money
    status = STATUSES[call(deal.web3, read.status())]
    period = None if status == "concluded" else call(deal.web3, read.nextPeriod())
    words = read_program(call(deal.web3, read.program()))
    collection, accounts = call(deal.web3, deal.escrow.functions.cash())
    attested, distributed = call(deal.web3, read.totals())
    tranches = sorted(deal.record.tokens, key=deal.index)
    state = state_of(call(deal.web3, read.state()), len(tranches))
    names = _Names.of(words, terms)
    return {
        "deal": deal.record.deal_id,
        "status": status,
        "halted until": _end(call(deal.web3, halts.dealHaltedUntil(deal.deal.address))),
        "next period": period,
        "scheduled": None if period is None else _day(call(deal.web3, read.scheduledAt(period))),
        **offering_lines(deal, status, names.coupons),
        **stream_lines(deal, status),
        "attested": money.format(attested),
        "distributed": money.format(distributed),
        "collection": money.format(collection),
        **{f"account {name}": money.format(amount) for name, amount in zip(names.accounts, accounts, strict=False)},
        **{f"{t}: balance": money.format(state.balance[i]) for i, t in enumerate(tranches)},
        **{f"{t}: arrears": money.format(state.arrears[i]) for i, t in enumerate(tranches)},
        **facility_lines(deal, names.facilities, state, period),
        **trigger_lines(words, names.triggers, names.flags, state),
        **(call_lines(deal, words) if status == "live" else {}),
        **{name: value for t in tranches for name, value in _units(deal, t).items()},
    }


@dataclass(frozen=True)
class _Names:
    accounts: tuple[str, ...]
    facilities: tuple[str, ...]
    triggers: tuple[str, ...]
    flags: tuple[str, ...]
    coupons: tuple[int, ...] | None = None
    """In ppm, of the deal file: what is bid for starts there."""

    @classmethod
    def of(cls, words: ProgramWords, terms: Terms | None) -> _Names:
        """By the deal file; numbers without one."""
        if terms is not None:
            program = compile_terms(terms)
            facilities, triggers = program.facilities, program.triggers
            labels = tuple(f.label for f in facilities), tuple(t.label for t in triggers)
            return cls(program.accounts, *labels, program.flags, tuple(t.coupon for t in program.tranches))
        flags = 1 + max((effect for effect in words.effects if effect is not None), default=-1)
        return cls(_numbers(words.accounts), _numbers(words.facilities), _numbers(len(words.effects)), _numbers(flags))


def _numbers(count: int) -> tuple[str, ...]:
    return tuple(map(str, range(count)))


def _day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


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
