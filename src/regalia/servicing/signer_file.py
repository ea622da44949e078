# SPDX-License-Identifier: Apache-2.0
"""A file that names the next attestors of a deal, their addresses, what each weighs and the weight that is needed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from eth_typing import ChecksumAddress
from eth_utils.address import is_checksum_address, is_hex_address, to_checksum_address
from pydantic import Field, PlainValidator

from regalia.domain.terms.problems import Problem
from regalia.domain.terms.scalars import Id, Part, Positive
from regalia.feeds.yaml_file import YamlFile
from regalia.servicing.signers import SignerSet


def _address(value: Any) -> ChecksumAddress:
    if not isinstance(value, str) or not is_hex_address(value):
        raise ValueError("must be an address: 0x and 40 hexadecimal digits")
    if value != value.lower() and not is_checksum_address(value):
        raise ValueError("must be an address with its checksum, or in small letters")
    return to_checksum_address(value)


class SignerEntry(Part):
    """An attestor. ``id`` is for people; the chain knows the address."""

    id: Id
    address: Annotated[ChecksumAddress, PlainValidator(_address)]
    weight: Positive = 1


class SignerFile(Part):
    threshold: Positive
    signers: tuple[SignerEntry, ...] = Field(min_length=1)


def load_signers(path: Path) -> tuple[SignerSet, dict[ChecksumAddress, str]]:
    """The set, and the ids by address. Raises ``FeedError`` with every problem of the file, and ``SignerSetError``."""
    file = YamlFile(path, SignerFile)
    problems, seen = [], set[str]()
    for place, entry in enumerate(file.content.signers):
        for field in ("id", "address"):
            value = getattr(entry, field)
            if value in seen:
                problems.append(Problem(f"signers[{place}].{field}", value, "is given twice"))
            seen.add(value)
    file.refuse(problems)
    entries = file.content.signers
    weights = {entry.address: entry.weight for entry in entries}
    return SignerSet.of(file.content.threshold, weights), {entry.address: entry.id for entry in entries}
