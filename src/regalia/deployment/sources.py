# SPDX-License-Identifier: Apache-2.0
"""What a verifier of sources wants of each contract: the compiler's standard JSON input, and the constructor's arguments.

The code has no hash of its metadata at its end (``regalia.chain.compiler``), so it matches whatever comments and paths are; a verifier
calls that a match, not an exact match.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eth_utils.crypto import keccak
from web3 import Web3

from regalia.chain import artefacts
from regalia.chain.compiler import PROJECT, REMAPPINGS, SETTINGS, VERSION
from regalia.chain.record import load_record, record_path
from regalia.deployment.errors import SourcesError
from regalia.deployment.fact import load_facts
from regalia.deployment.files import write_whole
from regalia.deployment.pieces import encode_arguments
from regalia.deployment.wanted_deal import WantedDeal, offering_of
from regalia.deployment.wish import Wanted

COMPILER = f"{VERSION}+commit.f401782d"
"""The compiler's long version, which verifiers ask for."""
_IMPORT = re.compile(r"""^\s*import\s+(?:[^"';]*?\s+from\s+)?["']([^"']+)["']\s*;""", re.MULTILINE)
_OUTPUTS = ["abi", "evm.bytecode.object", "evm.deployedBytecode.object", "metadata"]


@dataclass(frozen=True)
class Source:
    """One contract at an address. ``arguments`` are the constructor's, encoded; ``key`` names its files."""

    key: str
    name: str
    address: str
    arguments: bytes

    @property
    def identifier(self) -> str:
        """``file:contract``, as the compiler and verifiers say it."""
        return f"{artefacts.load(self.name).source}:{self.name}"

    def index(self, chain_id: int) -> dict[str, Any]:
        return {
            "address": self.address,
            "arguments": "0x" + self.arguments.hex(),
            "chain_id": chain_id,
            "compiler": f"v{COMPILER}",
            "contract": self.identifier,
            "input": f"{self.name}.json",
        }


def sources_of(wanted: Wanted) -> list[Source]:
    """Of the platform as the facts tell of it, and the escrow of each deal that has a record. What deals are clones of is among the
    platform's; explorers find that out of a clone themselves. Raises ``FactsError``, ``SourcesError`` and ``RecordError``.
    """
    facts = load_facts(wanted.facts_path)
    if facts is None:
        raise SourcesError(f"{wanted.facts_path}: there is no such file", "Deploy first: regalia deploy apply.")
    found = [
        Source(key, piece.name, piece.address, piece.encoded_arguments)
        for key, piece in wanted.pieces.items()
        if key in facts.contracts and facts.contracts[key].address == piece.address
    ]
    if "factory" in facts.contracts:
        factory = Web3.to_checksum_address(facts.contracts["factory"].address)
        found.append(Source("offering", "Offering", offering_of(factory), b""))
    return found + list(_escrows(wanted))


def _escrows(wanted: Wanted) -> Iterator[Source]:
    """Each deal's escrow is deployed whole, and holds its cash: the one contract of a deal that is no clone."""
    for deal in wanted.deals:
        path = record_path(wanted.folder, wanted.wish.chain_id, deal.id)
        if path.exists():
            record = load_record(path)
            yield Source(
                f"escrow-{deal.id}", "RoyaltyEscrow", record.escrow.address, _of_escrow(deal, record.arguments, record)
            )


def _of_escrow(deal: WantedDeal, said: dict[str, Any], record: Any) -> bytes:
    books = len(deal.program.accounts) + len(deal.program.facilities)
    parts = (
        record.deal.address,
        said["payment_token"],
        books,
        record.investor_registry.address,
        record.supervisor.address,
    )
    return encode_arguments("RoyaltyEscrow", (*parts, bytes.fromhex(said["tax_table"][2:]), said["tax_authority"]))


def standard_input(name: str, root: Path = PROJECT) -> dict[str, Any]:
    """What the contract was compiled from, imports included, and how. Raises ``SourcesError`` unless it is that to the byte."""
    artefact = artefacts.load(name)
    try:
        files = _with_imports(root, artefact.source)
    except OSError as error:
        raise SourcesError(
            f"sources: {error.filename}: {error.strerror}", "Run this in a checkout of the release, after `make setup`."
        ) from error
    parts = sorted((path, "0x" + keccak(text=text).hex()) for path, text in files.items())
    if "0x" + hashlib.sha256(json.dumps(parts).encode()).hexdigest() != artefact.source_hash:
        raise SourcesError(
            f"sources: {artefact.source} and its imports are not those that {name} was compiled from",
            "Take the checkout of the release that made the deployment, unchanged.",
        )
    settings = {**SETTINGS, "remappings": list(REMAPPINGS), "outputSelection": {"*": {"*": _OUTPUTS}}}
    content = {path: {"content": files[path]} for path in sorted(files)}
    return {"language": "Solidity", "sources": content, "settings": settings}


def _with_imports(root: Path, source: str) -> dict[str, str]:
    found: dict[str, str] = {}
    waiting = [source]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found[path] = (root / path).read_text(encoding="utf-8")
            waiting += [_resolved(path, imported) for imported in _IMPORT.findall(found[path])]
    return found


def _resolved(path: str, imported: str) -> str:
    if imported.startswith("."):
        return posixpath.normpath(posixpath.join(posixpath.dirname(path), imported))
    for remapping in REMAPPINGS:
        prefix, _, target = remapping.partition("=")
        if imported.startswith(prefix):
            return target + imported.removeprefix(prefix)
    return imported


def write_sources(wanted: Wanted, sources: Sequence[Source], folder: Path, root: Path = PROJECT) -> list[Path]:
    """A standard JSON input for each kind of contract, and ``index.json``: what is at which address, with which arguments."""
    paths = []
    for name in dict.fromkeys(source.name for source in sources):
        paths.append(folder / f"{name}.json")
        write_whole(paths[-1], json.dumps(standard_input(name, root), indent=1, ensure_ascii=False) + "\n")
    index = {source.key: source.index(wanted.wish.chain_id) for source in sources}
    write_whole(folder / "index.json", json.dumps(index, indent=2) + "\n")
    return [*paths, folder / "index.json"]
