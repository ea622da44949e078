# SPDX-License-Identifier: Apache-2.0
"""What is said when two nodes contradict each other: one of them lies, or serves another chain."""

from __future__ import annotations

from regalia.errors import RegaliaError


class NodesDisagreeError(RegaliaError, ValueError):
    """Two nodes say different things about the same block; ``so`` is what was therefore not done."""

    def __init__(self, what: str, first: object, second: object, so: str) -> None:
        super().__init__(
            f"{what}: the first node says {first}, the second {second}",
            f"{so} Find out which is right, by a third one, and replace the other.",
        )
        self.what, self.first, self.second = what, first, second
