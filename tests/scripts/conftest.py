# SPDX-License-Identifier: Apache-2.0
"""A local chain for each file of tests, with the platform and a deal deployed by the scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from regalia.chain.devnet import Devnet, devnet
from regalia.chain.record import load_record
from regalia.servicing.deal_contracts import DealContracts
from tests.conftest import START
from tests.scripts.support import ACCOUNT, ape, deploy_deal, printed


@pytest.fixture(scope="module")
def chain() -> Iterator[Devnet]:
    with devnet(timestamp=START, accounts=10) as started:
        yield started


@pytest.fixture(scope="module")
def platform(chain: Devnet) -> dict[str, Any]:
    return printed(ape(chain, "deploy", "platform", "--test-money", "--yes", "--json", *ACCOUNT))


@pytest.fixture(scope="module")
def record(chain: Devnet, platform: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> str:
    made = printed(deploy_deal(chain, platform, tmp_path_factory.mktemp("deployments")))
    return str(made["record"])


@pytest.fixture(scope="module")
def deal(chain: Devnet, record: str) -> DealContracts:
    return DealContracts(chain.web3, load_record(Path(record)))


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("orders") / "judgment.txt"
    file.write_text("the wallet is frozen")
    return file
