# SPDX-License-Identifier: Apache-2.0
"""Whatever a file has in it, a reader reads it or refuses it by its own error; nobody sees a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regalia.feeds import FeedError, load_portfolio, load_valuations, read_legal_status
from tests.feeds.conftest import SAMPLES, TODAY

MANY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SAMPLE_FILES = (
    "cnipa-events.csv",
    "inpadoc-events.csv",
    "st27-events.json",
    "st96-events.xml",
    "portfolio-licence-back.yaml",
    "valuation-2026-09.yaml",
)


def survives(path: Path) -> None:
    try:
        if path.name.startswith("portfolio"):
            load_portfolio(path, TODAY)
        elif path.name.startswith("valuation"):
            load_valuations(path, TODAY)
        else:
            read_legal_status(path)
    except FeedError as refusal:
        assert refusal.problems


@pytest.mark.parametrize("name", SAMPLE_FILES)
@given(noise=st.binary(max_size=12), at=st.integers(0, 6_000), cut=st.integers(0, 40))
@MANY
def test_read__sample_with_noise_in_it__read_or_refused(
    tmp_path: Path, name: str, noise: bytes, at: int, cut: int
) -> None:
    content = (SAMPLES / name).read_bytes()
    at %= len(content)
    path = tmp_path / name
    path.write_bytes(content[:at] + noise + content[at + cut :])
    survives(path)


@pytest.mark.parametrize("name", SAMPLE_FILES)
@given(content=st.binary(max_size=200))
@MANY
def test_read__any_bytes__read_or_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    survives(path)


@given(value=st.text(max_size=20))
@MANY
def test_read__any_text_as_a_value_of_json__read_or_refused(tmp_path: Path, value: str) -> None:
    path = tmp_path / "events.json"
    event = {
        "statusEventCode": "A-4-6-H10-H13-oth-PC1903",
        "eventDate": "2026-03-01",
        "comment": "\ud800",
        "note": value,
    }
    data = {"patentLegalStatusBag": [{"st13ApplicationNumber": value, "statusEventDataBag": [event]}]}
    path.write_text(json.dumps(data))
    survives(path)
