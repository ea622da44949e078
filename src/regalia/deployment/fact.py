# SPDX-License-Identifier: Apache-2.0
"""What is on a chain: ``platform.json`` beside the wish. It is made again from the chain where it is lost."""

from __future__ import annotations

import functools
import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from regalia import __version__
from regalia.chain import artefacts
from regalia.chain.compiler import PROJECT
from regalia.chain.record import Address, CompilerRecord, Hash, Label, Natural
from regalia.deployment.errors import FactsDifferError, FactsError
from regalia.deployment.files import write_whole
from regalia.deployment.pieces import Piece
from regalia.deployment.proxy import PROXY
from regalia.deployment.view import View
from regalia.deployment.wish import Wanted


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class ContractFact(_Model):
    """One contract: where it is, of what, with which constructor arguments, and the block it was first found in."""

    address: Address
    code_hash: Hash
    artefact: Label
    source_hash: Hash
    arguments: list[Any]
    block: Natural


class PlatformFacts(_Model):
    """``salt`` and ``account`` are the wish's; ``release`` and ``commit`` of whoever wrote the file first."""

    schema_version: Literal[1] = 1
    chain_id: Annotated[int, Field(ge=1)]
    genesis_hash: Hash
    account: Address
    salt: str
    proxy: Address
    compiler: CompilerRecord
    release: str
    commit: str | None
    contracts: dict[Label, ContractFact]

    def to_json(self) -> str:
        """The text of the file: the same for the same facts."""
        return json.dumps(self.model_dump(mode="json"), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def load_facts(path: Path) -> PlatformFacts | None:
    """None where there is no file. Raises ``FactsError`` with every fault."""
    try:
        return PlatformFacts.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FactsError(f"{path} can't be read: {error.strerror}", "Give a file you may read.") from error
    except ValidationError as error:
        faults = [f"  {'.'.join(map(str, f['loc'])) or 'file'}: {f['msg']}" for f in error.errors(include_url=False)]
        raise FactsError(
            "\n".join([f"{path} does not hold the facts of a platform:", *faults]),
            "Move it away: it is written again from the chain.",
        ) from error


def facts_with(view: View, wanted: Wanted, known: PlatformFacts | None, blocks: Mapping[str, int]) -> PlatformFacts:
    """Those that are known, and every piece of the wish that is on the chain; ``blocks`` says of some in which block they were made."""
    contracts = dict(known.contracts) if known else {}
    for key, piece in wanted.pieces.items():
        if key not in contracts and view.code(piece.address):
            block = blocks[key] if key in blocks else view.first_block(piece.address)
            contracts[key] = _fact(view, piece, block)
    if known:
        return known.model_copy(update={"contracts": contracts})
    settings = dict(artefacts.load("MockPaymentToken").settings)
    return PlatformFacts(
        chain_id=view.chain_id,
        genesis_hash=view.genesis_hash,
        account=wanted.wish.account,
        salt=wanted.wish.salt,
        proxy=PROXY,
        compiler=CompilerRecord(version=str(settings.pop("version")), settings=settings),
        release=__version__,
        commit=commit(),
        contracts=contracts,
    )


def save_facts(path: Path, facts: PlatformFacts) -> None:
    """Raises ``FactsError``."""
    write_whole(path, facts.to_json())


def _fact(view: View, piece: Piece, block: int) -> ContractFact:
    return ContractFact(
        address=piece.address,
        code_hash=view.hash_of(piece.address),
        artefact=piece.name,
        source_hash=piece.artefact.source_hash,
        arguments=[str(argument) if isinstance(argument, int) else argument for argument in piece.arguments],
        block=block,
    )


def check_facts(view: View, wanted: Wanted, facts: PlatformFacts) -> None:
    """The facts must be of this chain and of the platform the wish means. Raises ``FactsDifferError`` with every difference."""
    if (facts.chain_id, facts.genesis_hash) != (view.chain_id, view.genesis_hash):
        raise FactsDifferError(
            f"{wanted.facts_path}: is of chain {facts.chain_id} with genesis {facts.genesis_hash}; the node's chain "
            f"{view.chain_id} has {view.genesis_hash}",
            "A local chain that was started again: --replace begins its facts and records anew. Otherwise name the right node.",
        )
    wish = wanted.wish
    said = {"account": wish.account, "salt": wish.salt}
    found = [
        f"  {field}: the wish says {value}, the facts {getattr(facts, field)}"
        for field, value in said.items()
        if getattr(facts, field) != value
    ]
    if not found:
        found = [
            f"  {key}: the wish and this release mean {piece.name} at {piece.address}, the facts say {facts.contracts[key].address}"
            for key, piece in wanted.pieces.items()
            if key in facts.contracts and facts.contracts[key].address != piece.address
        ]
    if found:
        raise FactsDifferError(
            "\n".join([f"{wanted.facts_path}: is of another platform than the wish means:", *found]),
            f"Keep that platform: put the wish back, or use the release that made it ({facts.release}). For another one move its facts "
            "and records to a folder of their own.",
        )


@functools.cache
def commit() -> str | None:
    """Of the checkout this runs from, with ``-dirty`` where files were changed; None where it is none."""
    if not (PROJECT / ".git").exists():
        return None
    command = ["git", "-C", str(PROJECT), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return None
    return said or None
