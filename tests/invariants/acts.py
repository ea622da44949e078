# SPDX-License-Identifier: Apache-2.0
"""Every act that may happen, good or bad: each answers what it comes to in the twin, and on chain."""

from __future__ import annotations

from eth_utils.crypto import keccak

from tests.invariants.batch_acts import BatchActs
from tests.invariants.refusal import Refusal
from tests.invariants.registry_acts import RegistryActs
from tests.invariants.registry_twin import REGISTRAR
from tests.invariants.stage import OFFICERS, OWNERS, Outcome
from tests.invariants.twin import ALL, DEAL, HALTER, RESUMER, units_in
from tests.support.contract import Contract
from tests.support.sample import DAY

WEIGHTS = {
    "transfer": 24,
    "transfer_on_allowance": 6,
    "distribute": 14,
    "claim": 16,
    "force": 12,
    "recover": 8,
    "release_wallet": 8,
    "unpause": 8,
    "resume_deal": 5,
    "resume_tranche": 4,
    "resume_holder": 4,
    "admit": 6,
    "redeem": 4,
    "freeze_wallet": 3,
    "wait": 4,
    "attest": 1,
    "remove": 1,
    "appoint": 1,
    "dismiss": 1,
    "close_wallet": 1,
    "block": 1,
    "halt_deal": 1,
    "pause": 1,
}
"""How often an act is drawn; 2 unless it is here."""
NEVER = {"transfer_without_allowance", "order_without_evidence", "break_in"}
"""Acts that are always refused."""
OFFICER_ACTS = frozenset(
    (
        *("freeze_units", "freeze_more_units", "thaw_units", "batch_freeze_units"),
        *("freeze_wallet", "release_wallet", "batch_freeze_wallets", "force", "batch_force", "recover"),
        *("pause", "unpause", "redeem", "halt_deal", "halt_tranche", "halt_holder"),
        *("resume_deal", "resume_tranche", "resume_holder"),
        *("admit", "remove", "close_wallet", "appoint", "dismiss"),
    )
)
"""Acts that need a role, which one doer in ten has not."""


class Acts(BatchActs, RegistryActs):
    """The methods whose names begin with ``_do_``."""

    def _do_transfer(self) -> Outcome:
        t, sender, receiver = self._tranche(), self._wallet(), self._wallet()
        units = self._units(t, sender)
        found = self.deal.act(sender, self.deal.tokens[t], "transfer", receiver, units)
        return self.twin.transfer(t, sender, receiver, units), found

    def _do_transfer_on_allowance(self) -> Outcome:
        t, sender, receiver = self._tranche(), self._wallet(), self._wallet()
        units = self._units(t, sender)
        assert self.deal.act(sender, self.deal.tokens[t], "approve", "broker", units) is None
        found = self.deal.act("broker", self.deal.tokens[t], "transferFrom", sender, receiver, units)
        return self.twin.transfer(t, sender, receiver, units), found

    def _do_transfer_without_allowance(self) -> Outcome:
        t, sender = self._tranche(), self._wallet()
        found = self.deal.act("attacker", self.deal.tokens[t], "transferFrom", sender, "trader", 1)
        return Refusal("ERC20InsufficientAllowance"), found

    def _do_collect(self) -> Outcome:
        """Of what was placed and is nobody's yet; mostly so that no rest is left below a denomination."""
        t, who = self._tranche(), self._wallet()
        awaited = self.twin.registers[t].awaited
        units = self.rng.choice((0, 1, 5, 5, 10, awaited // 10 * 5, awaited, awaited + 1))
        if self.rng.random() < 0.7:  # the last ones, as of a subscriber who comes very late, are left for the end
            units = min(units, awaited // 10 * 5)
        return self._issue_outcome(t, who, units)

    def _do_distribute(self) -> Outcome:
        income = [self.rng.choice((0, 1, self.rng.randrange(10 ** self.rng.randrange(1, 13)))) for _ in range(2)]
        return self.twin.distribute(income), self.deal.distribute(income)

    def _do_claim(self) -> Outcome:
        return self._claim_outcome(self._tranche(), self._wallet())

    def _do_withdraw(self) -> Outcome:
        owed = self.twin.tax - self.deal.balance("tax_office")
        found = self.deal.act("tax_office", self.deal.escrow, "withdraw")
        return (None if owed else Refusal("RoyaltyEscrow_NothingOwed")), found

    def _do_freeze_units(self) -> Outcome:
        t, by, who = self._tranche(), self._officer("FREEZER"), self._wallet()
        units = self.rng.choice((0, 1, 10, units_in(self.twin.registers[t], who), 10**6, 2**256 - 1))
        return self.twin.set_frozen(t, by, who, units), self.deal.order(by, "setFrozenTokens", t, who, units)

    def _do_freeze_more_units(self) -> Outcome:
        t, by, who, units = self._tranche(), self._officer("FREEZER"), self._wallet(), self.rng.choice((0, 1, 10))
        return self.twin.freeze_more(t, by, who, units), self.deal.order(by, "freezePartialTokens", t, who, units)

    def _do_thaw_units(self) -> Outcome:
        t, by, who, units = self._tranche(), self._officer("FREEZER"), self._wallet(), self.rng.choice((0, 1, 10))
        return self.twin.thaw(t, by, who, units), self.deal.order(by, "unfreezePartialTokens", t, who, units)

    def _do_freeze_wallet(self) -> Outcome:
        return self._freeze_outcome(self._tranche(), self._officer("FREEZER"), self._wallet(), True)

    def _do_release_wallet(self) -> Outcome:
        return self._freeze_outcome(self._tranche(), self._officer("FREEZER"), self._wallet(), False)

    def _do_force(self) -> Outcome:
        t, by, sender, receiver = self._tranche(), self._officer("ENFORCER"), self._wallet(), self._wallet()
        units, owed = self._units(t, sender), self.twin.registers[t].entitlement(sender)
        income = self.rng.choice((0, 0, ALL, owed, owed // 2, owed + 1))
        found = self.deal.order(by, "forcedTransferByOrder", t, sender, receiver, units, income)
        if income:
            self.touched = {sender, receiver}
        return self.twin.force(t, by, sender, receiver, units, income), found

    def _do_recover(self) -> Outcome:
        t, by, lost = self._tranche(), self._officer("RECOVERER"), self._wallet()
        owner = OWNERS.get(lost, "stranger")
        siblings = [who for who in OWNERS if OWNERS[who] == owner and who != lost]
        fresh = self.rng.choice([*siblings, *siblings, *siblings, lost, "trader"])
        self.touched = {lost, fresh}
        found = self.deal.order(by, "recoverWallet", t, lost, fresh, owner)
        return self.twin.recover(t, by, lost, fresh, owner), found

    def _do_pause(self) -> Outcome:
        t, by = self._tranche(), self._officer("PAUSER")
        return self.twin.pause(t, by, True), self.deal.order(by, "pause", t)

    def _do_unpause(self) -> Outcome:
        t, by = self._tranche(), self._officer("RESUMER")
        return self.twin.pause(t, by, False), self.deal.order(by, "unpause", t)

    def _do_redeem(self) -> Outcome:
        t, by, who = self._tranche(), self._officer("REDEEMER"), self._wallet()
        units = min(self._units(t, who), self.rng.choice((0, 1, 3, 10**9)))
        if self.rng.random() < 0.98:  # a tranche without units earns nothing any more
            units = min(units, max(self.twin.registers[t].supply - 1, 0))
        if units_in(self.twin.registers[t], who) == self.twin.registers[t].supply:
            self.touched = {who}
        found = self.deal.order(by, "redeem", t, who, units)
        return self.twin.redeem(t, by, who, units), found

    def _do_redemption(self) -> Outcome:
        self._redeemable(self._tranche(), self.rng.random() < 0.5)
        return None, None

    def _do_halt_deal(self) -> Outcome:
        by, until = self._doer(HALTER), self._until()
        found = self.deal.halt(by, "haltDeal", self.deal.deal.address, until=until)
        return self.twin.halt(by, DEAL, until), found

    def _do_halt_tranche(self) -> Outcome:
        by, until, t = self._doer(HALTER), self._until(), self._tranche()
        found = self.deal.halt(by, "haltTranche", self.deal.tokens[t].address, until=until)
        return self.twin.halt(by, t, until), found

    def _do_halt_holder(self) -> Outcome:
        by, until, who = self._doer(HALTER), self._until(), self._wallet()
        found = self.deal.halt(by, "haltHolder", self.deal.deal.address, who, until=until)
        return self.twin.halt(by, who, until), found

    def _do_resume_deal(self) -> Outcome:
        by = self._doer(RESUMER)
        return self.twin.resume(by, DEAL), self.deal.resume(by, "resumeDeal", self.deal.deal.address)

    def _do_resume_tranche(self) -> Outcome:
        by, t = self._doer(RESUMER), self._tranche()
        return self.twin.resume(by, t), self.deal.resume(by, "resumeTranche", self.deal.tokens[t].address)

    def _do_resume_holder(self) -> Outcome:
        by, who = self._doer(RESUMER), self._wallet()
        return self.twin.resume(by, who), self.deal.resume(by, "resumeHolder", self.deal.deal.address, who)

    def _do_block(self) -> Outcome:
        """The payment token's issuer blocks one who has another wallet."""
        if self.deal.money.name == "MockBlockingToken" and not self.twin.blocked:
            who = self.rng.choice(("fund", "insurer"))
            self.twin.blocked.add(who)
            assert self.deal.act("test", self.deal.money, "block_", who) is None
        return None, None

    def _do_wait(self) -> Outcome:
        self.deal.chain.now = self.twin.now = self.twin.now + self.rng.choice((1, DAY, DAY, 7 * DAY))
        return None, None

    def _do_order_without_evidence(self) -> Outcome:
        t, who = self._tranche(), self._wallet()
        order = self.rng.choice([(bytes(32), keccak(b"evidence")), (keccak(b"order"), bytes(32))])
        if self.rng.random() < 0.5:
            found = self.deal.order("enforcer", "forcedTransferByOrder", t, who, self._wallet(), 0, 0, order=order)
            return Refusal("TrancheToken_NoOrder"), found
        found = self.deal.order("freezer", "setAddressFrozen", t, who, False, order=order)
        return Refusal("TransferAgent_NoOrder"), found

    def _do_break_in(self) -> Outcome:
        """Doors that nobody has the key of, whatever his role."""
        t = self._tranche()
        token, escrow, registry = self.deal.tokens[t], self.deal.escrow, self.deal.platform.registry
        doors: list[tuple[Contract, str, list[str | int], str]] = [
            (token, "setAddressFrozen", ["fund", False], "TrancheToken_OnlyAgent"),
            (token, "setFrozenTokens", ["fund", 0], "TrancheToken_OnlyAgent"),
            (token, "forcedTransfer", ["fund", "trader", 1], "TrancheToken_OnlyAgent"),
            (token, "recoveryAddress", ["fund", "trader", "fund"], "TrancheToken_OnlyAgent"),
            (token, "unpause", [], "TrancheToken_OnlyAgent"),
            (token, "burn", ["fund", 1], "TrancheToken_OnlyAgent"),
            (token, "mint", ["trader", 1], "TrancheToken_OnlyOffering"),
            (escrow, "heed", [token.address, "fund", False], "RoyaltyEscrow_OnlySupervisor"),
            (registry, "addWallet", ["attacker", "fund"], "AccessControlUnauthorizedAccount"),
        ]
        to, function, arguments, refusal = self.rng.choice(doors)
        by = self.rng.choice([each for each in OFFICERS if each != REGISTRAR])
        return Refusal(refusal), self.deal.act(by, to, function, *arguments)
