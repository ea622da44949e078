# SPDX-License-Identifier: Apache-2.0
"""Sending: what would be refused is not sent."""

from __future__ import annotations

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_typing import HexStr
from web3.contract import Contract
from web3.types import RPCEndpoint, Wei

from regalia.chain import artefacts
from regalia.chain.connection import ChainUnreachableError, NodeRefusedError
from regalia.chain.devnet import Devnet, devnet
from regalia.chain.errors import ContractRevertedError
from regalia.chain.transact import call, deploy, send

pytestmark = pytest.mark.devnet


@pytest.fixture
def sample(local_chain: Devnet) -> Contract:
    artefact = artefacts.load("ErrorSample")
    address, _ = deploy(local_chain.web3, artefact, local_chain.accounts[0], 1)
    return local_chain.web3.eth.contract(address=address, abi=artefact.abi)


@pytest.fixture
def servicer(local_chain: Devnet) -> LocalAccount:
    """A signer whose key the node does not have."""
    account: LocalAccount = Account.create()
    local_chain.web3.eth.send_transaction(
        {"from": local_chain.accounts[0], "to": account.address, "value": Wei(10**18)}
    )
    return account


def test_deploy__good_argument__code_is_the_artefacts(local_chain: Devnet, sample: Contract) -> None:
    code = bytes(local_chain.web3.eth.get_code(sample.address))
    assert artefacts.load("ErrorSample").matches(code)
    assert "0x" + code.hex() != artefacts.load("ErrorSample").deployed_bytecode  # it has an immutable


def test_deploy__constructor_refuses__decoded_and_not_sent(local_chain: Devnet) -> None:
    sender = local_chain.accounts[1]
    before = local_chain.web3.eth.get_transaction_count(sender)
    with pytest.raises(ContractRevertedError, match=r"deployment: ErrorSample_Refused\(expected=1, given=0\)"):
        deploy(local_chain.web3, artefacts.load("ErrorSample"), sender, 0)
    assert local_chain.web3.eth.get_transaction_count(sender) == before


def test_send__unlocked_address__receipt_and_effect(local_chain: Devnet, sample: Contract) -> None:
    receipt = send(local_chain.web3, sample.functions.store(5, "five"), local_chain.accounts[0])
    assert receipt["status"] == 1
    assert call(local_chain.web3, sample.functions.number()) == 5


def test_send__signer__sent_from_its_address_with_its_nonces(
    local_chain: Devnet, sample: Contract, servicer: LocalAccount
) -> None:
    for number in (5, 6):
        receipt = send(local_chain.web3, sample.functions.store(number, ""), servicer)
        assert receipt["from"] == servicer.address
    assert local_chain.web3.eth.get_transaction_count(servicer.address) == 2
    assert call(local_chain.web3, sample.functions.number(), servicer) == 6


@pytest.mark.parametrize(
    ("function", "arguments", "name"),
    [
        ("refuse", (4, 9), "ErrorSample_Refused"),
        ("refusePair", (b"\x01" * 32,), "ErrorSample_Pair"),
        ("refuseWithText", (), "Error"),
        ("overflow", (), "Panic"),
        ("refuseSilently", (), "NoReason"),
        ("refuseUnknown", (), "UnknownError"),
    ],
)
def test_send__contract_refuses__decoded_and_not_sent(
    local_chain: Devnet,
    sample: Contract,
    servicer: LocalAccount,
    function: str,
    arguments: tuple[object, ...],
    name: str,
) -> None:
    for sender in (local_chain.accounts[2], servicer):
        with pytest.raises(ContractRevertedError, match=f"^{function}: {name}") as refusal:
            send(local_chain.web3, sample.functions[function](*arguments), sender)
        assert refusal.value.name == name
    assert local_chain.web3.eth.get_transaction_count(servicer.address) == 0
    assert local_chain.web3.eth.get_transaction_count(local_chain.accounts[2]) == 0
    assert call(local_chain.web3, sample.functions.number()) == 1


def test_send__contract_refuses__arguments_decoded(local_chain: Devnet, sample: Contract) -> None:
    with pytest.raises(ContractRevertedError) as refusal:
        send(local_chain.web3, sample.functions.refusePair(b"\x01" * 32), local_chain.accounts[0])
    assert refusal.value.arguments == {
        "pair": {"owner": local_chain.accounts[0], "amounts": (7, 8)},
        "tag": b"\x01" * 32,
    }


def test_call__contract_refuses__decoded(local_chain: Devnet, sample: Contract) -> None:
    with pytest.raises(ContractRevertedError, match=r"^refuse: ErrorSample_Refused\(expected=1, given=2\)$"):
        call(local_chain.web3, sample.functions.refuse(1, 2), local_chain.accounts[0])


def test_send__signer_without_gas_money__named(local_chain: Devnet, sample: Contract) -> None:
    with pytest.raises(NodeRefusedError, match=r"(?i)store: the node refused: .*insufficient funds"):
        send(local_chain.web3, sample.functions.store(2, ""), Account.create())


def test_send__node_gone__named(sample: Contract) -> None:
    with devnet() as other:
        lost = other.web3.eth.contract(address=sample.address, abi=sample.abi)
    with pytest.raises(ChainUnreachableError, match="store: the node stopped answering"):
        send(other.web3, lost.functions.store(1, ""), other.accounts[0])


TWO_NEW_SLOTS_A_SECOND = "0x600a600c600039600a6000f3" + "60014255" + "6001421955" + "00"
"""Deploys ``sstore(timestamp(), 1); sstore(not(timestamp()), 1)``, whatever it is called with: as record dates of two holders do."""


def test_send__costs_far_more_a_second_later__goes_through(fresh_chain: Devnet) -> None:
    web3, sender = fresh_chain.web3, fresh_chain.accounts[0]
    deployed = web3.eth.wait_for_transaction_receipt(
        web3.eth.send_transaction({"from": sender, "data": HexStr(TWO_NEW_SLOTS_A_SECOND)})
    )
    move = {"type": "function", "name": "move", "inputs": [], "outputs": [], "stateMutability": "nonpayable"}
    contract = web3.eth.contract(address=deployed["contractAddress"], abi=[move])
    web3.provider.make_request(RPCEndpoint("anvil_setBlockTimestampInterval"), [0])
    assert send(web3, contract.functions.move(), sender)["gasUsed"] > 60_000
    assert (
        web3.eth.estimate_gas({"from": sender, "to": contract.address}) < 30_000
    )  # the node looks at the last block's second
    web3.provider.make_request(RPCEndpoint("anvil_setBlockTimestampInterval"), [1])
    assert send(web3, contract.functions.move(), sender)["gasUsed"] > 60_000
