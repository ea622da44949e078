# SPDX-License-Identifier: Apache-2.0
"""Somebody who deals: at the page of the own address, with a wallet that is connected."""

from __future__ import annotations

import re
from dataclasses import dataclass

from eth_typing import ChecksumAddress
from playwright.sync_api import Browser, BrowserContext, Locator

from regalia.web.language import Language
from regalia.web.words.catalogue import words_of
from tests.web.browser.server import Server
from tests.web.browser.visit import Visitor
from tests.web.browser.wallet import RDNS, Wallet

DONE = "Done, in block {block}."
POSTED = "Your order is signed, and on the board."
DENIED = "You refused in the wallet. Nothing was sent."
REFUSED = "It would be refused. Nothing was sent."
LEFT = "You went back. Nothing was sent."
CONNECTED = "Connected: {address}."


@dataclass
class Dealer:
    """``language`` is what the page speaks."""

    visitor: Visitor
    wallet: Wallet
    language: Language

    @classmethod
    def at_the_entrance(
        cls,
        browser: Browser,
        server: Server,
        account: ChecksumAddress,
        lang: str,
        width: int,
        network: int | None = None,
    ) -> tuple[Dealer, BrowserContext]:
        """Not connected yet."""
        chain = server.world.chain
        wallet = Wallet(chain, account, network or chain.chain_id)
        context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
        wallet.into(context)
        visitor = Visitor.with_a_page(context, server)
        visitor.go(f"/{lang}/investor")
        return cls(visitor, wallet, Language(lang)), context

    def connect(self) -> None:
        """Which leads to the page of the address."""
        page = self.visitor.page
        page.locator(f'[data-wallet-rdns="{RDNS}"]').click()
        page.wait_for_url(re.compile(f"/{self.language.value}/investor/{self.wallet.account}$"))
        self.is_told(CONNECTED)

    def form(self, deal: str, act: str, **fields: str) -> Locator:
        """The form of an act, by what is written in it already."""
        found = self.visitor.page.locator(f'section[data-deal="{deal}"] form:has([data-act="{act}"])')
        for name, value in fields.items():
            found = found.filter(has=self.visitor.page.locator(f'[name="{name}"][value="{value}"]'))
        return found.first

    def act(self, form: Locator, act: str, *, choice: str = "", steps: int = 1, told: str = DONE) -> None:
        """Press its button, read what will be signed, agree as often as there are ``steps``, and wait for what comes of it."""
        picked = f'[value="{choice}"]' if choice else ""
        form.locator(f'[data-act="{act}"]{picked}').click()
        for _ in range(steps):
            self.agree()
        self.is_told(told)

    def agree(self) -> None:
        page = self.visitor.page
        page.locator("#confirm[open]").wait_for()
        assert page.locator("#confirm-text").inner_text().strip()
        page.keyboard.press("Enter")  # the focus is on "go on"
        page.locator("#confirm:not([open])").wait_for(state="attached")

    def is_told(self, message: str) -> None:
        """In the live region, in the language of the page."""
        said = words_of(self.language).gettext(message)
        parts = [re.escape(part) for part in re.split(r"\{\w+\}", said)]
        self.visitor.page.locator("#wallet-says").filter(has_text=re.compile(".*".join(parts))).wait_for()
