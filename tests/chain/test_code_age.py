# SPDX-License-Identifier: Apache-2.0
"""Since when there is code at an address; and many questions at one block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from eth_abi.abi import encode
from web3 import HTTPProvider, Web3
from web3.providers.base import BaseProvider
from web3.types import RPCEndpoint, RPCResponse

from regalia.chain.code_age import first_block_with_code
from regalia.chain.connection import ChainUnreachableError
from regalia.chain.deployer import contract, deploy_contract
from regalia.chain.devnet import Devnet, devnet
from regalia.chain.many_calls import Question, ask_many
from regalia.chain.transact import send
from tests.support.lying_node import LyingNode, lying

pytestmark = pytest.mark.devnet
BALANCE = Web3.keccak(text="balanceOf(address)")[:4]


@dataclass(frozen=True)
class Tokens:
    """An older one, made in block 4, and a younger one, made in block 8 of 11; of the older one account i holds i units."""

    chain: Devnet
    older: str
    younger: str


@pytest.fixture(scope="module")
def tokens() -> Iterator[Tokens]:
    with devnet() as chain:
        web3, holder = chain.web3, chain.accounts[0]

        def wait(blocks: int) -> None:
            web3.provider.make_request(RPCEndpoint("anvil_mine"), [hex(blocks)])

        wait(3)
        older = deploy_contract(web3, "MockPaymentToken", holder)
        wait(3)
        younger = deploy_contract(web3, "MockPaymentToken", holder)
        for i, account in enumerate(chain.accounts[:3]):
            send(web3, contract(web3, "MockPaymentToken", older).functions.mint(account, i), holder)
        yield Tokens(chain, older, younger)


@pytest.mark.parametrize("known", [8, 9, 11])
def test_first_block__of_two_contracts__that_of_the_older(tokens: Tokens, known: int) -> None:
    web3 = tokens.chain.web3
    assert first_block_with_code(web3, [tokens.younger, tokens.older], known) == 4
    assert first_block_with_code(web3, [tokens.older, tokens.younger], known) == 4
    assert first_block_with_code(web3, [tokens.younger], known) == 8


def test_first_block__code_is_not_older_than_known__known(tokens: Tokens) -> None:
    assert first_block_with_code(tokens.chain.web3, [tokens.older], 4) == 4
    assert first_block_with_code(tokens.chain.web3, [], 7) == 7


def test_first_block__node_has_thrown_old_states_away__block_0(tokens: Tokens) -> None:
    assert first_block_with_code(lying(tokens.chain.url, keeps=7), [tokens.older], 11) == 0


def test_first_block__nobody_answers__named_error() -> None:
    with pytest.raises(ChainUnreachableError, match="eth_getCode"):
        first_block_with_code(
            Web3(HTTPProvider("http://127.0.0.1:9", exception_retry_configuration=None)), ["0x" + "0" * 40], 9
        )


class OneByOne(BaseProvider):
    """Takes no batches."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._inner = HTTPProvider(url)

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        return self._inner.make_request(method, params)


def balances(tokens: Tokens, many: int) -> list[Question]:
    holders = [tokens.chain.accounts[i % 3] for i in range(many)]
    return [Question(tokens.older, bytes(BALANCE) + encode(["address"], [holder])) for holder in holders]


@pytest.mark.parametrize("provider", [HTTPProvider, LyingNode, OneByOne])
def test_ask_many__more_than_fit_into_one_request__answers_in_order(tokens: Tokens, provider: Any) -> None:
    web3 = Web3(provider(tokens.chain.url))
    found = ask_many(web3, balances(tokens, 250))
    assert [answer and int.from_bytes(answer, "big") for answer in found] == [i % 3 for i in range(250)]


def test_ask_many__at_an_earlier_block__as_of_it(tokens: Tokens) -> None:
    web3 = Web3(HTTPProvider(tokens.chain.url))
    assert ask_many(web3, balances(tokens, 3), 8) == [bytes(32)] * 3
    web3.eth.default_block = 10
    assert ask_many(web3, balances(tokens, 3)) == [bytes(32), (1).to_bytes(32, "big"), bytes(32)]


def test_ask_many__one_the_contract_refuses__none_for_that_one(tokens: Tokens) -> None:
    refused = Question(tokens.older, bytes(4))
    found = ask_many(tokens.chain.web3, [balances(tokens, 2)[1], refused])
    assert found == [(1).to_bytes(32, "big"), None]
