# SPDX-License-Identifier: Apache-2.0
"""A random history of rights: mostly what can happen, often enough what can't."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

from regalia.chain.right_words import entry_words, event_words, licence_words
from regalia.domain.rights.acts import (
    LegalEvent,
    Licence,
    LicenceEnd,
    LicenceGrant,
    LienEntry,
    LienRelease,
    NewerDocument,
    RightEntry,
    RightValuation,
    TitleTransfer,
    Valuation,
)
from regalia.domain.rights.day import is_day
from regalia.domain.rights.number import registered
from regalia.domain.rights.right import Right
from regalia.domain.rights.what_if import possible_acts
from regalia.domain.rights.words import PPM, Act, Kind, Method, Purpose
from tests.differential.rights.pools import Pools
from tests.differential.rights.world import World, days_of
from tests.support.roles import actor

OWNERS = tuple(actor(f"owner {i}") for i in range(4))
LICENSEES = tuple(actor(f"licensee {i}") for i in range(9))
GROUPS = tuple(actor(f"group {i}") for i in range(3))
APPRAISERS = (actor("appraiser"), actor("second appraiser"))
OFFICES = ("CN", "US", "EP", "DE", "KR", "JP")
KINDS = (Kind.PATENT, Kind.PATENT, Kind.UTILITY_MODEL, Kind.TRADEMARK, Kind.SOFTWARE)
NOBODY = "0x" + "0" * 40
HEALING = (Act.FILED, Act.GRANTED, Act.SUBSISTING, Act.UPHELD, Act.REINSTATED, Act.APPEAL_WON, Act.DISPUTE_SETTLED)
"""Acts that bring a right towards, or back into, force: the likelier ones, so that rights live long enough to be pledged."""


class History(Pools):
    """One history. Everything that is random comes from ``random``."""

    def __init__(self, world: World, seed: int, rights: int) -> None:
        super().__init__(world, random.Random(seed))
        self.most = rights
        self.documents = 0

    def step(self) -> None:
        """One act, by the twin's leave or against it; sometimes time passes."""
        if self.random.random() < 0.02:
            self.world.wait(self.random.randint(1, 20))
        acts: list[tuple[float, Callable[[], object]]] = [
            (9, self.enter),
            (2, self.transfer_title),
            (3, self.lien),
            (8, self.licence),
            (3, self.licence_end),
            (14, self.value),
            (32, self.legal),
            (1, self.newer_document),
            (20, self.pledge),
            (4, self.substitute),
            (3, self.demand),
            (2, self.repurchase),
            (0.5, self.release),
            (4, self.let_go),
            (0.7, self.move_deal),
        ]
        self.random.choices([act for _, act in acts], [weight for weight, _ in acts])[0]()

    def enter(self) -> None:
        serial = len(self.world.registry.rights) + 1
        if serial > self.most:
            return self.legal()
        office, kind = self.random.choice(OFFICES), self.random.choice(KINDS)
        year, today = self.random.randint(1990, 2023), self.world.today
        owners, shares = self._owners()
        entry = RightEntry(
            right=registered(office, kind, year, serial),
            kind=kind,
            jurisdiction=office if self.random.random() < 0.95 else "XX",
            priority=year * 10_000 + (1340 if self.random.random() < 0.05 else self.random.choice((101, 630, 1231))),
            expiry=self.random.choice(
                (0, 20350101, 20400228, 20450101, 20310630, days_of(today, self.random.randint(1, 900)))
            ),
            renewal_due=self.random.choice((0, 0, days_of(today, 100))),
            family=bytes(32),
            owners=owners,
            shares=shares,
            document=self._document(),
        )
        registry = self.world.registry
        self._registrar("enter", ("enter", entry_words(entry)), lambda: registry.enter(entry, self.world.today))
        if entry.right in registry.rights:
            self._begin(registry.rights[entry.right], owners)

    def transfer_title(self) -> None:
        right = self._right()
        sender = self._owner_of(right)
        receiver = self.random.choice((*OWNERS, *self.originators))
        share = self.random.choice((right.shares.get(sender, 0), 250_000, 0, PPM))
        act = TitleTransfer(right.id, sender, receiver, share, self._day(), self._document())
        call = ("transferTitle", act.right, sender, receiver, share, act.day, act.document)
        registry = self.world.registry
        self._registrar("transfer title", call, lambda: registry.transfer_title(act, self.world.today))

    def lien(self) -> None:
        right, registry, today = self._right(), self.world.registry, self.world.today
        if right.liens and self.random.random() < 0.55:
            release = LienRelease(right.id, self.random.randint(0, len(right.liens) + 1), self._day(), self._document())
            call: tuple[Any, ...] = ("releaseLien", right.id, release.number, release.day, release.document)
            self._registrar("release lien", call, lambda: registry.release_lien(release, today))
            return
        rank = self.random.choice((0, 1, 1, 2, 3))
        lien = LienEntry(right.id, self.random.choice(LICENSEES), rank, self._day(), self._document())
        call = ("enterLien", right.id, lien.holder, lien.rank, lien.day, lien.document)
        self._registrar("enter lien", call, lambda: registry.enter_lien(lien, today))

    def licence(self) -> None:
        right, registry = self._right(), self.world.registry
        parent = self.random.choice((0, 0, 0, len(right.licences), self.random.randint(0, 3)))
        licensor = self._owner_of(right)
        if 0 < parent <= len(right.licences) and self.random.random() < 0.9:
            licensor = right.licences[parent - 1].words.licensee
        since = self.random.choice((20230101, self.world.today, days_of(self.world.today, self.random.randint(1, 60))))
        licence = Licence(
            licensor=licensor,
            licensee=self.random.choice((*LICENSEES, *self.originators)),
            group=self.random.choice((NOBODY, *GROUPS)),
            parent=parent,
            territory=self.random.choice(("WO", right.entry.jurisdiction, "US")),
            exclusive=self.random.random() < 0.4,
            rate=self.random.choice((0, 50_000, PPM + 1 if self.random.random() < 0.05 else 30_000)),
            since=since,
            until=self.random.choice((20350101, 20340420, days_of(since, self.random.randint(0, 700)))),
            share=self.random.choice((0, 0, 100_000, 300_000, 600_000)),
        )
        if self.random.random() < 0.3:  # one that a deal can be held under
            owner, originator = next(iter(right.shares)), self.random.choice(self.originators)
            licence = replace(licence, licensor=owner, licensee=originator, territory="WO", exclusive=True)
            licence = replace(licence, parent=0, rate=0, since=20230101, until=20450101, share=0)
        grant = LicenceGrant(right.id, licence, self._document())
        call = ("grantLicence", right.id, licence_words(licence), grant.document)
        self._registrar("grant licence", call, lambda: registry.grant_licence(grant, self.world.today))

    def licence_end(self) -> None:
        right, registry = self._right(), self.world.registry
        held = [self.world.registry.rights[r] for r, pledge in self.world.pool.pledges.items() if pledge.licence]
        if held and self.random.random() < 0.3:
            right = self.random.choice(held)
        number = self.random.randint(0, len(right.licences) + 1)
        end = LicenceEnd(right.id, number, self._day(), self._document())
        call = ("terminateLicence", right.id, number, end.day, end.document)
        self._registrar("end licence", call, lambda: registry.terminate_licence(end, self.world.today))

    def value(self) -> None:
        self._value(self._right())

    def legal(self) -> None:
        right = self._right()
        possible = possible_acts(right)
        act = self.random.choice(possible or tuple(Act))
        if possible and self.random.random() < 0.4:
            act = next((a for a in HEALING if a in possible), act)
        if self.random.random() < 0.1:
            act = self.random.choice(tuple(Act))
        self._legal(right, act)

    def newer_document(self) -> None:
        right, registry = self._right(), self.world.registry
        act = NewerDocument(
            right.id, Purpose.ENTRY, 1, self.random.choice((right.entry.document, self._document())), self._document()
        )
        call = ("supersedeDocument", right.id, int(act.purpose), act.number, act.document, act.newer)
        self._registrar("newer document", call, lambda: registry.supersede_document(act, self.world.today))

    def _begin(self, right: Right, owners: tuple[str, ...]) -> None:
        """Most rights are granted and valued soon after they were entered."""
        if self.random.random() < 0.15:
            return
        acts = (Act.SUBSISTING,) if right.kind is Kind.SOFTWARE else (Act.FILED, Act.GRANTED)
        for act in acts:
            self._legal(self.world.registry.rights[right.id], act)
        self._value(self.world.registry.rights[right.id])

    def _value(self, right: Right) -> None:
        token = self.world.money.address if self.random.random() < 0.93 else self.world.other_money.address
        appraiser = self.random.choice(APPRAISERS)
        amount = self.random.choice((0, self.random.randint(1, 10**6), self.random.randint(10**9, 10**13), 2**84 - 1))
        day = self._day()
        until = days_of(day, self.random.choice((0, 200, 900, 1_800))) if is_day(day) else 20400101
        valuation = Valuation(token, amount, appraiser, day, until, self.random.choice(tuple(Method)[1:]))
        act = RightValuation(right.id, valuation, self._document())
        call = ("value", right.id, token, amount, int(valuation.method), day, until, act.document)
        registry = self.world.registry
        self.world.do("value", self.world.desk.registry, call, appraiser, lambda: registry.value(act, self.world.today))

    def _legal(self, right: Right, act: Act) -> None:
        today = self.world.today
        effective = max(right.last_effective, right.entry.priority) if self.random.random() < 0.2 else today
        if self.random.random() < 0.02:
            effective = self.random.choice((0, 19000101, days_of(today, 1)))
        date = days_of(max(right.expiry, today), 300) if act in (Act.EXTENDED, Act.RENEWED) else 0
        number = len(right.steps) + (1 if self.random.random() < 0.97 else self.random.choice((0, 2)))
        event = LegalEvent(right.id, number, act, effective, date, b"X".ljust(32, b"\0"), self._document())
        registry = self.world.registry
        self.world.do(
            f"legal event {act.name.lower()}",
            self.world.desk.registry,
            ("happen", (event_words(event),)),
            self.world.oracle,
            lambda: registry.report((event,), self.world.today),
        )

    def _owners(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        draw = self.random.random()
        if draw < 0.7:
            return (self.random.choice(self.originators),), (PPM,)
        if draw < 0.9:
            return (OWNERS[0], OWNERS[1], OWNERS[0]), (300_000, 600_000, 100_000)
        return (OWNERS[2], NOBODY if draw > 0.98 else OWNERS[3]), (500_000, 500_000 if draw < 0.96 else 500_001)

    def _owner_of(self, right: Right) -> str:
        return self.random.choice((*right.shares, OWNERS[3]))

    def _day(self) -> int:
        today = self.world.today
        return self.random.choice((today, today, today, days_of(today, -1), days_of(today, 1), 20230229))

    def _document(self) -> bytes:
        """A new one; now and then none, or one that was used."""
        draw = self.random.random()
        if draw < 0.005:
            return bytes(32)
        if draw > 0.01:
            self.documents += 1
        return sha256(b"document %d" % self.documents).digest()
