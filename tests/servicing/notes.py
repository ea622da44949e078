# SPDX-License-Identifier: Apache-2.0
"""The illustrative notes on a local chain, sold and closed, with an officer in every office."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from eth_typing import ChecksumAddress
from eth_utils.crypto import keccak

from regalia.chain.deployer import Platform, deploy_contract, deploy_platform
from regalia.chain.devnet import Devnet, devnet
from regalia.chain.issuance import DealAddresses, issue
from regalia.chain.transact import call, send
from regalia.domain.countries import COUNTRIES
from regalia.domain.terms import load_terms
from regalia.servicing import market, offices
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.orders import Order
from regalia.servicing.powers import transfer_agent
from regalia.servicing.supervision import supervisor
from tests.mills import NOTES

OFFERED = 1_703_376_000
"""2023-12-24 00:00 UTC, a week before closing."""
UNLOCKED = 1_707_436_800
"""2024-02-09 00:00 UTC: the first second in which units of senior and mezzanine can be moved."""
ELIGIBLE_UNTIL = 2_000_000_000
ORDER = Order.of("2024-17", keccak(text="judgment"))
TERMS = load_terms(NOTES)
ROLES = (
    "admin", "issuer", "originator", "senior_investor", "second_senior_investor", "mezzanine_investor", "junior_investor",
    "buyer", "outsider", "new_wallet", *offices.OFFICES, *(party.id for party in TERMS.parties if party.id != "originator"),
)  # fmt: skip


@dataclass(frozen=True)
class Notes:
    """The deal, and an unlocked account for every role."""

    chain: Devnet
    platform: Platform
    deal: DealContracts
    wallets: dict[str, ChecksumAddress]

    def __getitem__(self, role: str) -> ChecksumAddress:
        return self.wallets[role]

    @property
    def now(self) -> int:
        return int(self.chain.web3.eth.get_block("latest")["timestamp"])

    def admit(self, role: str, country: str = "US", investor_class: str = "professional") -> None:
        market.admit(
            self.chain.web3,
            self.platform.registry,
            self[role],
            self["registrar"],
            country=COUNTRIES[country],
            investor_class=investor_class,
            valid_until=ELIGIBLE_UNTIL,
        )

    def holding(self, tranche: str, role: str) -> tuple[int, int, bool, bool]:
        """Units, frozen units, whether the wallet is frozen, whether it retains."""
        token = self.deal.token(tranche).address
        return tuple(call(self.chain.web3, self.deal.escrow.functions.holdingOf(token, self[role])))

    def agent_events(self, name: str) -> list[Any]:
        """Events of the transfer agent's contract so far."""
        return list(getattr(transfer_agent(self.deal).events, name)().get_logs(from_block=0))

    def supervisor_events(self, name: str) -> list[Any]:
        return list(getattr(supervisor(self.deal).events, name)().get_logs(from_block=0))

    def transfer(self, tranche: str, sender: str, receiver: str, units: int) -> None:
        token = self.deal.token(tranche)
        send(self.chain.web3, token.functions.transfer(self[receiver], units), self[sender])


@contextmanager
def notes() -> Iterator[Notes]:
    """Senior 4,000 and 4,000, mezzanine 2,500, junior 950 and the originator's 50; trading is not locked any more."""
    with devnet(timestamp=OFFERED, accounts=len(ROLES)) as chain:
        yield open_notes(chain)


def open_notes(chain: Devnet) -> Notes:
    web3, wallets = chain.web3, dict(zip(ROLES, chain.accounts, strict=True))
    admin = wallets["admin"]
    platform = deploy_platform(web3, admin)
    seats = {
        "InvestorRegistry": platform.registry,
        "TransferAgent": platform.agent,
        "Supervisor": platform.supervisor,
    }
    for name, office in offices.OFFICES.items():
        offices.appoint(web3, name, seats[office.contract], wallets[name], admin)
    money = deploy_contract(web3, "MockPaymentToken", admin)
    parties = {party.id: wallets[party.id] for party in TERMS.parties}
    record = issue(web3, platform, TERMS, DealAddresses(money, wallets["originator"], parties), wallets["issuer"])
    found = Notes(chain, platform, DealContracts(web3, record), wallets)
    found.admit("originator", investor_class="originator")
    found.admit("senior_investor", investor_class="institutional")
    for role in ("second_senior_investor", "mezzanine_investor", "junior_investor"):
        found.admit(role)
    for tranche, role, units in (
        ("senior", "senior_investor", 4_000),
        ("senior", "second_senior_investor", 4_000),
        ("mezzanine", "mezzanine_investor", 2_500),
        ("junior", "junior_investor", 950),
        ("junior", "originator", 50),
    ):
        price = units * TERMS.money.to_units(next(t.offer_price for t in TERMS.tranches if t.id == tranche))
        send(web3, found.deal.payment_token.functions.mint(wallets[role], price), admin)
        market.subscribe(found.deal, tranche, units, wallets[role])
    market.close(found.deal, wallets["outsider"])
    chain.warp(UNLOCKED)
    return found
