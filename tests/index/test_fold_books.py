# SPDX-License-Identifier: Apache-2.0
"""Long made-up histories: what the index says of each holder is what the registers of the domain say, to the fraction."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from regalia.ledger.index import schema
from tests.chain.records import address
from tests.index.folding import Indexed, by_block, by_chance, index, whole
from tests.index.teller import Teller

WALLETS = tuple(address(701 + i) for i in range(6))
UNITS = {"senior": 17, "mezzanine": 5, "junior": 3}
"""Few, so that hardly anything divides."""
ACTS = ("transfer", "claim", "force", "recover", "pay", "issue", "redeem")
WEIGHTS = (6, 5, 3, 1, 3, 2, 1)


def history(chance: Random, acts: int) -> Teller:
    """Several acts in a block; in the end all that is left is burnt and claimed, where chance has it so."""
    teller = Teller()
    teller.open(UNITS)
    for act in chance.choices(ACTS, WEIGHTS, k=acts):
        if chance.random() < 0.3:
            teller.next_block(empty=chance.choice((0, 0, 2)))
        elif chance.random() < 0.5:
            teller.next_transaction()
        _act(teller, chance, act)
    if chance.random() < 0.5:
        _wind_up(teller)
    return teller


def _act(teller: Teller, chance: Random, act: str) -> None:
    tranche = chance.choice(tuple(UNITS))
    book, (one, other) = teller.registers[tranche], chance.sample(WALLETS, 2)
    held, owed = book.account(one).units, book.entitlement(one)
    if act == "pay":
        teller.pay({key: chance.choice((0, 1, 7, 10**12)) for key in UNITS if teller.registers[key].supply})
    elif act == "issue" and book.awaited:
        teller.issue(tranche, one, chance.randint(1, book.awaited))
    elif act == "transfer":
        teller.transfer(tranche, one, chance.choice((one, other)), chance.randint(0, held))
    elif act == "claim" and owed:
        teller.claim(tranche, one, tax=owed // 3)
    elif act == "force":
        units, income = chance.choice((0, held, chance.randint(0, held))), chance.choice((0, owed, owed // 2))
        teller.force(tranche, one, other, units, income, by_token=chance.random() < 0.5)
    elif act == "recover" and not book.is_empty(one):
        teller.recover(tranche, one, other)
    elif act == "redeem" and held:
        teller.redeem(tranche, one, chance.randint(1, held))


def _wind_up(teller: Teller) -> None:
    for tranche, book in teller.registers.items():
        if book.awaited:
            teller.issue(tranche, WALLETS[0], book.awaited)
        for wallet in WALLETS:
            if book.account(wallet).units:
                teller.redeem(tranche, wallet, book.account(wallet).units)
        for wallet in WALLETS:
            if book.entitlement(wallet):
                teller.claim(tranche, wallet)


def compare(indexed: Indexed, teller: Teller) -> None:
    reader = indexed.reader()
    for tranche, book in teller.registers.items():
        state, accounts = reader.state(tranche), reader.accounts(tranche)
        words = (state.supply, state.awaited, state.per_unit, state.remainder, state.dust)
        assert words == (book.supply, book.awaited, book.per_unit, book.remainder, book.dust)
        for wallet in WALLETS:
            holding, whose = reader.holding(tranche, wallet), (tranche, wallet)
            if holding is None:
                assert wallet not in accounts
                assert (book.account(wallet).units, book.scaled(wallet)) == (0, 0)
                continue
            assert (holding.units, holding.unclaimed) == (book.account(wallet).units, book.entitlement(wallet))
            assert (accounts[wallet].units, accounts[wallet].unclaimed) == (holding.units, holding.unclaimed)
            assert list(holding.transfers) == teller.transfers[whose]
            assert list(holding.claims) == teller.claims[whose]
            assert holding.income == teller.income[whose]


@settings(max_examples=12, deadline=None, phases=[Phase.generate])
@given(chance=st.randoms(use_true_random=False), acts=st.integers(1, 120))
def test_fold__any_history__as_the_registers(chance: Random, acts: int) -> None:
    teller = history(chance, acts)
    with index(teller.terms, teller.record) as one, index(teller.terms, teller.record) as other:
        one.fold(by_chance(teller.events, chance), reload=True)
        compare(one, teller)
        other.fold(whole(teller.events))
        assert other.all_rows() == one.all_rows()


@pytest.mark.parametrize("seed", range(2))
def test_fold__a_long_history__as_the_registers_also_with_few_accounts_in_memory(seed: int) -> None:
    teller = history(Random(seed), 1_200)
    with index(teller.terms, teller.record) as found:
        found.fold(by_block(teller.events), most_accounts=2)
        compare(found, teller)
    assert {move.kind.name for moves in teller.transfers.values() for move in moves} == {
        "TRANSFER",
        "FORCED",
        "RECOVERED",
        "REDEEMED",
    }


def test_fold__last_to_leave__gets_the_fractions_and_the_index_says_so() -> None:
    first, second, third = WALLETS[:3]
    teller = Teller()
    teller.open({"senior": 3, "mezzanine": 1, "junior": 1})
    for holder in (first, second, third):
        teller.issue("senior", holder, 1)
    teller.pay({"senior": 1})
    teller.next_block()
    for holder in (first, second, third):
        teller.redeem("senior", holder, 1)
    assert teller.registers["senior"].entitlement(third) == 1
    teller.claim("senior", third)
    with index(teller.terms, teller.record) as found:
        found.fold(by_block(teller.events), reload=True)
        holding = found.reader().holding("senior", third)
        assert holding is not None
        assert [(claim.amount, claim.fractions) for claim in holding.claims] == [(1, 0)]
        assert [move.income_out for move in holding.transfers] == [-1]
        compare(found, teller)


def test_fold__amounts_beyond_64_bits__exact() -> None:
    teller, much = Teller(), 2**120 + 1
    teller.open(UNITS)
    teller.issue("senior", WALLETS[0], 17)
    teller.pay({"senior": much})
    teller.claim("senior", WALLETS[0], tax=2**100 + 1)
    with index(teller.terms, teller.record) as found:
        found.fold(whole(teller.events))
        compare(found, teller)
        (row,) = [row for row in found.rows(schema.payment) if row[1] == "senior"]
        assert much in row
