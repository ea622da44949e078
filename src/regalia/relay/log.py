# SPDX-License-Identifier: Apache-2.0
"""Log lines of a service: plain, or a JSON object a line. Only what is given is printed; nobody gives it a key."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

_MOST_SAID = 1_000


def _nowhere(line: str) -> None:
    """A relay inside another program says nothing by itself."""


class Log:
    def __init__(self, print_line: Callable[[str], None] = _nowhere, as_json: bool = False) -> None:
        self._print, self._as_json = print_line, as_json
        self._last: dict[str, str] = {}
        self._said: set[tuple[str, str]] = set()

    def tell(self, event: str, text: str) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        if self._as_json:
            self._print(json.dumps({"time": now, "event": event, "text": text}, ensure_ascii=False))
        else:
            self._print(f"{now} {event}: {' '.join(text.split())}")

    def once(self, event: str, text: str) -> None:
        """Unless it was said before."""
        if (event, text) not in self._said:
            if len(self._said) >= _MOST_SAID:
                self._said.clear()
            self._said.add((event, text))
            self.tell(event, text)

    def changed(self, event: str, text: str) -> None:
        """Unless it is what was said last of this event; "" is not said, but remembered."""
        if self._last.get(event, "") != text:
            self._last[event] = text
            if text:
                self.tell(event, text)
