# SPDX-License-Identifier: Apache-2.0
"""Whether an order or instruction outlives the next distribution of income."""

from __future__ import annotations

import click

from regalia.chain.transact import call
from regalia.cli.market_open import Place
from regalia.market.order import ANY_INCOME

_PER_UNIT = 2
"""Where in a book's answer the income distributed per unit stands (2^48 fixed point)."""
any_income_option = click.option(
    "--any-income", is_flag=True, help="Keep it good after a payment date: the price is then without that income."
)


def income_limit(place: Place, tranche: str, any_income: bool) -> int:
    """What was distributed a unit until now: with more it is void. Or whatever comes."""
    if any_income:
        return ANY_INCOME
    return int(call(place.web3, place.deal.escrow.functions.bookOf(place.token(tranche)))[_PER_UNIT])
