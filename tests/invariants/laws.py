# SPDX-License-Identifier: Apache-2.0
"""The numbered laws of tests/README.md, as assertions on a live deal and its mirror."""

from __future__ import annotations

from regalia.domain.entitlement import SCALE_BITS
from tests.invariants.mirror import Mirror
from tests.invariants.refusal import outcome_of
from tests.invariants.sale import TAKE_UP_AFTER, Placed
from tests.invariants.twin import LONGEST_HALT, Twin, apart
from tests.support import sample
from tests.support.deal import DealContracts
from tests.support.platform import ELIGIBLE_UNTIL, Platform
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
    to_come = sum(book.per_unit * book.awaited >> SCALE_BITS for book in mirror.books)
    kept_back = (mirror.fractions_owed() >> SCALE_BITS) - sum(claims.values()) - to_come
    assert 0 <= kept_back <= len(claims) + len(mirror.books)


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
        expected = (book.supply, book.remainder, book.per_unit, True, paused, book.dust, book.awaited)
        assert deal.escrow.read("bookOf", token.address) == expected
        for role in HOLDERS:
            assert claims[tranche, role] == book.entitlement(role)
            found = deal.escrow.read("holdingOf", token.address, actor(role))
            frozen = (book.frozen.get(role, 0), role in book.wallets, role in book.retaining)
            assert found == (mirror.units(tranche, role), *frozen), (tranche, role)


def check_supply(deal: DealContracts, mirror: Mirror) -> None:
    """I and P: all units are somebody's or still to be collected, as many as were placed and not redeemed; holders are counted right."""
    for tranche, token in enumerate(deal.tokens):
        units, book = sum(deal.units(tranche, role) for role in HOLDERS), mirror.books[tranche]
        assert units == token.read("totalSupply") == book.supply - book.awaited
        if mirror.twin.rules[tranche].holder_limit:
            assert token.read("investorCount") == mirror.twin.holders(tranche)


def check_bids(deal: DealContracts, mirror: Mirror) -> None:
    """I, at the offering: it holds exactly what bidders are owed; units to come are those of bids that nobody has collected."""
    sale = mirror.sale
    assert deal.money.read("balanceOf", deal.offering.address) == sale.cash
    for placed in sale.bids:
        bid = (actor(placed.bid.investor), placed.bid.units, placed.units, placed.collected, placed.owed)
        assert deal.offering.read("bidAt", *placed.key) == bid
    for tranche, book in enumerate(mirror.books):
        assert book.awaited == sum(p.units for p in sale.bids if p.tranche == tranche and not p.collected)
        assert deal.offering.read("awaited", tranche) == len(mirror.twin.coming[tranche])


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


def check_every_bid_ends(platform: Platform, deal: DealContracts, mirror: Mirror) -> None:
    """L, at the offering: once orders and halts are over, every bid ends, in units or, where another took them up, in money.

    Who may hold has his units; for who may not another pays who has a place. Only the money of whom the payment token refuses has to wait.
    It is undone afterwards.
    """
    with deal.chain.undone():
        twin, sale = mirror.twin.copy(), apart(mirror.sale)
        deal.chain.now = twin.now = max(twin.now + LONGEST_HALT + 1, sale.closed_at + TAKE_UP_AFTER)
        for placed in sale.bids:
            if placed.collected and not placed.owed:
                continue
            _lift_orders(platform, deal, twin, placed.tranche, placed.bid.investor)
            if not (placed.collected or twin.eligible(placed.bid.investor)):
                taker = _who_has_a_place(deal, placed)
                twin.admit(taker, ELIGIBLE_UNTIL)
                platform.admit(actor(taker))
                _lift_orders(platform, deal, twin, placed.tranche, taker)
                deal.offering.send("takeUp", *placed.key, by=actor(taker))
                assert sale.take_up(twin, placed, taker) is None
            if placed.collected and placed.bid.investor in twin.blocked:
                continue
            deal.offering.send("collect", *placed.key, by=actor("outsider"))
            assert sale.collect(twin, placed) is None
        waiting = sum(placed.owed for placed in sale.bids if placed.bid.investor in twin.blocked)
        assert sale.cash == deal.money.read("balanceOf", deal.offering.address) == waiting
        assert not any(book.awaited for book in twin.registers)


def _who_has_a_place(deal: DealContracts, placed: Placed) -> str:
    """Another than the bidder: a holder, where there is one."""
    others = [role for role in sample.ALLOCATION if role != placed.bid.investor]
    others += [role for role in ("custodian", "attacker") if role != placed.bid.investor]
    return next((role for role in others if deal.units(placed.tranche, role)), others[-1])


def _lift_orders(platform: Platform, deal: DealContracts, twin: Twin, tranche: int, role: str) -> None:
    token = deal.tokens[tranche]
    if role in twin.registers[tranche].wallets:
        order(platform, "setAddressFrozen", token, actor(role), False)
        twin.freeze_wallet(tranche, "freezer", role, False)
    if twin.paused[tranche]:
        order(platform, "unpause", token)
        twin.pause(tranche, "resumer", False)
