# SPDX-License-Identifier: Apache-2.0
"""A real Chromium of this machine, without a window, that talks to nobody but the pages under test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, sync_playwright

REQUIRED = "REGALIA_REQUIRE_CHROMIUM"
NAMED = "REGALIA_CHROMIUM"
_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    "--no-proxy-server",
)


def executable() -> str | None:
    """``REGALIA_CHROMIUM``, else what is on the PATH."""
    if named := os.environ.get(NAMED):
        return named
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Skips the test where there is none, unless it is required."""
    found = executable() or _missing()
    args = [*_QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=args)
        try:
            yield browser
        finally:
            browser.close()


def _missing() -> NoReturn:
    why = f"no Chromium is installed (Debian: apt install chromium; or name one: {NAMED}=/path/to/chromium)"
    if os.environ.get(REQUIRED) == "1":
        pytest.fail(why)
    pytest.skip(why)
