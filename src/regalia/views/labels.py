# SPDX-License-Identifier: Apache-2.0
"""Names for addresses, from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from regalia.chain.typed_address import address_from
from regalia.errors import RegaliaError
from regalia.files import read_file

MOST_BYTES = 1 << 20
LONGEST = 100


class LabelsError(RegaliaError, ValueError):
    """A file of names that can't be used."""


def load_labels(file: Path) -> dict[str, str]:
    """A mapping of addresses to names, YAML or JSON. Raises ``LabelsError`` and ``NotAnAddressError``."""
    try:
        found: Any = yaml.safe_load(read_file(file, MOST_BYTES))
    except OSError as error:
        raise LabelsError(f"names: {file}: {error.strerror or error}", "Name a file of addresses and names.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise LabelsError(f"names: {file}: is no YAML: {error}", "Write ADDRESS: name, a line each.") from error
    if not isinstance(found, dict):
        raise LabelsError(f"names: {file}: is no mapping", "Write ADDRESS: name, a line each.")
    return {address_from(str(address)): _name(str(address), name) for address, name in found.items()}


def _name(address: str, name: object) -> str:
    if not isinstance(name, str) or not name.strip() or len(name) > LONGEST:
        raise LabelsError(f"names.{address}: {name!r:.120} is no text of 1 to {LONGEST} signs", "Give a short name.")
    return name.strip()
