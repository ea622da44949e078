# SPDX-License-Identifier: Apache-2.0
"""What Python has of the oracle's times and limits is what the contract says of itself."""

from __future__ import annotations

import pytest

from regalia.domain import disputes, restating
from regalia.domain.terms.rules.oracle import MAX_DISPUTE_HOURS
from regalia.ledger import dispute_events, report_events, stream_book
from tests.oracle import court, oracle_twin, stage
from tests.oracle.court import DAY
from tests.oracle.stage import Stage

HOUR = 3_600
CONSTANTS: dict[str, tuple[object, ...]] = {
    "TRUSTEE_TIME": (disputes.TRUSTEE_DAYS * DAY, court.TRUSTEE_TIME),
    "APPEAL_TIME": (disputes.APPEAL_DAYS * DAY, court.APPEAL_TIME),
    "SUPERVISOR_TIME": (disputes.SUPERVISOR_DAYS * DAY, court.SUPERVISOR_TIME),
    "MOST_STRUCK": (disputes.MOST_STRUCK, oracle_twin.MOST_STRUCK),
    "MISSING_GRACE": (disputes.MISSING_GRACE_DAYS * DAY, report_events.MISSING_GRACE, court.MISSING_GRACE),
    "ROTATION_DELAY": (stream_book.ROTATION_DELAY, oracle_twin.ROTATION_DELAY),
    "ENACT_WITHIN": (stream_book.ENACT_WITHIN, oracle_twin.ENACT_WITHIN),
    "MOST_WAITING": (restating.MOST_WAITING,),
    "LONGEST_WINDOW": (MAX_DISPUTE_HOURS * HOUR, stage.LONGEST_WINDOW),
    "FORFEITED_BOND": (dispute_events.FORFEITED_BOND,),
}


@pytest.mark.parametrize("name", CONSTANTS)
def test_constant__wherever_python_has_it__as_the_contract_says(stage: Stage, name: str) -> None:
    assert set(CONSTANTS[name]) == {stage.oracle.read(name)}
