# SPDX-License-Identifier: Apache-2.0
"""One sample deal for all tests of a process that only look at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from regalia import Deal
from regalia.demo.sample import Sample, sample_deal


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    with sample_deal(tmp_path_factory.mktemp("sample")) as made:
        yield made


@pytest.fixture(scope="session")
def deal(sample: Sample) -> Iterator[Deal]:
    """As of the sample's last block. Who changes something opens a deal of his own."""
    labels = {wallet: role for role, wallet in sample.people.items()}
    with Deal.open(sample.record_path, sample.url, terms=sample.terms_path, labels=labels) as opened:
        yield opened
