# SPDX-License-Identifier: Apache-2.0
"""A deployment record held against a live chain and against the artefacts of this release."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from eth_utils.crypto import keccak
from hexbytes import HexBytes
from web3 import Web3
from web3.exceptions import TransactionNotFound

from regalia.chain import artefacts
from regalia.chain.node_errors import WrongAnswerError
from regalia.chain.record import ContractRecord, DeploymentRecord
from regalia.chain.transact import explained
from regalia.errors import RegaliaError

_CLONE_HEAD = bytes.fromhex("363d3d373d3d3d363d73")  # ERC-1167, before and after the implementation's address
_CLONE_TAIL = bytes.fromhex("5af43d82803e903d91602b57fd5bf3")


@dataclass(frozen=True)
class Mismatch:
    """One field in which the record and the facts differ."""

    field: str
    recorded: str
    found: str

    def __str__(self) -> str:
        return f"{self.field}: the record says {self.recorded}, found {self.found}"


class RecordMismatchError(RegaliaError, ValueError):
    """The record is not of this chain, or not of this release; ``mismatches`` holds every difference."""

    def __init__(self, mismatches: tuple[Mismatch, ...], hint: str) -> None:
        super().__init__("\n".join(map(str, mismatches)), hint)
        self.mismatches = mismatches


def check_record(web3: Web3, record: DeploymentRecord) -> None:
    """Chain, deployment transaction and the code of every contract must be as recorded.

    Raises ``RecordMismatchError``, ``ChainUnreachableError``, ``NodeRefusedError`` and ``WrongAnswerError``.
    """
    with _understood(record), explained("record"):
        network = tuple(_network(web3, record))
        if network:
            raise RecordMismatchError(
                network, "Connect to the chain the deal lives on, or take the record of this one."
            )
        found = (*_transaction(web3, record), *_code(web3, record))
    if found:
        raise RecordMismatchError(found, "The record was altered, or what it names was never deployed on this chain.")


@contextmanager
def _understood(record: DeploymentRecord) -> Iterator[None]:
    """A number may be empty, code or a block's hash null: whatever a node says in place of it. Raises ``WrongAnswerError``."""
    try:
        yield
    except RegaliaError:
        raise
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise WrongAnswerError(
            f"record of {record.deal_id}: what the node answered makes no sense ({type(error).__name__})",
            "Try again, or use another node.",
        ) from error


def check_sources(record: DeploymentRecord) -> None:
    """Compiler and sources must be those of this release's artefacts. Raises ``RecordMismatchError``."""
    found = tuple(_sources(record))
    if found:
        raise RecordMismatchError(found, "Check it with the release of Regalia that made the record.")


def _network(web3: Web3, record: DeploymentRecord) -> Iterator[Mismatch]:
    yield from _differ("chain_id", record.chain_id, web3.eth.chain_id)
    yield from _differ("genesis_hash", record.genesis_hash, web3.eth.get_block(0)["hash"].to_0x_hex())


def _transaction(web3: Web3, record: DeploymentRecord) -> Iterator[Mismatch]:
    try:
        receipt = web3.eth.get_transaction_receipt(HexBytes(record.transaction_hash))
    except TransactionNotFound:
        yield Mismatch("transaction_hash", record.transaction_hash, "no such transaction")
        return
    yield from _differ("block_number", record.block_number, receipt["blockNumber"])
    yield from _differ("deployer", record.deployer, receipt["from"])


def _code(web3: Web3, record: DeploymentRecord) -> Iterator[Mismatch]:
    for field, contract in record.contracts():
        code = bytes(web3.eth.get_code(Web3.to_checksum_address(contract.address)))
        if not code:
            yield Mismatch(f"{field}.address", contract.address, "no code there")
            continue
        yield from _differ(f"{field}.code_hash", contract.code_hash, "0x" + keccak(code).hex())
        yield from _made_of(field, contract, code)


def _made_of(field: str, contract: ContractRecord, code: bytes) -> Iterator[Mismatch]:
    if contract.implementation is not None:
        # immutable arguments may follow the clone's code
        if not code.startswith(_CLONE_HEAD + bytes.fromhex(contract.implementation[2:]) + _CLONE_TAIL):
            yield Mismatch(f"{field}.implementation", contract.implementation, "code that is not its clone")
    elif contract.artefact is not None and not (
        contract.artefact in artefacts.all_names() and artefacts.load(contract.artefact).matches(code)
    ):
        yield Mismatch(f"{field}.artefact", contract.artefact, "other code")


def _sources(record: DeploymentRecord) -> Iterator[Mismatch]:
    settings = {"version": record.compiler.version, **record.compiler.settings}
    ours = artefacts.load(artefacts.all_names()[0])  # one compile, so every artefact has the same settings
    yield from _differ("compiler", settings, dict(ours.settings))
    for field, contract in record.contracts():
        if contract.artefact is None:
            continue
        if contract.artefact not in artefacts.all_names():
            yield Mismatch(f"{field}.artefact", contract.artefact, "no such artefact")
            continue
        source_hash = artefacts.load(contract.artefact).source_hash
        yield from _differ(f"{field}.source_hash", contract.source_hash, source_hash)


def _differ(field: str, recorded: object, found: object) -> Iterator[Mismatch]:
    if recorded != found:
        yield Mismatch(field, str(recorded), str(found))
