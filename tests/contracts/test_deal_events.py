# SPDX-License-Identifier: Apache-2.0
"""The events alone are enough to rebuild every number the contracts answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from regalia.domain.withholding import TaxRate, TaxTable
from tests.contracts.rebuild import RebuiltDeal
from tests.contracts.rebuild_book import SCALE
from tests.support import sample
from tests.support.chain import RefusedError
from tests.support.deal import DealContracts
from tests.support.platform import DealSpec, Platform
from tests.support.powers import ALL_INCOME, OFFICER_OF, order
from tests.support.roles import actor

WALLETS = {"senior_investor": "senior_reserve", "mezzanine_investor": "mezzanine_reserve"}
"""A second wallet of two investors, empty at first."""
HOLDERS = (*sample.ALLOCATION, *WALLETS.values())
PAYEES = (*sample.PAYEES, "originator", "tax_authority")
TAX = TaxTable((TaxRate(156, 0, 100_000), TaxRate(0, 2, 33_333), TaxRate(0, 0, 0))).pack()


class BusyLife:
    """Payment dates, and between them whatever holders, payees and officers may do; refusals are part of life."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.platform = Platform()
        self.deal = self.platform.create(self.platform.money(), DealSpec(tax_table=TAX, tax_authority="tax_authority"))
        self.platform.admit(actor("junior_investor"), country=156)
        for investor, wallet in WALLETS.items():
            self.platform.add_wallet(actor(wallet), actor(investor))
        self.deal.sell()
        self.deal.close_alone()
        self.done: Counter[str] = Counter()

    def pass_by(self) -> DealContracts:
        for _ in range(10):
            invoices = (self.rng.randrange(5_000 * sample.USD),)
            self.deal.pay_date(self.rng.randrange(120_000 * sample.USD), invoices=invoices)
            for _ in range(40):
                self.attempt()
        return self.deal

    def attempt(self) -> None:
        token = self.rng.choice(self.deal.tokens)
        holder, other = (actor(role) for role in self.rng.sample(HOLDERS, 2))
        held = int(token.read("balanceOf", holder))
        units = self.rng.randint(0, held)
        carried = self.rng.choice((0, self.rng.randrange(1 + int(token.read("entitlementOf", holder)))))
        act = self.rng.choice(
            ("collect", "transfer", "claim", "claim", "withdraw", "batchSetAddressFrozen", "unpause", *OFFICER_OF)
        )
        try:
            match act:
                case "collect" if self.deal.bids:
                    bid = self.rng.choice(self.deal.bids)
                    self.deal.offering.send("collect", *bid, by=actor("outsider"))
                    self.deal.bids.remove(bid)
                case "transfer":
                    token.send("transfer", other, self.rng.choice((units, held)), by=holder)
                case "claim":
                    self.deal.escrow.send("claim", token.address, by=holder)
                case "withdraw":
                    self.deal.escrow.send("withdraw", by=actor(self.rng.choice(PAYEES)))
                case "setFrozenTokens" | "freezePartialTokens" | "unfreezePartialTokens":
                    order(self.platform, act, token, holder, units)
                case "setAddressFrozen":
                    order(self.platform, act, token, holder, self.rng.random() < 0.3)
                case "batchSetAddressFrozen":
                    order(self.platform, act, token, [holder, other], [False, False])
                case "batchSetFrozenTokens":
                    order(self.platform, act, token, [holder, other], [0, units])
                case "forcedTransferByOrder":
                    order(self.platform, act, token, holder, other, units, carried)
                case "batchForcedTransfer":
                    order(self.platform, act, token, [holder, other], [other, holder], [units, 0], [ALL_INCOME, 0])
                case "recoverWallet":
                    lost, fresh = self.rng.choice([*WALLETS.items(), *((b, a) for a, b in WALLETS.items())])
                    whose = self.platform.registry.read("identity", actor(lost))
                    order(self.platform, act, token, actor(lost), actor(fresh), whose)
                case "pause" | "unpause":
                    order(self.platform, act, token)
                case _:
                    return
        except RefusedError:
            return
        self.done[act] += 1


@pytest.mark.parametrize("seed", range(4))
def test_events__busy_life__a_stranger_rebuilds_every_number(seed: int) -> None:
    life = BusyLife(seed)
    deal = life.pass_by()
    rebuilt = RebuiltDeal(sample.PROGRAM, tuple(actor(p) for p in sample.PAYEES)).read(deal.chain.log)
    assert replace(deal.state(), series=()) == rebuilt.state
    assert deal.cash() == (rebuilt.collection, rebuilt.state.account)
    assert deal.deal.read("nextPeriod") == rebuilt.next_period
    assert [deal.payable(p) for p in PAYEES] == [rebuilt.payable[actor(p)] for p in PAYEES]
    for token in deal.tokens:
        book = rebuilt.books[token.address]
        supply, remainder, _, tradable, paused, dust, awaited = deal.escrow.read("bookOf", token.address)
        assert (supply, remainder, tradable, paused, dust, awaited) == (
            book.supply, book.remainder, True, book.paused, book.dust, book.awaited,
        )  # fmt: skip
        for wallet in map(actor, HOLDERS):
            holding = (book.units[wallet], book.frozen.get(wallet, 0), wallet in book.frozen_wallets, False)
            assert deal.escrow.read("holdingOf", token.address, wallet) == holding
            assert token.read("entitlementOf", wallet) == book.owed[wallet] // SCALE
        assert token.read("totalSupply") == sum(book.units.values()) == supply - awaited
        owed = sum(book.owed.values()) + awaited * book.per_unit
        everything = owed + remainder + dust + sum(book.claimed.values()) * SCALE
        assert everything == book.distributed * SCALE
    assert set(life.done) >= {
        "collect",
        "transfer",
        "claim",
        "withdraw",
        "forcedTransferByOrder",
        "batchForcedTransfer",
        "recoverWallet",
        "setFrozenTokens",
    }


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
