# SPDX-License-Identifier: Apache-2.0
"""A report on rights that an oracle took, while the registry tells what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from regalia.chain.events import Event
from regalia.chain.right_reports import ReportKind, ReportMessage


@dataclass
class TakenReport:
    """``event`` is the oracle's word that it took the report; ``told`` what of it the registry has told so far, as it was signed."""

    kind: ReportKind
    event: Event
    told: list[tuple[Any, ...]] = field(default_factory=list)

    @property
    def left(self) -> int:
        """How much of it the registry has still to tell."""
        return int(self.event.args[self.kind.items]) - len(self.told)

    @property
    def signers(self) -> tuple[str, ...]:
        return tuple(self.event.args["signers"])

    def tell(self, said: Mapping[str, Any]) -> None:
        """The registry told the next of it; ``said`` are its words by name."""
        self.told.append(tuple(said[name] for name, _ in self.kind.fields))

    def digest(self, chain_id: int) -> bytes:
        """Of what was told: what must have been signed."""
        deadline = self.event.args["deadline"]
        return ReportMessage(self.kind, self.told, deadline, chain_id, self.event.address).digest()
