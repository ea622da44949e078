# SPDX-License-Identifier: Apache-2.0
"""What a payment date is given: its report, and the restatements that are final, in order, up to the first that is not."""

from __future__ import annotations

from typing import Any

import pytest

from regalia.domain.restating import LARGEST_COLLECTIONS, Collections, Restatements, WaitingRestatement
from tests.oracle.stage import DEAL, REPORT, WINDOW, Stage, refused, report
from tests.oracle.test_oracle_restatements import LIMIT, counts, delta, waiting
from tests.support.roles import actor

RECEIVED = 1_000
OTHER_INCOME = 10


class Restated:
    """The stream, and beside it the Python twin, which foretells what each date is given."""

    def __init__(self) -> None:
        self.stage, self.twin = Stage(), Restatements()
        self.stage.execute(REPORT)
        self.period = 1

    def restate(self, received: int, other_income: int = 0) -> None:
        number = len(self.twin.all) + 1
        self.stage.restate(delta(number=number, received=received, other_income=other_income))
        final = self.stage.chain.now + WINDOW
        self.twin.accept(number, self.period, WaitingRestatement(1, received, received, final), other_income)

    def dispute(self, number: int) -> None:
        self.stage.oracle.send("dispute", DEAL, number, bytes(32), by=actor("supervisor"))
        self.twin.dispute(number)

    def settle(self, number: int, strike: bool) -> None:
        """Three days later."""
        self.stage.oracle.send("decide", DEAL, number, strike, bytes(32), by=actor("trustee"))
        self.stage.chain.now += 3 * 86_400 + 1
        self.stage.oracle.send("settle", DEAL, number, by=actor("outsider"))
        self.twin.settle(number, self.stage.chain.now, strike)

    def wait(self) -> None:
        self.stage.chain.now += WINDOW

    def accept(self, received: int = RECEIVED, other_income: int = OTHER_INCOME) -> Any:
        given = report(period=self.period + 1, received=received, other_income=other_income)
        self.stage.accept(given)
        return given

    def date(self, given: Any) -> Collections:
        """The next payment date: as the twin has it, as it was foreseen, and told."""
        stage, amounts = self.stage, (given.received, given.other_income)
        before, now = self.twin.taken, stage.chain.now
        foreseen = stage.oracle.read("foreseen", DEAL, *amounts)
        found = self.twin.take(now, *amounts)
        consumed = stage.consume(given)
        words = consumed.output[:32], consumed.output[32:]
        given_back = int.from_bytes(words[0], "big"), int.from_bytes(words[1], "big", signed=True)
        assert given_back == (found.received, found.claimed)
        assert foreseen == (*given_back, found.count)
        told = {
            "deal": DEAL, "period": given.period, "first": before + 1, "last": found.last,
            "received": found.received, "claimed": found.claimed, "left": found.left,
        }  # fmt: skip
        assert consumed.all("RestatementsTaken") == ([told] if found.first else [])
        assert counts(stage) == (len(self.twin.all), self.twin.taken)
        self.period = given.period
        return found


@pytest.fixture
def restated() -> Restated:
    return Restated()


def test_date__nothing_restated__the_report_alone(restated: Restated) -> None:
    given = restated.accept()
    restated.wait()
    assert restated.date(given) == Collections(1_000, 1_010)


@pytest.mark.parametrize(("early", "taken"), [(1, False), (0, True), (-1, True)])
def test_date__at_the_second_at_which_a_restatement_is_final__taken_in(
    restated: Restated, early: int, taken: bool
) -> None:
    given = restated.accept()
    restated.stage.chain.now += 100
    restated.restate(500, 7)
    restated.stage.chain.now += WINDOW - early
    found = restated.date(given)
    assert (found.received, found.claimed) == ((1_500, 1_517) if taken else (1_000, 1_010))


def test_date__one_in_the_middle_is_not_final__those_behind_wait_with_it(restated: Restated) -> None:
    restated.restate(100)
    restated.restate(200)
    restated.restate(400)
    restated.dispute(2)
    given = restated.accept()
    restated.wait()
    assert restated.date(given) == Collections(1_100, 1_110, 1, 1)
    restated.settle(2, strike=False)
    given = restated.accept()
    restated.wait()
    assert restated.date(given) == Collections(1_600, 1_610, 2, 3)


def test_date__struck_one__passed_over(restated: Restated) -> None:
    restated.restate(100)
    restated.restate(200)
    restated.restate(400, -50)
    restated.dispute(2)
    restated.settle(2, strike=True)
    given = restated.accept()
    restated.wait()
    assert restated.date(given) == Collections(1_500, 1_460, 1, 3)


def test_date__only_struck_ones__taken_in_as_nothing(restated: Restated) -> None:
    restated.restate(-5_000)
    restated.dispute(1)
    restated.settle(1, strike=True)
    given = restated.accept()
    restated.wait()
    assert restated.date(given) == Collections(1_000, 1_010, 1, 1)


@pytest.mark.parametrize(("less", "left"), [(999, 0), (1_000, 0), (1_001, -1), (2_500, -1_500)])
def test_date__more_taken_back_than_came_in__collections_are_zero_and_the_rest_waits(
    restated: Restated, less: int, left: int
) -> None:
    restated.restate(-less)
    given = restated.accept()
    restated.wait()
    found = restated.date(given)
    assert (found.received, found.claimed, found.left) == (max(0, 1_000 - less), 1_010 - less, left)
    given = restated.accept()
    restated.wait()
    following = restated.date(given)
    assert following.received == max(0, 1_000 + left)
    assert following.claimed == 1_010, "what is attested to date has changed at once"


def test_date__what_is_left__lowers_dates_until_it_is_gone_and_then_costs_no_more(restated: Restated) -> None:
    restated.restate(-3_300)
    found = []
    for _ in range(6):
        given = restated.accept()
        restated.wait()
        found.append(restated.date(given).received)
    assert found == [0, 0, 0, 700, 1_000, 1_000]
    assert counts(restated.stage) == (1, 1)


def test_date__what_is_left_and_a_later_correction_upwards__set_off(restated: Restated) -> None:
    restated.restate(-3_000)
    given = restated.accept()
    restated.wait()
    assert restated.date(given).left == -2_000
    restated.restate(2_500)
    given = restated.accept()
    restated.wait()
    assert restated.date(given) == Collections(1_500, 3_510, 1, 2)


def test_date__left_over_and_the_last_was_struck__what_is_left_is_not(restated: Restated) -> None:
    restated.restate(-3_000)
    restated.restate(9_999)
    restated.dispute(2)
    restated.settle(2, strike=True)
    given = restated.accept()
    restated.wait()
    assert restated.date(given).left == -2_000
    assert waiting(restated.stage, 2) == (-2_000, 0, restated.stage.chain.now, False)


def test_left__can_t_be_disputed_and_takes_a_place_of_those_that_wait(restated: Restated) -> None:
    restated.restate(-3_000)
    given = restated.accept()
    restated.wait()
    restated.date(given)
    now = restated.stage.chain.now
    with refused(restated.stage, "OracleDisputes_WindowOver", finalAt=now, now_=now):
        restated.stage.oracle.send("dispute", DEAL, 1, bytes(32), by=actor("supervisor"))
    for _ in range(7):
        restated.restate(1)
    with refused(restated.stage, "OracleRestatements_TooManyWaiting", limit=8):
        restated.stage.restate(delta(number=9))


def test_dispute__restatement_that_was_taken_in__refused(restated: Restated) -> None:
    restated.restate(5)
    given = restated.accept()
    restated.wait()
    restated.date(given)
    with refused(restated.stage, "OracleDisputes_NothingToDispute", deal=DEAL, number=1):
        restated.stage.oracle.send("dispute", DEAL, 1, bytes(32), by=actor("supervisor"))


def test_date__more_than_there_can_ever_be__stops_there_and_locks_nothing(restated: Restated) -> None:
    for _ in range(8):
        restated.restate(LIMIT - 1, LIMIT - 1)
    given = restated.accept(2**96 - 1, 0)
    restated.wait()
    found = restated.date(given)
    assert (found.received, found.claimed) == (LARGEST_COLLECTIONS, 2**96 - 1 + 16 * (LIMIT - 1))


def test_date__less_than_there_can_ever_be__what_is_left_stops_and_locks_nothing(restated: Restated) -> None:
    for _ in range(6):
        for _ in range(7):
            restated.restate(1 - LIMIT, 1 - LIMIT)
        given = restated.accept(0, 0)
        restated.wait()
        found = restated.date(given)
    assert (found.received, found.left) == (0, 1 - 2**95)
    given = restated.accept(2**96 - 1, 0)
    restated.wait()
    assert restated.date(given).received == 2**95


def test_date__as_many_restatements_as_may_wait__a_storage_read_or_two_each(restated: Restated) -> None:
    gas = []
    for count in (0, 8):
        for _ in range(count):
            restated.restate(5)
        given = restated.accept()
        restated.wait()
        gas.append(restated.stage.consume(given).gas)
        restated.twin.take(restated.stage.chain.now, given.received, given.other_income)
        restated.period += 1
    assert gas[1] - gas[0] < 8 * 5_000


def test_foreseen__before_anything_is_final__the_report_alone(restated: Restated) -> None:
    restated.restate(-700)
    assert restated.stage.oracle.read("foreseen", DEAL, 1_000, 10) == (1_000, 1_010, 0)
    restated.wait()
    assert restated.stage.oracle.read("foreseen", DEAL, 1_000, 10) == (300, 310, 1)
