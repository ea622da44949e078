# SPDX-License-Identifier: Apache-2.0
"""An issuer's attestation: Python signs exactly what the contract checks, and nothing else passes."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from eth_abi.abi import encode
from eth_account import Account
from eth_account._utils.encode_typed_data.encoding_and_hashing import hash_type
from eth_utils.crypto import keccak
from web3 import Web3

from regalia.chain.deployer import ADMIN_DELAY, contract, deploy_contract
from regalia.chain.devnet import Devnet
from regalia.chain.errors import ContractRevertedError
from regalia.chain.transact import call, send
from regalia.servicing.eligibility import (
    Eligibility,
    EligibilityError,
    NotAnIssuerError,
    RegistryDomain,
    check_attestable,
    digest,
    register,
    sign,
    signable,
    typed_data,
    with_nonce,
)
from tests.contracts.registry_desk import YEAR, RegistryDesk
from tests.support.chain import refused
from tests.support.roles import actor, key_of
from tests.support.sample import START

FUND, OTHER = actor("pension_fund"), actor("other")
ISSUER = key_of("issuer")
DOMAIN = RegistryDomain(31_337, actor("registry"))
ATTESTED = Eligibility(FUND, FUND, 276, 3, START + YEAR, 0, START + 3_600)
TYPE = (
    "Eligibility(address wallet,address investor,uint16 country,uint8 class,uint48 validUntil,"
    "uint256 nonce,uint48 deadline)"
)
CHANGED: dict[str, Any] = {
    "wallet": OTHER,
    "investor": OTHER,
    "country": 277,
    "investor_class": 2,
    "valid_until": START + YEAR + 1,
    "nonce": 1,
    "deadline": START + 3_601,
}


@pytest.fixture
def desk() -> RegistryDesk:
    made = RegistryDesk()
    made.appoint(ISSUER.address)
    return made


def test_type_hash__contract_library_and_the_text_of_the_standard__the_same(desk: RegistryDesk) -> None:
    by_standard = keccak(text=TYPE)
    types = {"Eligibility": typed_data(ATTESTED, DOMAIN)["types"]["Eligibility"]}
    assert desk.contract.read("ELIGIBILITY_TYPEHASH") == by_standard
    assert hash_type("Eligibility", types) == by_standard


def test_digest__contract_library_and_by_hand__the_same(desk: RegistryDesk) -> None:
    domain_type = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    separator = keccak(
        encode(
            ["bytes32", "bytes32", "bytes32", "uint256", "address"],
            [
                keccak(text=domain_type),
                keccak(text="Regalia InvestorRegistry"),
                keccak(text="1"),
                31_337,
                desk.contract.address,
            ],
        )
    )
    kinds = ["bytes32", "address", "address", "uint16", "uint8", "uint48", "uint256", "uint48"]
    body = keccak(encode(kinds, [keccak(text=TYPE), *ATTESTED.as_tuple()]))
    by_hand = keccak(b"\x19\x01" + separator + body)
    assert digest(ATTESTED, desk.domain) == by_hand
    assert desk.contract.read("digestOf", ATTESTED.as_tuple()) == by_hand


def test_sign__by_the_issuer__the_contract_accepts_and_the_library_recovers_it(desk: RegistryDesk) -> None:
    signature = sign(ATTESTED, desk.domain, ISSUER)
    assert len(signature) == 65
    assert Account.recover_message(signable(ATTESTED, desk.domain), signature=signature) == ISSUER.address
    desk.submit(ATTESTED, ISSUER.address, signature)
    assert desk.passport(FUND).eligible


def test_changed__every_field__is_tried() -> None:
    assert set(CHANGED) == {field.name for field in fields(Eligibility)}


@pytest.mark.parametrize("field", CHANGED)
def test_signature__one_field_changed__another_digest(field: str) -> None:
    assert digest(replace(ATTESTED, **{field: CHANGED[field]}), DOMAIN) != digest(ATTESTED, DOMAIN)


@pytest.mark.parametrize("field", CHANGED)
def test_register__one_field_changed_after_signing__bad_signature(desk: RegistryDesk, field: str) -> None:
    signed = ATTESTED
    if field in ("wallet", "nonce"):  # so that the signature is all that is wrong with it
        desk.register(ATTESTED)
    if field == "wallet":
        signed = replace(ATTESTED, nonce=1)
    changed = replace(signed, **{field: CHANGED[field]})
    before = desk.state(FUND, OTHER)
    with refused("InvestorRegistry_BadSignature", issuer=ISSUER.address, digest=digest(changed, desk.domain)):
        desk.submit(changed, ISSUER.address, sign(signed, desk.domain, ISSUER))
    assert desk.state(FUND, OTHER) == before


def test_register__signed_for_another_registry__refused(desk: RegistryDesk) -> None:
    foreign = sign(ATTESTED, replace(desk.domain, registry=OTHER), ISSUER)
    with refused("InvestorRegistry_BadSignature", issuer=ISSUER.address, digest=digest(ATTESTED, desk.domain)):
        desk.submit(ATTESTED, ISSUER.address, foreign)


def test_register__signed_on_another_chain__refused(desk: RegistryDesk) -> None:
    elsewhere = RegistryDesk(chain_id=1)
    elsewhere.appoint(ISSUER.address)
    assert elsewhere.contract.address == desk.contract.address
    signature = sign(ATTESTED, elsewhere.domain, ISSUER)
    elsewhere.submit(ATTESTED, ISSUER.address, signature)
    with refused("InvestorRegistry_BadSignature", issuer=ISSUER.address, digest=digest(ATTESTED, desk.domain)):
        desk.submit(ATTESTED, ISSUER.address, signature)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("country", -1),
        ("country", 2**16),
        ("investor_class", 256),
        ("valid_until", 2**48),
        ("nonce", 2**256),
        ("deadline", -1),
    ],
)
def test_eligibility__number_outside_its_field__refused(field: str, value: Any) -> None:
    with pytest.raises(EligibilityError, match=rf"{value} is not from 0 to"):
        replace(ATTESTED, **{field: value})


@pytest.mark.devnet
def test_register__over_a_node__eligible_once_and_only_by_the_wallet(local_chain: Devnet) -> None:
    web3, (admin, fund, attacker) = local_chain.web3, local_chain.accounts[:3]
    registry = deploy_contract(web3, "InvestorRegistry", admin, admin, ADMIN_DELAY)
    functions = contract(web3, "InvestorRegistry", registry).functions
    send(web3, functions.addIssuer(ISSUER.address), admin)
    domain = RegistryDomain(local_chain.chain_id, registry)
    attested = with_nonce(web3, registry, Eligibility(fund, fund, 276, 3, 2**40, 9, 2**40))
    assert attested.nonce == 0
    signature = sign(attested, domain, ISSUER)
    with pytest.raises(ContractRevertedError, match="InvestorRegistry_OnlyWallet"):
        register(web3, registry, attested, ISSUER.address, signature, attacker)
    register(web3, registry, attested, ISSUER.address, signature, fund)
    assert call(web3, functions.isVerified(fund)) is True
    assert with_nonce(web3, registry, attested).nonce == 1
    with pytest.raises(ContractRevertedError, match="InvalidAccountNonce"):
        register(web3, registry, attested, ISSUER.address, signature, fund)


@pytest.mark.devnet
def test_check_attestable__before_signing__what_the_registry_would_refuse_later(local_chain: Devnet) -> None:
    web3, (admin, fund) = local_chain.web3, local_chain.accounts[:2]
    registry = deploy_contract(web3, "InvestorRegistry", admin, admin, ADMIN_DELAY)
    issuer, nobody = ISSUER.address, Web3.to_checksum_address("0x" + "00" * 20)
    with pytest.raises(NotAnIssuerError, match=f"account: {issuer} is not an issuer of the registry {registry}"):
        check_attestable(web3, registry, issuer, 2**40, fund)
    send(web3, contract(web3, "InvestorRegistry", registry).functions.addIssuer(issuer), admin)
    check_attestable(web3, registry, issuer, 2**40, fund)
    now = web3.eth.get_block("latest")["timestamp"]
    with pytest.raises(EligibilityError, match=r"until: .* UTC is not after the chain's time, .* UTC"):
        check_attestable(web3, registry, issuer, now, fund)
    with pytest.raises(EligibilityError, match="sibling: the registry does not know the wallet"):
        check_attestable(web3, registry, issuer, 2**40, nobody)
