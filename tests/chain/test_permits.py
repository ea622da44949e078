# SPDX-License-Identifier: Apache-2.0
"""Permits: signed for tokens that take them, and refused for others before anything is signed."""

from __future__ import annotations

import pytest
from web3.types import RPCEndpoint

from regalia.chain.deployer import contract, deploy_contract
from regalia.chain.devnet import Devnet
from regalia.chain.permits import NoPermitError, check_permit, sign_permit
from regalia.chain.transact import send
from tests.support.roles import actor, key_of

pytestmark = pytest.mark.devnet


def test_sign_permit__by_the_owner__the_token_allows_so_much(local_chain: Devnet) -> None:
    web3, owner, spender = local_chain.web3, key_of("holder"), actor("spender")
    web3.provider.make_request(RPCEndpoint("anvil_setBalance"), [owner.address, hex(10**18)])
    token = deploy_contract(web3, "MockPaymentToken", local_chain.accounts[0])
    check_permit(web3, token)
    permit = sign_permit(web3, token, spender, 77, 2**40, owner)
    functions = contract(web3, "ITrancheToken", token).functions
    send(web3, functions.permit(owner.address, spender, 77, 2**40, *permit.signature), local_chain.accounts[0])
    assert functions.allowance(owner.address, spender).call() == 77


@pytest.mark.parametrize("name", ["MockSilentToken", "DealLens"])
def test_check_permit__token_without_permits_or_no_token__named(local_chain: Devnet, name: str) -> None:
    token = deploy_contract(local_chain.web3, name, local_chain.accounts[0])
    with pytest.raises(NoPermitError, match=r"does not answer \w+\(\) \(ERC-2612\)") as refusal:
        check_permit(local_chain.web3, token)
    assert refusal.value.hint == "Leave --permit out."
