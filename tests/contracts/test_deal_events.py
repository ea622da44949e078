# SPDX-License-Identifier: Apache-2.0
"""The events alone are enough to rebuild every number the contracts answer."""

from __future__ import annotations

from random import Random

import pytest

from tests.contracts.rebuild import NOBODY, RebuiltDeal
from tests.support import sample
from tests.support.deal import DealContracts
from tests.support.roles import actor

HOLDERS = tuple(sample.ALLOCATION)
PAYEES = (*sample.PAYEES, "originator")


def busy_life(deal: DealContracts, rng: Random) -> None:
    """Payment dates, and between them transfers, claims and withdrawals."""
    for _ in range(12):
        deal.pay_date(rng.randrange(120_000 * sample.USD), invoices=(rng.randrange(5_000 * sample.USD),))
        for _ in range(4):
            tranche, holder = rng.randrange(3), rng.choice(HOLDERS)
            if held := deal.units(tranche, holder):
                units = rng.randint(0, held)
                deal.tokens[tranche].send("transfer", actor(rng.choice(HOLDERS)), units, by=actor(holder))
            if deal.entitlement(tranche, holder):
                deal.claim(tranche, holder)
            payee = rng.choice(PAYEES)
            if deal.payable(payee):
                deal.escrow.send("withdraw", by=actor(payee))


@pytest.mark.parametrize("seed", range(3))
def test_events__busy_life__a_stranger_rebuilds_every_number(live: DealContracts, seed: int) -> None:
    busy_life(live, Random(seed))
    rebuilt = RebuiltDeal(sample.PROGRAM, tuple(actor(p) for p in sample.PAYEES)).read(live.chain.log)
    assert live.deal.read("state") == {
        "balance": tuple(rebuilt.balance),
        "arrears": tuple(rebuilt.arrears),
        "account": tuple(rebuilt.account),
        "carried": tuple(rebuilt.carried),
    }
    assert live.cash() == (rebuilt.collection, tuple(rebuilt.account))
    assert live.deal.read("nextPeriod") == rebuilt.next_period
    assert [live.payable(p) for p in PAYEES] == [rebuilt.payable[actor(p)] for p in PAYEES]
    for tranche, token in enumerate(live.tokens):
        assert (
            token.read("totalSupply") == -rebuilt.units[token.address, NOBODY] == sample.PROGRAM.tranches[tranche].units
        )
        for holder in HOLDERS:
            assert live.units(tranche, holder) == rebuilt.units[token.address, actor(holder)]
        claimed = sum(rebuilt.claimed[token.address, actor(h)] for h in HOLDERS)
        owed = sum(live.entitlement(tranche, h) for h in HOLDERS)
        dust = rebuilt.income[token.address] - claimed - owed
        assert 0 <= dust <= len(HOLDERS)


def test_events__payment_date__accrued_and_paid_of_every_step_are_named(live: DealContracts) -> None:
    records = live.pay_date(100_000 * sample.USD).only("PaymentDateExecuted")["records"]
    assert len(records) == 64 * 10
    due, paid, drawn, released = (int.from_bytes(records[64 * 3 + 16 * i :][:16], "big") for i in range(4))
    assert (due, paid, drawn, released) == (15_000 * sample.USD, 15_000 * sample.USD, 0, 0)


def test_events__wiring__starts_with_the_program_and_names_every_address(offered: DealContracts) -> None:
    (wired,) = [event.args for event in offered.chain.log if event.name == "DealWired"]
    wiring, program = wired["wiring"], sample.PROGRAM.pack()
    assert wired["termsHash"] == offered.made["termsHash"] == offered.deal.read("termsHash")
    assert offered.deal.read("program") == program
    names = [offered.escrow, offered.oracle, offered.offering]
    addresses = [bytes.fromhex(contract.address[2:]) for contract in names] + [bytes.fromhex(actor("originator")[2:])]
    tokens = [bytes.fromhex(token.address[2:]) for token in offered.tokens]
    payees = [bytes.fromhex(actor(payee)[2:]) for payee in sample.PAYEES]
    funding = sample.FUNDING.to_bytes(16, "big")
    assert wiring == program + b"".join(addresses) + wired["termsHash"] + b"".join(tokens) + funding + b"".join(payees)
