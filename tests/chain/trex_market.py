# SPDX-License-Identifier: Apache-2.0
"""A deal of one tranche on a local chain whose investors are those of a real ERC-3643 registry, and the acts of its people."""

from __future__ import annotations

from dataclasses import astuple, replace
from typing import Any

from eth_typing import ChecksumAddress
from web3.logs import DISCARD
from web3.types import TxReceipt

from regalia.chain.deployer import contract, create_deal, deploy_contract, deploy_platform
from regalia.chain.devnet import Devnet
from regalia.chain.transact import call, send
from regalia.domain.withholding import TaxRate, TaxTable
from regalia.servicing.offices import appoint
from tests.chain.trex import TRex
from tests.contracts.registry_desk import Passport
from tests.support.deal import LICENCE, REFERENCE, Report
from tests.support.platform import plain_spec
from tests.support.powers import EVIDENCE, OF_THE_TOKEN, OFFICER_OF, ORDER
from tests.support.roles import actor, attestors

FRANCE, GERMANY, SPAIN = 250, 276, 724
PROFESSIONAL, UNITS = 2, 100
TAX = TaxTable((TaxRate(FRANCE, 0, 100_000), TaxRate(GERMANY, 0, 250_000), TaxRate(0, 0, 400_000)))
"""10% and 25%, and 40% from whoever else, also from whom the registry has forgotten."""
RECEIVER_ELIGIBLE = 11
"""The question of the transfer policy that the registry answers."""


class Market:
    """``pension_fund`` and ``bank`` are vouched for, ``outsider`` is registered only, ``stranger`` and ``fresh`` are unknown.

    An officer holds each role of the transfer agent that a test needs; ``licensee`` pays the royalties.
    """

    def __init__(self, chain: Devnet) -> None:
        self.chain, self.web3 = chain, chain.web3
        admin, self.pension_fund, self.bank, self.outsider, self.stranger, self.fresh, self.licensee = chain.accounts[
            :7
        ]
        self.officers = dict(zip(("freezer", "enforcer", "recoverer"), chain.accounts[7:10], strict=True))
        self.trex = TRex(chain.web3, admin)
        self.identities = {
            wallet: self.trex.enter(wallet, country)
            for wallet, country in ((self.pension_fund, FRANCE), (self.bank, GERMANY), (self.outsider, FRANCE))
        }
        self.claims = {w: self.trex.vouch(w, self.identities[w]) for w in (self.pension_fund, self.bank)}
        registry = deploy_contract(chain.web3, "Erc3643Registry", admin, self.trex.registry.address, PROFESSIONAL)
        self.registry = contract(chain.web3, "Erc3643Registry", registry)
        platform = deploy_platform(chain.web3, admin, registry)
        for office, officer in self.officers.items():
            appoint(chain.web3, office, platform.agent, officer, admin)
        self.money = contract(chain.web3, "MockPaymentToken", deploy_contract(chain.web3, "MockPaymentToken", admin))
        spec = replace(plain_spec(UNITS), tax_table=TAX.pack(), tax_authority="tax authority")
        made = create_deal(chain.web3, platform, spec.request(self.money.address), admin)
        self.agent = contract(chain.web3, "TransferAgent", platform.agent)
        self.oracle = contract(chain.web3, "RoyaltyOracle", platform.oracle)
        self.deal = contract(chain.web3, "Deal", made.deal)
        self.escrow = contract(chain.web3, "RoyaltyEscrow", made.escrow)
        self.offering = contract(chain.web3, "Offering", made.offering)
        self.token = contract(chain.web3, "TrancheToken", made.tokens[0])

    def subscribe(self, wallet: ChecksumAddress, units: int) -> int:
        """The place of the bid: units bid for before it."""
        place = int(call(self.web3, self.offering.functions.demandAt(0, 0)))
        send(self.web3, self.offering.functions.subscribe(0, 0, units), wallet)
        return place

    def close(self) -> None:
        """The window ends and the deal closes; nobody collects yet."""
        self.chain.warp(call(self.web3, self.offering.functions.window())[1] + 1)
        send(self.web3, self.offering.functions.close(), self.stranger)

    def collect(self, place: int) -> TxReceipt:
        """What the bid at a place got."""
        return send(self.web3, self.offering.functions.collect(0, 0, place), self.stranger)

    def trade(self, bank: int = 0) -> Market:
        """So many units sold to the bank, all others to the pension fund, the deal closed, and all in their hands."""
        wanted = ((self.pension_fund, UNITS - bank), (self.bank, bank))
        places = [self.subscribe(wallet, units) for wallet, units in wanted if units]
        self.close()
        for place in places:
            self.collect(place)
        return self

    def transfer(self, sender: ChecksumAddress, to: ChecksumAddress, units: int) -> TxReceipt:
        return send(self.web3, self.token.functions.transfer(to, units), sender)

    def earn(self, income: int) -> Market:
        """A payment date: the licensee pays, two attestors sign, and anybody executes it when it comes."""
        send(self.web3, self.money.functions.mint(self.licensee, income), self.licensee)
        send(self.web3, self.money.functions.approve(self.escrow.address, income), self.licensee)
        send(self.web3, self.escrow.functions.payRoyalty(LICENCE, income, REFERENCE), self.licensee)
        period = call(self.web3, self.deal.functions.nextPeriod())
        report = astuple(Report(self.deal.address, period, 1, income, 0, False, 0, (), EVIDENCE))
        self.chain.warp(call(self.web3, self.deal.functions.scheduledAt(period)))
        digest = call(self.web3, self.oracle.functions.digestOf(report))
        signatures = b"".join(bytes(key.unsafe_sign_hash(digest).signature) for key in attestors(3)[:2])
        send(self.web3, self.oracle.functions.submit(report, signatures), self.stranger)
        send(self.web3, self.deal.functions.execute(report), self.stranger)
        return self

    def claim(self, holder: ChecksumAddress) -> tuple[int, int]:
        """Gross and tax; the holder got the difference and the authority is owed the tax."""
        paid, owed = self.paid(holder), self.tax_owed()
        receipt = send(self.web3, self.escrow.functions.claim(self.token.address), holder)
        (event,) = self.escrow.events.IncomeClaimed().process_receipt(receipt, errors=DISCARD)
        gross, tax = int(event["args"]["gross"]), int(event["args"]["tax"])
        assert (self.paid(holder) - paid, self.tax_owed() - owed) == (gross - tax, tax)
        return gross, tax

    def order(self, act: str, *arguments: Any) -> TxReceipt:
        """An act on holders, by the officer it takes and on an order."""
        officer = self.officers[OFFICER_OF[act]]
        if act in OF_THE_TOKEN:
            return send(self.web3, self.token.functions[act](*arguments, ORDER), officer)
        return send(self.web3, self.agent.functions[act](self.token.address, *arguments, ORDER), officer)

    def passport(self, wallet: ChecksumAddress) -> Passport:
        return Passport.read(call(self.web3, self.registry.functions.passportOf(wallet)))

    def held(self, wallet: ChecksumAddress) -> int:
        return self.holding(wallet)[0]

    def holding(self, wallet: ChecksumAddress) -> tuple[int, int, bool, bool]:
        """Units, frozen units, whether the wallet is frozen, whether it retains."""
        return tuple(call(self.web3, self.escrow.functions.holdingOf(self.token.address, wallet)))

    def income(self, wallet: ChecksumAddress) -> int:
        """What is owed and not claimed, before tax."""
        return int(call(self.web3, self.token.functions.entitlementOf(wallet)))

    def paid(self, wallet: ChecksumAddress) -> int:
        return int(call(self.web3, self.money.functions.balanceOf(wallet)))

    def tax_owed(self) -> int:
        return int(call(self.web3, self.escrow.functions.payableTo(actor("tax authority"))))
