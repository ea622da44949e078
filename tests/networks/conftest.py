# SPDX-License-Identifier: Apache-2.0
"""One deal on a chain that goes by the id of Base Sepolia; whatever a test does to it is undone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount

from regalia.chain.devnet import Devnet, devnet
from regalia.domain.terms import load_terms
from tests.ledger.life import COLLECTED, DECEMBER_2023, INVOICED, Life, begin, sell_out
from tests.mills import NOTES
from tests.networks.nodes import BASE_SEPOLIA
from tests.support.devnet import undone

_ETHER = 10**18


@pytest.fixture(scope="session")
def lived() -> Iterator[Life]:
    """The notes, sold out, one payment date paid."""
    with devnet(chain_id=BASE_SEPOLIA, timestamp=DECEMBER_2023, accounts=25) as chain:
        notes = begin(chain, load_terms(NOTES))
        sell_out(notes)
        notes.pay(COLLECTED[0])
        notes.execute(notes.report(1, COLLECTED[0], [INVOICED[0]]))
        yield notes


@pytest.fixture
def life(lived: Life) -> Iterator[Life]:
    with undone(lived.chain):
        yield lived


@pytest.fixture
def chain(life: Life) -> Devnet:
    return life.chain


@pytest.fixture
def senior_investor(life: Life) -> LocalAccount:
    """Admitted, with a key the node does not have and units of the senior tranche that have earned nothing yet."""
    account: LocalAccount = Account.from_key(b"\x21" * 32)
    registry = life.contract("InvestorRegistry", life.platform.registry)
    life.chain.ask("anvil_setBalance", account.address, hex(_ETHER))
    life.send(registry.functions.admit(account.address, 840, 2, 2**40), life.chain.accounts[0])
    life.send(life.token("senior").functions.transfer(account.address, 200), life.investors[0])
    return account
