# SPDX-License-Identifier: Apache-2.0
"""Networks by name or chain id, and where a node of each is: in an environment variable, as a URL may hold a key."""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from regalia.deployment.errors import NoNodeError, UnknownNetworkError

_FILE = Path(__file__).with_name("networks.yaml")


@dataclass(frozen=True)
class Network:
    """``rpc`` is the variable that names a node; ``url`` is used where it is not set, ``explorer_api`` for sources."""

    name: str
    title: str
    chain_id: int
    rpc: str
    url: str | None = None
    explorer: str | None = None
    explorer_api: str | None = None

    def node(self, environment: Mapping[str, str] | None = None) -> str:
        """The address of a node. Raises ``NoNodeError``."""
        found = (os.environ if environment is None else environment).get(self.rpc, "").strip() or self.url
        if not found:
            raise NoNodeError(
                f"{self.rpc}: is not set, and it names the node of {self.title} (chain {self.chain_id})",
                f"Set it: export {self.rpc}=https://…, or name a node: --rpc URL.",
            )
        return found


@functools.cache
def networks() -> Mapping[str, Network]:
    """All that are configured, by name."""
    said: dict[str, dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {name: Network(name, **fields) for name, fields in said.items()}


def network(name: str) -> Network:
    """By name, or by chain id. Raises ``UnknownNetworkError``."""
    for found in networks().values():
        if name in (found.name, str(found.chain_id)):
            return found
    near = get_close_matches(name, networks(), 1)
    raise UnknownNetworkError(
        f"network: {name!r} is not known{f'; did you mean {near[0]}?' if near else ''}",
        f"Known are {', '.join(networks())}; of another, name a node: --rpc URL.",
    )


def node_of(chain_id: int, given: str | None = None) -> str:
    """The node that was named, else that of the network. Raises ``UnknownNetworkError`` and ``NoNodeError``."""
    return given or network(str(chain_id)).node()


def title_of(chain_id: int) -> str:
    """For people; also of a chain that is not configured."""
    found = next((known for known in networks().values() if known.chain_id == chain_id), None)
    return found.title if found else f"chain {chain_id}"
