# SPDX-License-Identifier: Apache-2.0
"""Allowances by signature (ERC-2612), for a permit and its use in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from eth_abi.abi import encode
from eth_abi.exceptions import DecodingError
from eth_account.messages import encode_typed_data
from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from eth_utils.crypto import keccak
from web3 import Web3
from web3.contract import Contract
from web3.contract.contract import ContractFunction
from web3.exceptions import Web3Exception

from regalia.chain.connection import NodeRefusedError
from regalia.chain.deployer import contract
from regalia.chain.errors import ContractRevertedError
from regalia.chain.transact import call
from regalia.errors import RegaliaError

_DOMAIN = (("name", "string"), ("version", "string"), ("chainId", "uint256"), ("verifyingContract", "address"))
_DOMAIN_TYPE = keccak(text=f"EIP712Domain({','.join(f'{kind} {name}' for name, kind in _DOMAIN)})")
_PERMIT = (
    ("owner", "address"),
    ("spender", "address"),
    ("value", "uint256"),
    ("nonce", "uint256"),
    ("deadline", "uint256"),
)
_VERSIONS = ("1", "2")
"""Of tokens that don't say theirs."""


class NoPermitError(RegaliaError, LookupError):
    """The token takes no permits that can be signed here."""


@dataclass(frozen=True)
class Permit:
    """``value`` may be taken until ``deadline`` (seconds since 1970); the signature is v, r, s."""

    token: ChecksumAddress
    value: int
    deadline: int
    signature: tuple[int, bytes, bytes]


def check_permit(web3: Web3, token: ChecksumAddress) -> None:
    """Raises ``NoPermitError`` for a token whose permits can't be signed here."""
    _domain(web3, token)


def sign_permit(
    web3: Web3, token: ChecksumAddress, spender: ChecksumAddress, value: int, deadline: int, owner: LocalAccount
) -> Permit:
    """With the owner's present nonce, so it serves once. Raises ``NoPermitError`` and ``ChainUnreachableError``."""
    domain = _domain(web3, token)
    message = {
        "types": {
            "EIP712Domain": [{"name": name, "type": kind} for name, kind in _DOMAIN],
            "Permit": [{"name": name, "type": kind} for name, kind in _PERMIT],
        },
        "primaryType": "Permit",
        "domain": domain,
        "message": {
            "owner": owner.address,
            "spender": spender,
            "value": value,
            "nonce": _answer(web3, token, "nonces", owner.address),
            "deadline": deadline,
        },
    }
    signed = owner.sign_message(encode_typed_data(full_message=message))
    return Permit(token, value, deadline, (signed.v, signed.r.to_bytes(32, "big"), signed.s.to_bytes(32, "big")))


def one_transaction(spender: Contract, permit: Permit, act: ContractFunction) -> ContractFunction:
    """The permit, then ``act``, by the spender's own ``multicall``: a permit that somebody else used first does no harm."""
    given = [permit.token, permit.value, permit.deadline, *permit.signature]
    calls = [spender.encode_abi("permit", given), spender.encode_abi(act.fn_name, list(act.arguments))]
    return spender.functions.multicall([bytes.fromhex(data.removeprefix("0x")) for data in calls])


def _domain(web3: Web3, token: ChecksumAddress) -> dict[str, Any]:
    """Name and version as the token says them (ERC-5267), or its plain name; whether they are right its own hash tells."""
    expected = bytes(_answer(web3, token, "DOMAIN_SEPARATOR"))
    for name, version in _names(web3, token):
        values = (name, version, web3.eth.chain_id, token)
        hashed = [_DOMAIN_TYPE, keccak(text=name), keccak(text=version), *values[2:]]
        if keccak(encode(["bytes32", "bytes32", "bytes32", "uint256", "address"], hashed)) == expected:
            return dict(zip((field for field, _ in _DOMAIN), values, strict=True))
    raise NoPermitError(f"permit: {token}: its signing domain is not a usual one", "Leave --permit out.")


def _names(web3: Web3, token: ChecksumAddress) -> Iterator[tuple[str, str]]:
    try:
        _, name, version, *_ = _answer(web3, token, "eip712Domain")
        yield name, version
    except NoPermitError:  # older tokens don't say
        pass
    for version in _VERSIONS:
        yield _answer(web3, token, "name"), version


def _answer(web3: Web3, token: ChecksumAddress, view: str, *arguments: object) -> Any:
    function = contract(web3, "ITrancheToken", token).functions[view](*arguments)
    try:
        return call(web3, function)
    except (ContractRevertedError, NodeRefusedError, Web3Exception, DecodingError) as error:
        raise NoPermitError(f"permit: {token}: does not answer {view}() (ERC-2612)", "Leave --permit out.") from error
