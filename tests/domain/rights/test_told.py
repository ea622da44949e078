# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from regalia.domain.rights.registry import Registry
from regalia.domain.rights.told import RightEntered, entry_of
from tests.domain.rights.story import ONE, TODAY, entry


def test_entry_of__event_and_its_links__the_entry_that_was_made() -> None:
    made = entry(owners=("originator", "inventor", "originator"), shares=(1, 2, 999_997))
    registry = Registry()
    registry.enter(made, TODAY)
    told = RightEntered(
        made.right,
        made.kind,
        made.jurisdiction,
        made.priority,
        made.expiry,
        made.renewal_due,
        made.family,
        made.document,
    )
    assert entry_of(told, registry.known(ONE).links) == made
