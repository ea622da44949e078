# SPDX-License-Identifier: Apache-2.0
"""How the following of deals goes."""

from __future__ import annotations

import time
from dataclasses import dataclass

from regalia.ledger.index.progress import Progress


@dataclass
class Standing:
    """``head`` is the node's latest block, ``silent_since`` when something last went wrong (monotonic seconds, None while nothing does),
    ``trouble`` what, in words for whoever keeps the server; ``of_node``: the node failed, and not the ledger or one deal. ``reading`` is
    how far the first reading of a deal is, by its id.
    """

    head: int = 0
    silent_since: float | None = None
    trouble: str = ""
    of_node: bool = True
    reading: dict[str, Progress] | None = None

    @property
    def silent_for(self) -> int:
        """Seconds; 0 while all goes well."""
        since = self.silent_since  # another thread may take it away meanwhile
        return 0 if since is None else int(time.monotonic() - since)

    def goes_well(self) -> None:
        self.silent_since, self.trouble = None, ""

    def goes_wrong(self, trouble: str, of_node: bool) -> None:
        self.trouble, self.of_node = trouble, of_node
        if self.silent_since is None:
            self.silent_since = time.monotonic()
