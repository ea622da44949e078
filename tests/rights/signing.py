# SPDX-License-Identifier: Apache-2.0
"""Reports of legal events: signed by whom a test says, and handed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.support.chain import Answer
from tests.support.contract import Contract
from tests.support.rights import FILED, RightsDesk
from tests.support.rights_acts import PATENT_1
from tests.support.roles import actor

Event = tuple[Any, ...]
RELAY = actor("relay")
"""Who hands reports in."""


def signed_by(desk: RightsDesk, events: Sequence[Event], deadline: int, keys: Sequence[Any]) -> list[bytes]:
    digest = desk.oracle.read("digestOf", events, deadline)
    return [bytes(key.unsafe_sign_hash(digest).signature) for key in keys]


def hand_in(
    oracle: Contract, events: Sequence[Event], deadline: int, signers: Sequence[str], signatures: Sequence[bytes]
) -> Answer:
    return oracle.send("report", events, deadline, signers, signatures, by=RELAY)


def filed(desk: RightsDesk) -> list[Event]:
    return [desk.event(PATENT_1, FILED)]
