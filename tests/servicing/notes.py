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
from regalia.domain.terms import Terms, load_terms, terms_from
from regalia.domain.terms.yaml_reader import Document
from regalia.servicing import market, offering, offices
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.orders import Order
from regalia.servicing.powers import transfer_agent
from regalia.servicing.supervision import supervisor
from tests.domain.term_sheets import changed
from tests.mills import NOTES

OFFERED = 1_703_376_000
"""2023-12-24 00:00 UTC, a week before closing."""
UNLOCKED = 1_707_436_800
"""2024-02-09 00:00 UTC: the first second in which units of senior and mezzanine can be moved."""
ELIGIBLE_UNTIL = 2_000_000_000
ORDER = Order.of("2024-17", keccak(text="judgment"))
TERMS = load_terms(NOTES)
BIDS = (
    ("senior", "senior_investor", 4_000),
    ("senior", "second_senior_investor", 4_000),
    ("mezzanine", "mezzanine_investor", 2_500),
    ("junior", "junior_investor", 950),
)
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

    @property
    def deadline(self) -> int:
        """The last second in which bids are taken."""
        return int(call(self.chain.web3, self.deal.offering.functions.window())[1])

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

    def bid(self, tranche: str, role: str, units: int, level: int = 0) -> None:
        """With money made for it."""
        price = call(self.chain.web3, self.deal.offering.functions.priceAt(self.deal.index(tranche), level))
        money = self.deal.payment_token.functions
        send(self.chain.web3, money.mint(self[role], units * price), self[role])
        offering.subscribe(self.deal, tranche, units, self[role], level)

    def transfer(self, tranche: str, sender: str, receiver: str, units: int) -> None:
        token = self.deal.token(tranche)
        send(self.chain.web3, token.functions.transfer(self[receiver], units), self[sender])


@contextmanager
def notes() -> Iterator[Notes]:
    """Senior 4,000 and 4,000, mezzanine 2,500, junior 950 and the 50 that the originator retains; trading is not locked any more."""
    with devnet(timestamp=OFFERED, accounts=len(ROLES)) as chain:
        yield open_notes(chain)


def open_notes(chain: Devnet, terms: Terms = TERMS) -> Notes:
    """Sold, closed and collected; trading is not locked any more."""
    found = issued(chain, terms)
    for tranche, role, units in BIDS:
        found.bid(tranche, role, units)
    chain.warp(found.deadline + 1)
    offering.close(found.deal, found["outsider"])
    offering.collect_all(found.deal, found["outsider"])
    chain.warp(UNLOCKED)
    return found


def issued(chain: Devnet, terms: Terms = TERMS) -> Notes:
    """Just made, on a platform of its own, with its officers, and the investors admitted."""
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
    parties = {party.id: wallets[party.id] for party in terms.parties}
    record = issue(web3, platform, terms, DealAddresses(money, wallets["originator"], parties), wallets["issuer"])
    found = Notes(chain, platform, DealContracts(web3, record), wallets)
    found.admit("originator", investor_class="originator")
    found.admit("senior_investor", investor_class="institutional")
    for role in ("second_senior_investor", "mezzanine_investor", "junior_investor"):
        found.admit(role)
    return found


def notes_with(**changes: Any) -> Terms:
    """The deal file with some of its parts changed: ``a__0__b=1`` sets ``a[0].b``."""
    data = Document(NOTES.read_bytes(), NOTES.name).data
    assert isinstance(data, dict)
    return terms_from(changed(data, **changes))
