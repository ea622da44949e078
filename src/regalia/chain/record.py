# SPDX-License-Identifier: Apache-2.0
"""The deployment record: what was deployed for a deal, where, when, by whom and from what. One file a deal."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from regalia.chain.record_address import KNOWN, addresses_in
from regalia.chain.record_address import Address as Address
from regalia.errors import RegaliaError
from regalia.files import is_there, read_file, write_files


class RecordError(RegaliaError, ValueError):
    """The file is not a deployment record; the message lists everything wrong with it, a line each."""


class RecordMissingError(RegaliaError, FileNotFoundError):
    """There is no record at the path."""


class RecordExistsError(RegaliaError, FileExistsError):
    """There is a record already where a new one would go."""


class RecordWriteError(RegaliaError, OSError):
    """The record, or its folder, can't be written; what was there before is as it was."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(f"{path} can't be written: {error.strerror or error}", "Give a folder that you may write to.")


Hash = Annotated[str, StringConstraints(pattern=r"^0x[0-9a-f]{64}$")]
Label = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
Natural = Annotated[int, Field(ge=0)]


MAX_BYTES = 1_000_000
"""Of a record: those of deals with many tranches have tens of thousands."""
POOL_OF_RIGHTS = "RightsPool"
"""The artefact of our own source of facts."""
_VERSION: Literal[5] = 5
_FORMER_VERSIONS = (1, 2, 3, 4)


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class ContractRecord(_Model):
    """One contract. ``code_hash`` is the keccak-256 of the code at the address.

    ``artefact`` and ``source_hash`` name what it was compiled from; both are absent for a contract of others (a live
    payment token). A clone (ERC-1167) has the address of its ``implementation``.
    """

    address: Address
    code_hash: Hash
    artefact: Label | None = None
    source_hash: Hash | None = None
    implementation: Address | None = None

    @model_validator(mode="after")
    def _named_with_source(self) -> ContractRecord:
        if (self.artefact is None) != (self.source_hash is None):
            raise ValueError("artefact and source_hash are given together or not at all")
        return self


class CompilerRecord(_Model):
    """The compiler's version and settings, as in the artefacts."""

    version: str
    settings: dict[str, Any]


class AttestorsRecord(_Model):
    """Who signs receipts reports, in rising address order, and how many have to."""

    signers: Annotated[list[Address], Field(min_length=1)]
    threshold: Annotated[int, Field(ge=1)]
    weights: list[Annotated[int, Field(ge=1, le=255)]] | None = None
    """One a signer; without them everybody weighs 1."""

    @model_validator(mode="after")
    def _possible(self) -> AttestorsRecord:
        numbers = [int(signer, 16) for signer in self.signers]
        if any(a >= b for a, b in pairwise(numbers)):
            raise ValueError("signers must rise strictly")
        if self.weights is not None and len(self.weights) != len(numbers):
            raise ValueError(f"{len(self.weights)} weights are given for {len(numbers)} signers")
        if self.threshold > (weight := sum(self.weights or [1] * len(numbers))):
            raise ValueError(f"threshold {self.threshold} is above the weight of all signers, {weight}")
        return self


class RightsRecord(_Model):
    """Where the rights behind a deal are known, when its ``pool_facts`` is a pool of rights: their registry, the oracle of
    legal events, what asks before a right may back a deal, and the oracle of valuations where there was one.

    ``since`` is the block from which on the registry's events tell everything: it may serve many deals, and be older than this one.
    """

    registry: ContractRecord
    oracle: ContractRecord
    gates: ContractRecord
    valuation_oracle: ContractRecord | None = None
    since: Natural


class DeploymentRecord(_Model):
    """Everything a stranger needs, besides the deal file and a node, to check a deal from its first block on.

    ``tokens`` are by tranche id, ``payees`` by party id, ``implementations`` (what clones delegate to) by artefact.
    ``settlement_desk`` is where its units are traded, None where none was named.
    ``pool_facts`` is the source of the facts a deal looks at, None for one that looks at none: a pool of rights, with ``rights`` beside
    it, or a contract of others.
    ``block_number`` and ``transaction_hash`` are of the transaction that made the deal. ``arguments`` are that
    transaction's, as JSON values.
    """

    schema_version: Literal[5] = _VERSION
    chain_id: Annotated[int, Field(ge=1)]
    genesis_hash: Hash
    deal_id: Label
    terms_hash: Hash
    block_number: Natural
    transaction_hash: Hash
    deployer: Address
    compiler: CompilerRecord
    factory: ContractRecord
    deal: ContractRecord
    escrow: ContractRecord
    oracle: ContractRecord
    investor_registry: ContractRecord
    transfer_agent: ContractRecord
    supervisor: ContractRecord
    support_facility: ContractRecord
    deal_lens: ContractRecord
    program_checker: ContractRecord
    noteholder_meeting: ContractRecord
    settlement_desk: ContractRecord | None = None
    offering: ContractRecord
    payment_token: ContractRecord
    pool_facts: ContractRecord | None = None
    rights: RightsRecord | None = None
    tokens: Annotated[dict[Label, ContractRecord], Field(min_length=1)]
    implementations: dict[Label, ContractRecord] = {}
    payees: dict[Label, Address]
    attestors: AttestorsRecord
    arguments: dict[str, Any] = {}

    @model_validator(mode="after")
    def _consistent(self) -> DeploymentRecord:
        twice = [a for a, times in Counter(c.address for _, c in self.contracts()).items() if times > 1]
        if twice:
            raise ValueError(f"{twice[0]} is given for more than one contract")
        known = {c.address for c in self.implementations.values()}
        for field, contract in self.contracts():
            if contract.implementation not in {None, *known}:
                raise ValueError(f"{field}.implementation {contract.implementation} is not among implementations")
        of_rights = self.pool_facts is not None and self.pool_facts.artefact == POOL_OF_RIGHTS
        if of_rights != (self.rights is not None):
            raise ValueError(f"rights are recorded where pool_facts is a {POOL_OF_RIGHTS}, and nowhere else")
        return self

    def contracts(self) -> Iterator[tuple[str, ContractRecord]]:
        """Every contract with the name of its field."""
        for field in _ROLES:
            yield field, getattr(self, field)
        if self.settlement_desk is not None:
            yield "settlement_desk", self.settlement_desk
        if self.pool_facts is not None:
            yield "pool_facts", self.pool_facts
        if self.rights is not None:
            yield "rights.registry", self.rights.registry
            yield "rights.oracle", self.rights.oracle
            yield "rights.gates", self.rights.gates
            if self.rights.valuation_oracle is not None:
                yield "rights.valuation_oracle", self.rights.valuation_oracle
        for group in ("tokens", "implementations"):
            for key, contract in getattr(self, group).items():
                yield f"{group}.{key}", contract

    def to_json(self) -> str:
        """The text of the file: the same for the same record."""
        return json.dumps(self.model_dump(mode="json"), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


_ROLES = (
    "factory",
    "deal",
    "escrow",
    "oracle",
    "investor_registry",
    "transfer_agent",
    "supervisor",
    "support_facility",
    "deal_lens",
    "program_checker",
    "noteholder_meeting",
    "offering",
    "payment_token",
)


def record_path(folder: Path, chain_id: int, deal_id: str) -> Path:
    """Where the record of a deal is kept: ``folder/<chain id>/<deal>.json``."""
    return folder / str(chain_id) / f"{deal_id}.json"


def check_writable(folder: Path) -> None:
    """Make the folder and try it out, before anything is sent whose record belongs there. Raises ``RecordWriteError``."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise RecordWriteError(folder, error) from error


def check_free(path: Path) -> None:
    """Nothing may stand where a record is to go: it may be the only one of a deal. Raises ``RecordExistsError``."""
    if is_there(path):
        raise RecordExistsError(
            f"record: {path} exists",
            "Another deal of these terms was made here: keep its record elsewhere, or --replace it.",
        )


def load_record(path: Path) -> DeploymentRecord:
    """Read a record. Raises ``RecordMissingError``, and ``RecordError`` with every fault at once."""
    try:
        text = read_file(path, MAX_BYTES)
        known = _looked_at(path, text)
        return DeploymentRecord.model_validate_json(text, context={KNOWN: known})
    except FileNotFoundError as error:
        raise RecordMissingError(
            f"record: there is no file {path}", "Deploy the deal, or give the record's path."
        ) from error
    except OSError as error:
        raise RecordError(f"record: {path} can't be read: {error.strerror}") from error
    except ValidationError as error:
        faults = [_fault(fault) for fault in error.errors(include_url=False)]
        count = f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'}"
        message = "\n".join([f"record {path.name}: {count}", *faults])
        raise RecordError(message, "Take the record that was published.") from error


def _looked_at(path: Path, text: bytes) -> tuple[str, ...]:
    """The addresses that are spelled right. A record of an earlier form is of contracts this release does not know: said as such,
    not as a list of faults.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):  # not JSON at all, or brackets in brackets: reported with the other faults
        return ()
    version = data.get("schema_version") if isinstance(data, dict) else None
    if version in _FORMER_VERSIONS:
        raise RecordError(
            f"record {path.name}: schema_version: {version} is of an earlier release, this one reads {_VERSION}",
            "Use the release that made the deal: its contracts are others.",
        )
    return tuple(dict.fromkeys(addresses_in(data)))


def save_record(record: DeploymentRecord, folder: Path) -> Path:
    """Write the record to its place under ``folder``, whole or not at all; returns the path. Raises ``RecordWriteError``."""
    path = record_path(folder, record.chain_id, record.deal_id)
    try:
        _write(path, record.to_json())
    except OSError as error:
        raise RecordWriteError(path, error) from error
    return path


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_files({path: text.encode()}, sync=True)


def _fault(fault: Any) -> str:
    field = ".".join(map(str, fault["loc"])) or "record"
    value = "" if isinstance(fault["input"], dict | bytes) else f" {fault['input']!r}"
    return f"  {field}:{value} {fault['msg'].removeprefix('Value error, ')}"
