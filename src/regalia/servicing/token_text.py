# SPDX-License-Identifier: Apache-2.0
"""Amounts as their token counts and calls them, for whoever is to sign them."""

from __future__ import annotations

from collections.abc import Callable

from web3 import Web3
from web3.exceptions import Web3Exception

from regalia.chain.deployer import contract
from regalia.chain.errors import ContractRevertedError
from regalia.chain.issuance import PaymentTokenError
from regalia.chain.transact import call
from regalia.domain.money import Currency

_MOST_DECIMALS = 36


def token_money(web3: Web3) -> Callable[[str, int], str]:
    """``money(token, amount)``: ``4,100,000.00 USDC``. It raises ``PaymentTokenError`` for what is no token: nothing can be worth that."""

    def money(token: str, amount: int) -> str:
        functions = contract(web3, "MockPaymentToken", Web3.to_checksum_address(token)).functions
        try:
            decimals, symbol = call(web3, functions.decimals()), call(web3, functions.symbol())
        except (ContractRevertedError, Web3Exception, OverflowError, UnicodeDecodeError) as error:
            raise _no_token(token, "does not answer decimals() and symbol()") from error
        if decimals > _MOST_DECIMALS or not symbol.isprintable():
            raise _no_token(token, f"has {decimals} decimals and calls itself {symbol!r}")
        return f"{Currency(symbol, decimals).format(amount)} {symbol}"

    return money


def _no_token(token: str, why: str) -> PaymentTokenError:
    return PaymentTokenError(f"token: {token} {why}", "Have the report drawn up anew, in the token of the deal.")
