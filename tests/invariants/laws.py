# SPDX-License-Identifier: Apache-2.0
"""The numbered laws of tests/README.md, as assertions on a live deal and its mirror."""

from __future__ import annotations

from regalia.domain.entitlement import SCALE_BITS
from tests.invariants.mirror import Mirror
from tests.invariants.refusal import outcome_of
from tests.invariants.twin import LONGEST_HALT
from tests.support import sample
from tests.support.deal import DealContracts
from tests.support.platform import Platform
from tests.support.powers import order
from tests.support.roles import actor

HOLDERS = (*sample.ALLOCATION, "custodian", "attacker", "senior_new_wallet")
TAX_OFFICE = "tax_office"
PAYEES = (*sample.PAYEES, "originator", TAX_OFFICE)
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
    twin = mirror.twin
    for credited, claimed, book in zip(twin.credited, twin.claimed, mirror.books, strict=True):
        assert (credited - claimed) << SCALE_BITS == book.scaled_total()
    kept_back = (mirror.fractions_owed() >> SCALE_BITS) - sum(claims.values())
    assert 0 <= kept_back <= len(claims)


def check_mirrored(deal: DealContracts, mirror: Mirror, claims: Claims) -> None:
    """D and P: every number is the Python one; freezes are as they were set."""
    state = mirror.deal.state
    assert deal.state() == state
    assert deal.cash() == (mirror.deal.collection, state.account)
    assert deal.deal.read("totals") == (mirror.deal.attested, mirror.deal.distributed)
    assert deal.deal.read("nextPeriod") == mirror.deal.next_period
    assert {role: deal.payable(role) for role in PAYEES} == mirror.payable
    for tranche, (book, token) in enumerate(zip(mirror.books, deal.tokens, strict=True)):
        paused = mirror.twin.paused[tranche]
        expected = (book.supply, book.remainder, book.per_unit, True, paused, book.dust)
        assert deal.escrow.read("bookOf", token.address) == expected
        for role in HOLDERS:
            assert claims[tranche, role] == book.entitlement(role)
            found = deal.escrow.read("holdingOf", token.address, actor(role))
            frozen = (book.frozen.get(role, 0), role in book.wallets, role in book.retaining)
            assert found == (mirror.units(tranche, role), *frozen), (tranche, role)


def check_supply(deal: DealContracts, mirror: Mirror) -> None:
    """I and P: all units are somebody's, and as many as were sold and not redeemed; holders are counted right."""
    for tranche, token in enumerate(deal.tokens):
        units = sum(deal.units(tranche, role) for role in HOLDERS)
        assert units == token.read("totalSupply") == mirror.books[tranche].supply
        if mirror.twin.rules[tranche].holder_limit:
            assert token.read("investorCount") == mirror.twin.holders(tranche)


def check_liveness(platform: Platform, deal: DealContracts, mirror: Mirror, claims: Claims) -> None:
    """L: everybody can take all that is his, in any order and whatever he is now, once he is released; halts end by themselves.

    Only whom the payment token refuses has to wait. It is undone afterwards.
    """
    with deal.chain.undone():
        twin = mirror.twin.copy()
        deal.chain.now = twin.now = twin.now + LONGEST_HALT + 1
        for tranche, role in claims:
            if role in twin.registers[tranche].wallets:
                order(platform, "setAddressFrozen", deal.tokens[tranche], actor(role), False)
                twin.freeze_wallet(tranche, "freezer", role, False)
        for (tranche, role), claim in claims.items():
            if claim:
                before, paid = deal.money.read("balanceOf", actor(role)), twin.paid.get(role, 0)
                refusal = outcome_of(lambda t=tranche, who=role: deal.claim(t, who))  # type: ignore[misc]
                assert refusal == twin.claim(tranche, role)
                assert refusal is None or role in twin.blocked
                assert deal.money.read("balanceOf", actor(role)) - before == twin.paid.get(role, 0) - paid
        for role in PAYEES:
            if deal.payable(role):
                deal.escrow.send("withdraw", by=actor(role))
        collection, accounts = deal.cash()
        assert deal.held() >= collection + sum(accounts)
