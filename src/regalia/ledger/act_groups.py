# SPDX-License-Identifier: Apache-2.0
"""Which events of a token were said in one act by order: those before the event that names the order, the agent's or the token's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from regalia.chain.events import Event
from regalia.chain.record import DeploymentRecord

_SAID: dict[str, tuple[str, ...]] = {
    "UnitsFrozen": ("Frozen",),
    "WalletFrozen": ("AddressFrozen",),
    "UnitsForced": ("Frozen", "Transfer", "ForcedTransfer", "IncomeCarried"),
    "WalletRecovered": ("Frozen", "Frozen", "AddressFrozen", "Transfer", "RecoverySuccess"),
    "TradingPaused": ("Paused",),
    "TradingResumed": ("Unpaused",),
    "UnitsRedeemed": ("Frozen", "Transfer"),
    "Ordered": ("Frozen", "Transfer", "ForcedTransfer", "IncomeCarried"),
}
"""What a token may say in each act, in this order; which of it is missing is the replay's to judge."""


@dataclass
class ActGroups:
    """``told`` are the events of an act by the place in the list of the one that names the order; ``parts`` the places of all of them."""

    told: dict[int, tuple[Event, ...]] = field(default_factory=dict)
    parts: set[int] = field(default_factory=set)


def group_acts(events: Sequence[Event], record: DeploymentRecord) -> ActGroups:
    """The acts among the events of one deal."""
    groups = ActGroups()
    tokens = {contract.address for contract in record.tokens.values()}
    for i, event in enumerate(events):
        speaker = event.address in tokens if event.name == "Ordered" else event.address == record.transfer_agent.address
        if speaker and event.name in _SAID:
            places = _before(events, i)
            groups.told[i] = tuple(events[place] for place in places)
            groups.parts.update(places)
    return groups


def _before(events: Sequence[Event], at: int) -> list[int]:
    places, i = [], at - 1
    for name in reversed(_SAID[events[at].name]):
        if i >= 0 and _belongs(events[i], name, events[at]):
            places.append(i)
            i -= 1
    return places[::-1]


def _belongs(event: Event, name: str, act: Event) -> bool:
    token = act.address if act.name == "Ordered" else act.args.get("token")
    same = event.transaction_hash == act.transaction_hash and event.address == token
    if not same or event.name != name:
        return False
    if act.name == "WalletRecovered" and name == "Transfer":
        # a wallet with income alone is recovered without one: a transfer before it is another's
        return (event.args["from"], event.args["to"]) == (act.args["lost"], act.args["fresh"])
    return True
