# SPDX-License-Identifier: Apache-2.0
"""A page by the keyboard alone."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

_WANTED = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
  .filter(e => e.tabIndex >= 0 && !e.disabled && (e.classList.contains('skip') || e.checkVisibility({visibilityProperty: true})))
  .filter(e => e.type !== 'hidden' && !(e.type === 'radio' && !e.checked && document.querySelector(`input[name="${e.name}"]:checked`)))
  .map((e, i) => { e.dataset.order = i; return i; })"""
_LISTEN = """() => {
  window.focused = [];
  document.addEventListener('focusin', ({ target: e }) => {
    const style = getComputedStyle(e);
    window.focused.push({
      number: e.dataset.order === undefined ? -1 : Number(e.dataset.order),
      says: (e.innerText || e.getAttribute('aria-label') || e.name || e.outerHTML).trim().slice(0, 80),
      outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
      inside_main: document.querySelector('main').contains(e),
    });
  });
}"""
_MOST_PARTS = 8
"""Of one field: a day has three, and a button."""


@dataclass(frozen=True)
class Focused:
    """``number`` is its place among all that ought to be reached."""

    number: int
    says: str
    outlined: bool
    inside_main: bool


def tabbable(page: Page) -> list[int]:
    """Numbers, in the order of the page, of what a keyboard has to reach. They are written onto the elements."""
    return [int(number) for number in page.evaluate(_WANTED)]


def tabbed(page: Page, times: int) -> list[Focused]:
    """What is reached by Tab, until so many were; the parts of one field count once."""
    page.evaluate(_LISTEN)
    count = 0
    for _ in range(_MOST_PARTS):
        for _ in range(times - count):
            page.keyboard.press("Tab")
        count = page.evaluate("window.focused.length")
        if count >= times:
            break
    return [Focused(**one) for one in page.evaluate("window.focused")[:times]]
