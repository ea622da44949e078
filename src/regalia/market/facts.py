# SPDX-License-Identifier: Apache-2.0
"""What decides whether an order can be filled, read from the chain at one block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eth_typing import ChecksumAddress

from regalia.chain.passport import Passport
from regalia.domain.accrual import PPM
from regalia.domain.transfer_rules import TransferRules, TransferRulesError
from regalia.market.order import ANYBODY
from regalia.market.signature_check import signature_fault
from regalia.market.signed_order import SignedOrder
from regalia.market.views import SilentContractError, Views

_CAP_STEP = PPM // 10_000


@dataclass(frozen=True)
class OrderFacts:
    """What the desk knows of an order. ``filled``: what its place holds."""

    now: int
    signature_fault: str
    epoch: int
    filled: int


@dataclass(frozen=True)
class TrancheFacts:
    """What the desk asks of the tranche. ``fee_cap`` in ppm; ``income_per_unit`` 2^48 fixed point; investors zero where unknown."""

    payment_token: ChecksumAddress
    income_per_unit: int
    fee_cap: int
    denomination: int
    maker_investor: ChecksumAddress
    taker_investor: ChecksumAddress


@dataclass(frozen=True)
class SellerFacts:
    """``held`` units; ``free``: those of them that no freeze and no retention holds back; ``allowed`` to the desk."""

    held: int
    free: int
    allowed: int


@dataclass(frozen=True)
class BuyerFacts:
    """``cash`` and what is ``allowed`` to the desk, in smallest units; ``room``: units until the largest holding, None without one."""

    cash: int
    allowed: int
    room: int | None


def read_order(views: Views, signed: SignedOrder) -> OrderFacts:
    """Raises ``SilentContractError``."""
    desk, order = signed.domain.desk, signed.order
    return OrderFacts(
        now=views.now,
        signature_fault=signature_fault(views, signed),
        epoch=views.read("SettlementDesk", desk, "epochOf", order.maker),
        filled=views.read("SettlementDesk", desk, "filledOf", order.maker, order.nonce.packed),
    )


class TrancheReader:
    """Reads a tranche that an order names, which may be a counterfeit: whatever it does not answer raises ``SilentContractError``."""

    def __init__(self, views: Views, signed: SignedOrder, taker: ChecksumAddress | None) -> None:
        self._views = views
        self._order = signed.order
        self._desk = signed.domain.desk
        self._escrow: ChecksumAddress = self._token("escrow")
        self._registry: ChecksumAddress = views.read("RoyaltyEscrow", self._escrow, "REGISTRY")
        self._rules = self._read_rules()
        wallets = (self._order.maker, taker or ANYBODY)
        found = views.read("IEligibility", self._registry, "particulars", *wallets)
        self._passports = dict(zip(wallets, map(Passport.unpack, found), strict=True))
        self._taker = taker

    def tranche(self) -> TrancheFacts:
        book = self._views.read("RoyaltyEscrow", self._escrow, "bookOf", self._order.token)
        return TrancheFacts(
            payment_token=self._views.read("RoyaltyEscrow", self._escrow, "PAYMENT_TOKEN"),
            income_per_unit=book[2],
            fee_cap=self._rules.venue_fee_cap * _CAP_STEP,
            denomination=self._rules.denomination,
            maker_investor=self._passports[self._order.maker].investor,
            taker_investor=self._passports[self._taker].investor if self._taker else ANYBODY,
        )

    def seller(self, wallet: ChecksumAddress) -> SellerFacts:
        units, frozen, _, retains = self._views.read(
            "RoyaltyEscrow", self._escrow, "holdingOf", self._order.token, wallet
        )
        kept = self._rules.retained if retains else 0
        return SellerFacts(
            held=units,
            free=max(0, min(units - frozen, units - kept)),
            allowed=self._token("allowance", wallet, self._desk),
        )

    def buyer(self, wallet: ChecksumAddress, payment_token: ChecksumAddress) -> BuyerFacts:
        return BuyerFacts(
            cash=self._views.read("MockPaymentToken", payment_token, "balanceOf", wallet),
            allowed=self._views.read("MockPaymentToken", payment_token, "allowance", wallet, self._desk),
            room=self._room(wallet),
        )

    def noes(self, seller: ChecksumAddress, buyer: ChecksumAddress, units: int) -> int:
        """Bit c when the token answers question c with no."""
        return int(self._token("answersOf", seller, buyer, units))

    def _room(self, wallet: ChecksumAddress) -> int | None:
        if not (largest := self._rules.largest_holding):
            return None
        passport = self._passports[wallet]
        listed = [wallet]
        if passport.wallets > 1:
            listed = self._views.read("IEligibility", self._registry, "walletsOf", passport.investor) or listed
        held: int = sum(self._token("balanceOf", each) for each in {wallet, *listed})
        return max(0, largest - held)

    def _read_rules(self) -> TransferRules:
        word, countries = self._token("transferRules")
        try:
            return TransferRules.unpack(word.to_bytes(32, "big"), countries)
        except TransferRulesError as error:
            raise SilentContractError(error.message, error.hint) from error

    def _token(self, view: str, *arguments: object) -> Any:
        return self._views.read("TrancheToken", self._order.token, view, *arguments)
