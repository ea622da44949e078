# SPDX-License-Identifier: Apache-2.0
"""A signed order onto the board: only one that its maker signed, for a deal, a desk and a chain shown here, and that he could keep now.

Otherwise anybody with keys enough could fill the board with orders that nobody can take.
"""

from __future__ import annotations

from regalia.market.fillable import Fillability, check
from regalia.market.order_file import OrderFileError, order_from_json
from regalia.market.reasons import Code
from regalia.market.signature_check import judge_of
from regalia.market.signed_order import SignedOrder
from regalia.web.prepare.door import Door, desk_of
from regalia.web.prepare.errors import OrderElsewhereError

_LATER = (Code.SELLER_ALLOWANCE, Code.BUYER_ALLOWANCE)
MOST_OF_A_MAKER = 100
"""Orders on the board that have not expired: somebody with a single unit could else sign as many as there is room for."""


def take(door: Door, content: bytes) -> SignedOrder:
    """Raises ``NoBoardError``, ``OrderFileError``, ``OrderElsewhereError``, ``OnBoardAlreadyError`` and ``BoardError``."""
    with door.board():
        pass  # whoever has none says so before anything is read
    signed = order_from_json(content)
    _is_of_here(door, signed)
    with door.node() as web3:
        fault = judge_of(web3)(signed) if signed.by_contract else ""
        if fault:
            raise OrderFileError(f"signature: {fault}", "Have the maker's contract sign the order.")
        _can_be_kept(check(web3, signed))
    with door.board() as board:
        board.add(signed)
    return signed


def _can_be_kept(found: Fillability) -> None:
    """What the maker still has to allow the desk may come later: it is asked for in another transaction."""
    if faults := [reason for reason in found.reasons if reason.code not in _LATER]:
        raise OrderElsewhereError(f"order: could not be filled now: {faults[0].text}", "Mend that, and send it again.")


def _is_of_here(door: Door, signed: SignedOrder) -> None:
    order, found = signed.order, door.subject_of(signed.order.token)
    if found is None:
        raise OrderElsewhereError(f"token: {order.token}: is of no tranche shown here", "Take it to its deal's board.")
    subject, _ = found
    domain = desk_of(subject)
    if signed.domain.chain_id != domain.chain_id:
        said = f"chain_id: {signed.domain.chain_id}: the deal is on chain {domain.chain_id}"
        raise OrderElsewhereError(said, "Have it signed for that chain.")
    if signed.domain.desk != domain.desk:
        said = f"desk: {signed.domain.desk}: the deal's is {domain.desk}"
        raise OrderElsewhereError(said, "Allow that desk nothing, and have it signed for the deal's.")
    if order.payment_token != subject.record.payment_token.address:
        said = f"payment_token: {order.payment_token}: the deal pays in {subject.record.payment_token.address}"
        raise OrderElsewhereError(said, "Have it signed for the deal's money.")
    with door.site.now(subject.terms.id) as now:
        second = now.second
    if order.expiry < second:
        said = f"expiry: {order.expiry}: it is {second} (seconds since 1970)"
        raise OrderElsewhereError(said, "Have it signed anew, for a time to come.")
    _leaves_room(door, order.maker, second)


def _leaves_room(door: Door, maker: str, second: int) -> None:
    """For others."""
    own = [one.signed for one in door.orders() if one.signed.order.maker == maker and one.signed.name not in door.gone]
    if sum(signed.order.expiry >= second for signed in own) >= MOST_OF_A_MAKER:
        said = f"order: {MOST_OF_A_MAKER} of {maker} are on the board, which takes no more of one maker"
        raise OrderElsewhereError(said, "Wait until one has expired, or give the file to whom you trust.")
