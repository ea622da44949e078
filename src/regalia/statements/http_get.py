# SPDX-License-Identifier: Apache-2.0
"""GET that goes on trying, within bounds: of attempts, of waiting, of time and of bytes."""

from __future__ import annotations

import time
from typing import NoReturn

import requests
from requests.exceptions import RequestException
from urllib3.exceptions import HTTPError

from regalia.statements.http_address import ApiUnreachableError, origin, shown
from regalia.statements.http_session import RETRIED, Bearer, Bounds, patient_session

_CHUNK = 1 << 16


class Getter:
    """Asks one API; ``session`` brings its own adapters (proxies, certificates, retries). To be closed."""

    def __init__(self, bounds: Bounds, token: str = "", session: requests.Session | None = None) -> None:
        self._bounds, self._token = bounds, token.encode()
        self._auth = Bearer(token) if token else None
        self._own = session is None
        self._session = session or patient_session(bounds)
        self._left = bounds.most_bytes
        self._end = time.monotonic() + bounds.seconds

    def close(self) -> None:
        if self._own:
            self._session.close()

    def get(self, url: str) -> bytes:
        """The body. ApiUnreachableError says what the server did, after as many attempts as there may be."""
        failed = ""
        for attempt in range(self._bounds.attempts):
            if attempt:
                time.sleep(min(self._bounds.first_pause << (attempt - 1), self._bounds.longest_pause))
            try:
                with self._answer(url) as response:
                    content = self._body(response, url)
            except HTTPError as error:
                failed = type(error).__name__
                continue
            if self._token and self._token in content:
                self._give_up(url, "sends the token back in its answer, which problems would quote")
            self._left -= len(content)
            return content
        self._give_up(url, f"the answer broke off in each of {self._bounds.attempts} attempts ({failed})")

    def _answer(self, url: str) -> requests.Response:
        """An answer that says all is well; the session has tried again where that helps."""
        waits = (self._bounds.silence, self._bounds.silence)
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        try:
            response = self._session.get(
                url, headers=headers, auth=self._auth, timeout=waits, allow_redirects=False, stream=True
            )
        except RequestException as error:
            # its text may quote the request
            self._give_up(url, f"no answer, however often it was asked ({type(error).__name__})")
        if rule := _fault_of(response):
            response.close()
            self._give_up(url, rule)
        return response

    def _body(self, response: requests.Response, url: str) -> bytes:
        content = bytearray()
        while chunk := response.raw.read1(_CHUNK, decode_content=False):
            content += chunk
            if len(content) > self._left:
                self._give_up(url, f"sends more than {self._bounds.most_bytes:,} bytes")
            if time.monotonic() > self._end:
                self._give_up(url, f"is not done after {self._bounds.seconds} seconds")
        return bytes(content)

    def _give_up(self, url: str, rule: str) -> NoReturn:
        hint = "Nothing of it was taken. Try again later, or have the statement sent as a file."
        raise ApiUnreachableError(f"{shown(url)}: {rule}", hint) from None


def _fault_of(response: requests.Response) -> str:
    """Why an answer is no statement, or ""."""
    status = response.status_code
    if 300 <= status < 400:
        return f"sends on to {origin(response.headers.get('Location', ''))}; no other address is asked, as it would get the token"
    if status in (401, 403):
        return f"refuses access ({status}): check the token and that it is still good"
    if status != 200:
        again = ", and did so whenever it was asked again" if status in RETRIED else ""
        return f"answers {status}{again}"
    plain = response.headers.get("Content-Encoding", "identity") == "identity"
    return "" if plain else "sends a compressed answer, which was not asked for"
