# SPDX-License-Identifier: Apache-2.0
"""Base fees that move between the trial of a transaction and its block."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from eth_account.signers.local import LocalAccount
from web3.types import TxParams, TxReceipt, Wei

from regalia.chain.connection import NodeRefusedError, ReceiptTimeoutError
from regalia.chain.devnet import Devnet
from regalia.chain.fees import DEAREST
from regalia.chain.sending import Signed
from regalia.chain.transact import send
from tests.ledger.life import Life
from tests.networks.nodes import blocks_coming

pytestmark = pytest.mark.devnet
GWEI = 10**9


def set_base_fee(chain: Devnet, gwei: int) -> None:
    """Of the next block."""
    chain.ask("anvil_setNextBlockBaseFeePerGas", hex(gwei * GWEI))


class Hesitating:
    """A key; something happens between the trial of its transaction and its signature."""

    def __init__(self, key: LocalAccount, meanwhile: Callable[[], Any], times: int = 1) -> None:
        self._key, self._meanwhile, self._times = key, meanwhile, times
        self.address, self.signed = key.address, 0

    def sign_transaction(self, transaction_dict: Any) -> Signed:
        self.signed += 1
        if self.signed <= self._times:
            self._meanwhile()
        signed: Signed = self._key.sign_transaction(transaction_dict)
        return signed


@pytest.fixture
def transfer(life: Life) -> Callable[..., TxReceipt]:
    """One unit, by whoever is given."""
    move = life.token("senior").functions.transfer(life.investors[6], 1)
    return lambda sender, timeout=30: send(life.chain.web3, move, sender, timeout)


@pytest.fixture(autouse=True)
def one_gwei(chain: Devnet) -> Iterator[None]:
    set_base_fee(chain, 1)
    chain.mine()
    yield


def transactions_of(chain: Devnet, sender: LocalAccount) -> int:
    return chain.web3.eth.get_transaction_count(sender.address, "latest")


def test_send__base_fee_eight_times_when_it_is_signed__goes_through(
    chain: Devnet, senior_investor: LocalAccount, transfer: Callable[..., TxReceipt]
) -> None:
    hesitating = Hesitating(senior_investor, lambda: set_base_fee(chain, 8))
    receipt = transfer(hesitating)
    assert (receipt["status"], hesitating.signed) == (1, 2)
    assert receipt["effectiveGasPrice"] >= 8 * GWEI
    assert transactions_of(chain, senior_investor) == 1


def test_send__base_fee_eight_times_whenever_it_is_signed__refused_with_what_to_do(
    chain: Devnet, senior_investor: LocalAccount, transfer: Callable[..., TxReceipt]
) -> None:
    fees = iter((8, 64, 512, 4_096))
    hesitating = Hesitating(senior_investor, lambda: set_base_fee(chain, next(fees)), times=9)
    with pytest.raises(NodeRefusedError, match="transfer: the node refused: max fee per gas less than") as refused:
        transfer(hesitating)
    assert refused.value.hint.startswith("The base fee rises faster than it can be offered. Nothing was sent")
    assert hesitating.signed == 3
    assert chain.web3.eth.get_transaction_count(senior_investor.address, "pending") == 0


def test_send__base_fee_falls_meanwhile__pays_what_it_is_then(
    chain: Devnet, senior_investor: LocalAccount, transfer: Callable[..., TxReceipt]
) -> None:
    set_base_fee(chain, 64)
    chain.mine()
    hesitating = Hesitating(senior_investor, lambda: set_base_fee(chain, 8))
    receipt = transfer(hesitating)
    assert (receipt["status"], hesitating.signed) == (1, 1)
    assert receipt["effectiveGasPrice"] < 10 * GWEI


@pytest.mark.parametrize("unlocked", [False, True], ids=["signer", "unlocked"])
def test_send__base_fee_eight_times_while_it_waits__another_takes_its_place(
    life: Life, senior_investor: LocalAccount, transfer: Callable[..., TxReceipt], unlocked: bool
) -> None:
    chain, sender = life.chain, life.investors[1] if unlocked else senior_investor
    address = sender if isinstance(sender, str) else sender.address
    before = chain.web3.eth.get_transaction_count(address)
    with blocks_coming(chain, every=0.1, before=lambda chain: set_base_fee(chain, 8)):
        receipt = transfer(sender)
    assert receipt["status"] == 1 and 8 * GWEI <= receipt["effectiveGasPrice"] <= 18 * GWEI
    assert chain.web3.eth.get_transaction_count(address, "pending") == before + 1


def test_send__base_fee_beyond_what_is_ever_offered__named_with_both(
    chain: Devnet, senior_investor: LocalAccount, transfer: Callable[..., TxReceipt]
) -> None:
    too_dear = 3 * DEAREST
    with blocks_coming(chain, every=0.1, before=lambda chain: set_base_fee(chain, too_dear)):
        with pytest.raises(ReceiptTimeoutError) as stuck:
            transfer(senior_investor, timeout=1.5)
        assert transactions_of(chain, senior_investor) == 0
    assert re.fullmatch(
        rf"transaction 0x[0-9a-f]{{64}} is not mined after 1\.5 s: it offers [23][.\d]* gwei for gas, the base fee is {too_dear} gwei",
        stuck.value.message,
    )


def test_send__base_fee_beyond_what_is_ever_offered_for_a_while__mined_at_what_was_offered_first(
    chain: Devnet, senior_investor: LocalAccount, transfer: Callable[..., TxReceipt]
) -> None:
    """This node forgets what offers too little."""
    fees = iter([3 * DEAREST] * 12)
    with blocks_coming(chain, every=0.1, before=lambda chain: set_base_fee(chain, next(fees, 1))):
        receipt = transfer(senior_investor)
    assert (receipt["status"], transactions_of(chain, senior_investor)) == (1, 1)
    assert receipt["effectiveGasPrice"] <= 3 * GWEI


def test_send__sender_can_pay_for_it_but_not_for_the_most_gas_there_is__goes_through(
    chain: Devnet, senior_investor: LocalAccount, transfer: Callable[..., TxReceipt]
) -> None:
    set_base_fee(chain, 30)
    chain.mine()
    chain.ask("anvil_setBalance", senior_investor.address, hex(5 * 10**16))
    assert transfer(senior_investor)["status"] == 1


def test_send__sender_can_t_pay__named_and_nothing_sent(
    chain: Devnet, senior_investor: LocalAccount, transfer: Callable[..., TxReceipt]
) -> None:
    chain.ask("anvil_setBalance", senior_investor.address, hex(10**12))
    with pytest.raises(NodeRefusedError, match=r"(?i)transfer: the node refused: .*insufficient funds"):
        transfer(senior_investor)
    assert chain.web3.eth.get_transaction_count(senior_investor.address, "pending") == 0


def test_send__plain_gas_price__sent_as_it_is(life: Life, senior_investor: LocalAccount) -> None:
    """Of a chain without a base fee."""
    move = life.token("senior").functions.transfer(life.investors[6], 1)

    class Priced:
        fn_name = "transfer"

        def build_transaction(self, given: Any) -> Any:
            return move.build_transaction(cast(TxParams, {**given, "gasPrice": Wei(5 * GWEI)}))

    receipt = send(life.chain.web3, Priced(), senior_investor)  # type: ignore[arg-type]
    assert (receipt["status"], receipt["effectiveGasPrice"]) == (1, 5 * GWEI)
