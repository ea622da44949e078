# SPDX-License-Identifier: Apache-2.0
"""Many moves or freezes at once: when one of them is refused, all are."""

from __future__ import annotations

from collections.abc import Sequence

from tests.invariants.bare_deal import ORDER
from tests.invariants.refusal import Refusal
from tests.invariants.stage import Outcome, Stage
from tests.invariants.twin import units_in
from tests.support.contract import calldata
from tests.support.roles import actor


class BatchActs(Stage):
    """Of one tranche, up to three at a time; also the same wallet twice."""

    def _do_batch_transfer(self) -> Outcome:
        t, sender, receivers = self._tranche(), self._wallet(), self._wallets()
        units = [self._units(t, sender) for _ in receivers]
        token = self.deal.tokens[t]
        data = calldata(token.name, "batchTransfer", _addresses(receivers), units)
        found = self.deal.send(sender, token, data)
        moves = [(t, sender, *each) for each in zip(receivers, units, strict=True)]
        return self.twin.together(t, self.twin.transfer, moves), found

    def _do_batch_force(self) -> Outcome:
        t, by, senders = self._tranche(), self._officer("ENFORCER"), self._wallets()
        receivers, units = [self._wallet() for _ in senders], [self._units(t, who) for who in senders]
        income = [self.rng.choice((0, 0, self.twin.registers[t].entitlement(who))) for who in senders]
        found = self._batch(by, "batchForcedTransfer", t, _addresses(senders), _addresses(receivers), units, income)
        moves = list(zip(senders, receivers, units, income, strict=True))
        self.touched = {who for sender, receiver, _, carried in moves if carried for who in (sender, receiver)}
        return self.twin.together(t, self.twin.force, [(t, by, *move) for move in moves]), found

    def _do_batch_freeze_units(self) -> Outcome:
        t, by, holders = self._tranche(), self._officer("FREEZER"), self._wallets()
        units = [self.rng.choice((0, 1, units_in(self.twin.registers[t], who), 2**256 - 1)) for who in holders]
        found = self._batch(by, "batchSetFrozenTokens", t, _addresses(holders), units)
        freezes = [(t, by, *each) for each in zip(holders, units, strict=True)]
        return self.twin.together(t, self.twin.set_frozen, freezes), found

    def _do_batch_freeze_wallets(self) -> Outcome:
        """Mostly releases."""
        t, by, holders = self._tranche(), self._officer("FREEZER"), self._wallets()
        on = [self.rng.random() < 0.2 for _ in holders]
        found = self._batch(by, "batchSetAddressFrozen", t, _addresses(holders), on)
        freezes = [(t, by, *each) for each in zip(holders, on, strict=True)]
        return self.twin.together(t, self.twin.freeze_wallet, freezes), found

    def _wallets(self) -> list[str]:
        return [self._wallet() for _ in range(self.rng.randint(1, 3))]

    def _batch(self, by: str, function: str, t: int, *lists: Sequence[str | int]) -> Refusal | None:
        agent = self.deal.platform.agent
        return self.deal.send(by, agent, calldata(agent.name, function, self.deal.tokens[t].address, *lists, ORDER))


def _addresses(roles: list[str]) -> list[str]:
    return [actor(role) for role in roles]
