# SPDX-License-Identifier: Apache-2.0
"""An order about to be signed: made from what was typed, looked at as if it were signed, then signed and left where it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from web3.contract import Contract
from web3.types import TxReceipt

from regalia.chain.connection import place as shown_place
from regalia.cli.keystore import Account
from regalia.cli.market_open import Place
from regalia.cli.trade_allowing import allow_more
from regalia.cli.trade_orders import Found, order_facts, order_text, orders_in
from regalia.cli.trade_wish import Wish, order_of_wish
from regalia.market.board import Board
from regalia.market.board_client import open_board
from regalia.market.desk import Desk
from regalia.market.fillable import check
from regalia.market.judging import due_of
from regalia.market.order import Order
from regalia.market.order_file import OrderFileExistsError, write_order
from regalia.market.reasons import Code, Reason
from regalia.market.signed_order import SIGNATURE, SignedOrder
from regalia.market.signed_order import sign as sign_order
from regalia.market.typed_data import DeskDomain

_ALLOWANCES = (Code.SELLER_ALLOWANCE, Code.BUYER_ALLOWANCE)


@dataclass
class Signing:
    """``draft`` has no signature yet."""

    place: Place
    desk: Desk
    account: Account
    tranche: str
    draft: SignedOrder
    board: Board | None
    where: str | None
    out: Path | None
    signed: SignedOrder | None = field(default=None, init=False)

    @classmethod
    def of(
        cls,
        place: Place,
        domain: DeskDomain,
        account: Account,
        wish: Wish,
        board: str | None,
        out: Path | None,
        beside: Sequence[Path],
    ) -> Signing:
        """Raises ``OrderError``, ``OrderFileExistsError`` and ``BoardError``; nothing was written."""
        if out is not None and out.exists():
            raise OrderFileExistsError(
                f"--out: {out} exists", "It may be the only copy of an order. Name another file."
            )
        opened = open_board(board, make=True) if board is not None else None
        known = [entry.signed for entry in opened.orders()] if opened else []
        for folder in (*beside, *((out.parent,) if out else ())):
            known += orders_in(folder)
        draft = SignedOrder(order_of_wish(place, domain, account.address, wish, known), domain, bytes(SIGNATURE))
        where = None if board is None else shown(board)
        return cls(place, Desk(place.web3, domain), account, wish.tranche, draft, opened, where, out)

    @property
    def order(self) -> Order:
        return self.draft.order

    @property
    def given(self) -> Contract:
        """What the maker gives: units, or money."""
        return self.place.deal.token(self.tranche) if self.order.sells else self.place.deal.payment_token

    @cached_property
    def judged(self) -> tuple[Reason, ...]:
        """Against a fill of the whole of it, as if it were signed."""
        found = check(self.place.web3, self.draft, None, self.order.units).reasons
        return tuple(one for one in found if one.code != Code.SIGNATURE)

    @property
    def reasons(self) -> list[Reason]:
        """Why it could not be filled now; an allowance may still come."""
        return [one for one in self.judged if one.code not in _ALLOWANCES]

    @property
    def lacks(self) -> bool:
        """Whether the desk may not take yet what it needs."""
        return any(one.code in _ALLOWANCES for one in self.judged)

    def text(self) -> str:
        return order_text(self.place, self.tranche, self.order)

    def about(self, allow: bool) -> str:
        what = "units" if self.order.sells else "money"
        if allow:
            return f"\nthe desk is allowed the {what} for it, beside what it is allowed already"
        return f"\nthe desk may not take your {what} yet: --allow sends that" if self.lacks else ""

    def facts(self, allow: bool) -> dict[str, object]:
        made = Found(self.draft, self.tranche)
        return {
            **order_facts(self.place, made),
            "allow": allow,
            "lacks_allowance": self.lacks,
            "reasons": [{"code": one.code, "text": one.text} for one in self.reasons],
        }

    def sign(self, allow: bool) -> list[TxReceipt]:
        """The allowance first, so that no order goes out that can't be filled; then the file, then the board."""
        assert self.account.key is not None
        order = self.order
        amount = order.units if order.sells else due_of(order, order.units)
        receipts = allow_more(self.given, self.desk, amount, self.account) if allow else []
        self.signed = sign_order(order, self.draft.domain, self.account.key)
        if self.out is not None:
            write_order(self.signed, self.out)
        if self.board is not None:
            self.board.add(self.signed)
        return receipts

    def told(self) -> dict[str, object]:
        assert self.signed is not None
        places = {"file": str(self.out) if self.out else None, "board": self.where}
        return {"order": self.signed.name, **{name: where for name, where in places.items() if where}}


def shown(board: str) -> str:
    """A board's place without what an address may hold of keys."""
    return shown_place(board) if "://" in board else board
