# SPDX-License-Identifier: Apache-2.0
"""The window of a sale, and what is lost of it when the deal is made late."""

from __future__ import annotations

from regalia.chain.issuance import DAY
from regalia.deployment.sale import Sale, moment, written

OPENS = 1_704_067_200
MONTH = Sale("mills", OPENS, OPENS + 30 * DAY)


def test_latest__long_and_short_sales__a_day_or_a_tenth_after_it_opens() -> None:
    assert MONTH.latest == OPENS + DAY
    assert Sale("mills", OPENS, OPENS + DAY).latest == OPENS + DAY // 10


def test_shortened__made_in_time_or_before_it_opens__nothing_to_say() -> None:
    assert MONTH.shortened(OPENS - 5 * DAY) == MONTH.shortened(MONTH.latest) == ""


def test_shortened__made_late__what_is_left_of_it() -> None:
    said = MONTH.shortened(OPENS + 29 * DAY)
    assert said == "the sale is open only from 2024-01-30 00:00 UTC to 2024-01-31 00:00 UTC, 1 of 30 days"
    assert MONTH.shortened(MONTH.latest + 1).endswith("28 of 30 days")
    assert MONTH.shortened(OPENS + 99 * DAY).endswith(", 0 of 30 days")


def test_moment__for_people_and_programs__utc() -> None:
    assert (moment(OPENS), written(OPENS)) == ("2024-01-01 00:00 UTC", "2024-01-01T00:00:00Z")
