# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from regalia.domain.rights.number import hashed
from regalia.domain.rights.refusal import RefusalValue
from regalia.domain.rights.registry import Registry
from regalia.domain.rights.words import Act, Kind, Purpose, Restriction, Status
from tests.domain.rights.story import GRANTED, ONE, TODAY, TWO, a_registry, entry, event, happen, paper, refused


def test_report__life_of_a_patent__status_after_each_event() -> None:
    registry = a_registry()
    happen(registry, *GRANTED, Act.CHALLENGED, Act.INVALIDATED, Act.APPEAL_WON, Act.LAPSED, Act.REINSTATED)
    right = registry.known(ONE)
    assert [step.status for step in right.steps] == [
        Status.PENDING,
        Status.IN_FORCE,
        Status.UNDER_REVIEW,
        Status.INVALIDATED,
        Status.IN_FORCE,
        Status.LAPSED,
        Status.IN_FORCE,
    ]
    assert registry.documents[event(3, Act.CHALLENGED).document] == (ONE, Purpose.LEGAL_EVENT, 3)


@pytest.mark.parametrize(
    ("number", "effective", "name", "values"),
    [
        (0, TODAY, "OutOfOrder", ("event", 0, 0)),
        (2, TODAY, "OutOfOrder", ("event", 0, 2)),
        (1, 20_250_100, "BadDay", ("effective", 20_250_100)),
        (1, TODAY + 1, "InFuture", ("effective", TODAY, TODAY + 1)),
        (1, 20_200_229, "BeforePriority", (20_200_301, 20_200_229)),
    ],
)
def test_report__number_or_day_wrong__refused(
    number: int, effective: int, name: str, values: tuple[RefusalValue, ...]
) -> None:
    registry = a_registry()
    with refused(f"IPRegistry_{name}", *values):
        registry.report((event(number, Act.FILED, effective=effective),), TODAY)


def test_report__granted_and_never_filed__refused_with_status_and_act() -> None:
    registry = a_registry()
    with refused("IPRegistry_NotAllowed", ONE, Status.ENTERED, Act.GRANTED):
        registry.report((event(1, Act.GRANTED),), TODAY)


def test_report__before_the_last_events_day__refused() -> None:
    registry = a_registry()
    happen(registry, Act.FILED)
    with refused("IPRegistry_OutOfOrder", "effective", TODAY, TODAY - 1):
        registry.report((event(2, Act.GRANTED, effective=TODAY - 1),), TODAY)


def test_report__one_event_of_two_refused__neither_is_kept() -> None:
    registry = a_registry()
    with refused("IPRegistry_NotAllowed", ONE, Status.PENDING, Act.UPHELD):
        registry.report((event(1, Act.FILED), event(2, Act.UPHELD)), TODAY)
    assert registry.known(ONE).steps == ()
    assert event(1, Act.FILED).document not in registry.documents


def test_report__events_of_two_rights__in_the_order_in_which_they_stand() -> None:
    registry = a_registry()
    registry.enter(entry(TWO), TODAY)
    registry.report((event(1, Act.FILED), event(1, Act.FILED, TWO), event(2, Act.GRANTED)), TODAY)
    assert (registry.known(ONE).status, registry.known(TWO).status) == (Status.IN_FORCE, Status.PENDING)


def test_report__unknown_right__refused() -> None:
    with refused("IPRegistry_UnknownRight", ONE):
        Registry().report((event(1, Act.FILED),), TODAY)


def test_report__the_same_report_again__refused() -> None:
    registry = a_registry()
    registry.report((event(1, Act.FILED),), TODAY)
    with refused("IPRegistry_OutOfOrder", "event", 1, 1):
        registry.report((event(1, Act.FILED),), TODAY)


def test_report__extension_and_renewal__set_their_day() -> None:
    registry = a_registry()
    happen(registry, *GRANTED)
    registry.report((event(3, Act.EXTENDED, date=20_450_301), event(4, Act.RENEWED, date=20_260_301)), TODAY)
    right = registry.known(ONE)
    assert (right.expiry, right.renewal_due, right.status) == (20_450_301, 20_260_301, Status.IN_FORCE)


@pytest.mark.parametrize(
    ("act", "date", "name", "values"),
    [
        (Act.EXTENDED, 0, "BadDay", ("date", 0)),
        (Act.EXTENDED, 20_400_301, "OutOfOrder", ("expiry", 20_400_301, 20_400_301)),
        (Act.RENEWED, 20_250_230, "BadDay", ("date", 20_250_230)),
        (Act.RENEWED, TODAY, "OutOfOrder", ("renewal due", TODAY, TODAY)),
        (Act.CHALLENGED, 20_260_101, "DateWithout", (Act.CHALLENGED, 20_260_101)),
    ],
)
def test_report__date_that_does_not_fit__refused(
    act: Act, date: int, name: str, values: tuple[RefusalValue, ...]
) -> None:
    registry = a_registry()
    happen(registry, *GRANTED)
    with refused(f"IPRegistry_{name}", *values):
        registry.report((event(3, act, date=date),), TODAY)


def test_report__disputes__counted_and_settled_one_by_one() -> None:
    registry = a_registry()
    happen(registry, *GRANTED, Act.TITLE_DISPUTED, Act.TITLE_DISPUTED, Act.DISPUTE_SETTLED)
    assert registry.known(ONE).disputes == 1
    happen(registry, Act.DISPUTE_SETTLED)
    with refused("IPRegistry_NotAllowed", ONE, Status.IN_FORCE, Act.DISPUTE_SETTLED):
        happen(registry, Act.DISPUTE_SETTLED)
    assert registry.known(ONE).disputes == 0


def test_report__more_open_disputes_than_there_can_be__refused() -> None:
    registry = a_registry()
    happen(registry, Act.FILED, *(Act.TITLE_DISPUTED for _ in range(255)))
    with refused("IPRegistry_TooMany", "disputes", 255, 256):
        happen(registry, Act.TITLE_DISPUTED)
    happen(registry, Act.DISPUTE_SETTLED, Act.TITLE_DISPUTED)
    assert registry.known(ONE).disputes == 255


def test_report__extension_of_what_has_no_end__refused() -> None:
    registry, secret = Registry(), hashed(Kind.TRADE_SECRET, paper("recipe"))
    registry.enter(entry(secret, Kind.TRADE_SECRET, expiry=0, document=paper("recipe")), TODAY)
    happen(registry, Act.SUBSISTING, right=secret)
    with refused("IPRegistry_OutOfOrder", "expiry", 0, 20_450_301):
        registry.report((event(2, Act.EXTENDED, secret, date=20_450_301),), TODAY)
    assert registry.known(secret).expiry == 0


def test_report__restrictions__set_and_lifted_each_by_itself() -> None:
    registry = a_registry()
    happen(registry, Act.FILED, Act.TRANSFER_BARRED, Act.LISTED_NEGATIVE)
    assert registry.known(ONE).restrictions == Restriction.BARRED | Restriction.NEGATIVE == 3
    happen(registry, Act.TRANSFER_ALLOWED)
    assert registry.known(ONE).restrictions is Restriction.NEGATIVE
    happen(registry, Act.DELISTED, Act.TRANSFER_ALLOWED)
    assert registry.known(ONE).restrictions is Restriction.NONE


def test_report__after_the_end_for_good__only_what_lies_beside() -> None:
    registry = a_registry()
    happen(registry, *GRANTED, Act.LAPSED, Act.TERMINATED)
    with refused("IPRegistry_NotAllowed", ONE, Status.LAPSED, Act.REINSTATED):
        happen(registry, Act.REINSTATED)
    happen(registry, Act.NOTED)
    assert registry.known(ONE).is_final


def test_report__document_of_another_event__refused() -> None:
    registry = a_registry()
    registry.report((event(1, Act.FILED, document=paper("gazette")),), TODAY)
    with refused("IPRegistry_DocumentMeans", paper("gazette"), (ONE, 6, 1), (ONE, 6, 2)):
        registry.report((event(2, Act.GRANTED, document=paper("gazette")),), TODAY)
    assert registry.known(ONE).status is Status.PENDING
