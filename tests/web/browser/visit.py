# SPDX-License-Identifier: Apache-2.0
"""Somebody at a browser: goes to pages, and notes whatever a page did that it should not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request, Response

from tests.web.browser.server import Server

_WAIT = 15_000


@dataclass
class Visitor:
    """``trouble`` is errors of scripts and of the policy, failed and foreign requests, dialogs that hostile text opened."""

    page: Page
    server: Server
    trouble: list[str] = field(default_factory=list)

    @classmethod
    def with_a_page(cls, context: BrowserContext, server: Server) -> Visitor:
        page = context.new_page()
        page.set_default_timeout(_WAIT)
        self = cls(page, server)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.trouble.append(f"script: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)
        page.on("dialog", self._dialog)
        return self

    def go(self, path: str) -> None:
        """To the page, until its charts are drawn."""
        answer = self.page.goto(self.server.url + path, wait_until="load")
        assert answer is not None and answer.status == 200, f"{path}: {answer and answer.status}"

    def had_no_trouble(self) -> None:
        assert self.trouble == []

    @contextmanager
    def forgiven(self, *parts: str) -> Iterator[None]:
        """Trouble that holds one of these words is meant: a refusal is an answer too."""
        before = len(self.trouble)
        yield
        self.trouble[before:] = [said for said in self.trouble[before:] if not any(part in said for part in parts)]

    def overflow(self) -> int:
        """Pixels by which the page is wider than its window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.trouble.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.server.url + "/", "data:", "blob:")):
            self.trouble.append(f"foreign: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.trouble.append(f"status {response.status}: {response.url}")

    def _dialog(self, dialog: Dialog) -> None:
        self.trouble.append(f"dialog: {dialog.message}")
        dialog.dismiss()
