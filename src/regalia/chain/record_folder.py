# SPDX-License-Identifier: Apache-2.0
"""The records of a chain's deals in one folder, by the name of the deal."""

from __future__ import annotations

from pathlib import Path

from regalia.chain.record import record_path
from regalia.errors import RegaliaError
from regalia.nearest import did_you_mean

PLATFORM = "platform"
"""A file beside the records that is none."""


class UnknownDealError(RegaliaError, LookupError):
    """There is no record of that name."""


def named_records(folder: Path, chain_id: int) -> dict[str, Path]:
    """Records of a chain by the name of their deal, in the order of the names."""
    found = sorted((folder / str(chain_id)).glob("*.json"))
    return {path.stem: path for path in found if path.stem != PLATFORM}


def named_record(name: str, folder: Path, chain_id: int) -> Path:
    """Raises ``UnknownDealError``."""
    known = named_records(folder, chain_id)
    if name not in known:
        raise UnknownDealError(
            f"deal: there is no record {record_path(folder, chain_id, name)}",
            did_you_mean(name, known) if known else f"Records of chain {chain_id} belong in {folder / str(chain_id)}.",
        )
    return known[name]
