# SPDX-License-Identifier: Apache-2.0
"""The numbered laws of tests/README.md, as assertions on a live deal and its mirror."""

from __future__ import annotations

from regalia.domain.entitlement import SCALE_BITS
from tests.invariants.mirror import Mirror
from tests.support import sample
from tests.support.deal import DealContracts
from tests.support.roles import actor

HOLDERS = (*sample.ALLOCATION, "custodian", "attacker")
PAYEES = (*sample.PAYEES, "originator")
Claims = dict[tuple[int, str], int]


def claims_of(deal: DealContracts) -> Claims:
    """What every holder could claim of every tranche."""
    return {(t, role): deal.entitlement(t, role) for t in range(3) for role in HOLDERS}


def check_solvent(deal: DealContracts, claims: Claims) -> None:
    """A, and C: tokens cover every book, and exceed them by dust and donations only."""
    collection, accounts = deal.cash()
    payables = sum(deal.payable(role) for role in PAYEES)
    assert deal.held() >= collection + sum(accounts) + payables + sum(claims.values())


def check_conserved(deal: DealContracts, mirror: Mirror, claims: Claims) -> None:
    """B and C: cash in is cash out, books and carried fractions, exactly; rounding keeps back less than a unit a holder."""
    assert deal.held() == mirror.cash_in - mirror.cash_out + mirror.donated
    assert (mirror.cash_in - mirror.cash_out) << SCALE_BITS == mirror.books_exact()
    dust = (mirror.fractions_owed() >> SCALE_BITS) - sum(claims.values())
    assert 0 <= dust <= len(claims)


def check_mirrored(deal: DealContracts, mirror: Mirror, claims: Claims) -> None:
    """D: every number is the Python one."""
    state = mirror.deal.state
    assert deal.deal.read("state") == {
        "balance": state.balance,
        "arrears": state.arrears,
        "account": state.account,
        "carried": state.carried,
    }
    assert deal.cash() == (mirror.deal.collection, state.account)
    assert deal.deal.read("totals") == (mirror.deal.attested, mirror.deal.distributed)
    assert deal.deal.read("nextPeriod") == mirror.deal.next_period
    assert {role: deal.payable(role) for role in PAYEES} == mirror.payable
    for (tranche, role), claim in claims.items():
        assert claim == mirror.books[tranche].entitlement(role)
        assert deal.units(tranche, role) == mirror.units(tranche, role)
    for book, token in zip(mirror.books, deal.tokens, strict=True):
        assert deal.escrow.read("bookOf", token.address) == (book.supply, book.remainder, book.per_unit, True)


def check_supply(deal: DealContracts) -> None:
    """I: all units are somebody's, and as many as were sold."""
    for tranche, token in enumerate(deal.tokens):
        units = sum(deal.units(tranche, role) for role in HOLDERS)
        assert units == token.read("totalSupply") == sample.PROGRAM.tranches[tranche].units


def check_liveness(deal: DealContracts, claims: Claims) -> None:
    """L: everybody can take all that is his, in any order and whatever he is now; it is undone afterwards."""
    with deal.chain.undone():
        for (tranche, role), claim in claims.items():
            if claim:
                before = deal.money.read("balanceOf", actor(role))
                deal.claim(tranche, role)
                assert deal.money.read("balanceOf", actor(role)) == before + claim
        for role in PAYEES:
            if deal.payable(role):
                deal.escrow.send("withdraw", by=actor(role))
        collection, accounts = deal.cash()
        assert deal.held() >= collection + sum(accounts)
