# SPDX-License-Identifier: Apache-2.0
"""Which nonce the next order of a maker gets: the first free place, as five orders share a storage word and then cost less."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import count

from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.market.order import LANE_BITS, PLACES, Nonce
from regalia.market.signed_order import SignedOrder
from regalia.market.typed_data import DeskDomain
from regalia.market.views import Views


def lane(word: int, place: int) -> int:
    """What a maker's storage word holds of a place: units filled, or ``CANCELLED``."""
    return word >> place * LANE_BITS & (1 << LANE_BITS) - 1


def next_free(epoch: int, word_of: Callable[[int], int], taken: Collection[int] = ()) -> Nonce:
    """The first place that is neither filled nor cancelled and in no order of ``taken`` (packed nonces).

    ``word_of``: the maker's storage word of a number, in this epoch. An order that was given to somebody and is on no board has to be
    in ``taken``: two orders of one place share what is filled, so that one takes the units of the other.
    """
    for number in count():
        word = word_of(number)
        for place in range(PLACES):
            nonce = Nonce(epoch, number, place)
            if not lane(word, place) and nonce.packed not in taken:
                return nonce
    raise AssertionError("there are more words than orders")


def nonces_of(orders: Iterable[SignedOrder], maker: str) -> frozenset[int]:
    """Packed nonces of a maker's orders, whatever became of them."""
    return frozenset(signed.order.nonce.packed for signed in orders if signed.order.maker == maker)


def free_nonce(web3: Web3, domain: DeskDomain, maker: ChecksumAddress, known: Iterable[SignedOrder] = ()) -> Nonce:
    """The next nonce of a maker on chain, beside the orders that are ``known``: of a board, and those he gave away otherwise.

    Raises ``SilentContractError`` and ``ChainUnreachableError``.
    """
    views, taken = Views(web3), nonces_of((o for o in known if o.domain == domain), maker)
    epoch = views.read("SettlementDesk", domain.desk, "epochOf", maker)

    def word_of(word: int) -> int:
        return int(views.read("SettlementDesk", domain.desk, "wordOf", maker, Nonce(epoch, word, 0).packed >> 8))

    return next_free(epoch, word_of, taken)
