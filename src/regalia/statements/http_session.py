# SPDX-License-Identifier: Apache-2.0
"""A session that tries again and that nothing of the surroundings has a say in, and a token that shows nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3 import BaseHTTPResponse, Retry
from urllib3.exceptions import HTTPError

RETRIED = (429, 500, 502, 503, 504)
"""Answers after which it helps to ask again."""


@dataclass(frozen=True)
class Bounds:
    """``attempts`` of each page; seconds: of the first pause (then twice as long each time), of the longest pause whatever the server
    asks for, of silence, and of the whole statement.
    """

    attempts: int = 5
    first_pause: int = 1
    longest_pause: int = 30
    silence: int = 30
    seconds: int = 600
    most_bytes: int = 50_000_000
    most_pages: int = 1_000


class _Patience(Retry):
    """Honours Retry-After up to ``longest``, and a nonsensical one not at all."""

    longest = 0

    def new(self, **changed: Any) -> Self:
        patience = super().new(**changed)
        patience.longest = self.longest
        return patience

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        try:
            asked = super().get_retry_after(response)
        except HTTPError:
            return None
        return None if asked is None else min(asked, self.longest)


class Bearer(AuthBase):
    """Puts the token into the request, and shows it nowhere else."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    def __repr__(self) -> str:
        return "a token"


def patient_session(bounds: Bounds) -> requests.Session:
    """No proxy and no ``.netrc`` of the surroundings is used."""
    patience = _Patience(
        total=bounds.attempts - 1,
        status_forcelist=RETRIED,
        allowed_methods=("GET",),
        backoff_factor=bounds.first_pause,
        backoff_max=bounds.longest_pause,
        raise_on_status=False,
    )
    patience.longest = bounds.longest_pause
    session = requests.Session()
    session.trust_env = False
    for scheme in ("https://", "http://"):
        session.mount(scheme, HTTPAdapter(max_retries=patience))
    return session
