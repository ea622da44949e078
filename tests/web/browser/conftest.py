# SPDX-License-Identifier: Apache-2.0
"""One world, one server and one browser for all tests of a process: what a test does stays done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.support.chromium import chromium
from tests.web.browser.server import Server, serving
from tests.web.browser.visit import Visitor
from tests.web.browser.world import World, world

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def lived(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """After the browser: without one nothing is made."""
    with world(tmp_path_factory.mktemp("world")) as found:
        yield found


@pytest.fixture(scope="session")
def server(lived: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(lived, tmp_path_factory.mktemp("serve")) as found:
        yield found


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """Left for people to look at."""
    folder = ROOT / ".build" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    found = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield found
    found.close()


@pytest.fixture
def visitor(context: BrowserContext, server: Server) -> Iterator[Visitor]:
    """Somebody who looks, without a wallet."""
    found = Visitor.with_a_page(context, server)
    yield found
    found.had_no_trouble()
