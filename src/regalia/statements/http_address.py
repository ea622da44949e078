# SPDX-License-Identifier: Apache-2.0
"""Addresses of a payer's API: which may be asked, and what of them may be shown."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urljoin, urlsplit

from regalia.errors import RegaliaError


class ApiAddressError(RegaliaError, ValueError):
    """An address that is not asked, as what it answers could be anybody's or a token would be told."""


class ApiUnreachableError(RegaliaError, ConnectionError):
    """A payer's API that gave no statement, however often it was asked."""


def check_address(url: str) -> None:
    """ApiAddressError unless it is https, or http on this machine, without a name and password in it."""
    try:
        if not url.isascii() or not url.isprintable():
            raise ValueError
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ApiAddressError("url: is no address", "Example: https://api.example.com/statements/2024Q3") from None
    if parts.scheme not in ("http", "https") or not host:
        raise ApiAddressError(
            f"url: {shown(url)!r} is no https address", "Example: https://api.example.com/statements/2024Q3"
        )
    if parts.username is not None or parts.password is not None:
        raise ApiAddressError(
            f"url: {shown(url)!r} has a name or password in it",
            "Put the token into an environment variable and name that.",
        )
    if parts.scheme == "http" and not _is_loopback(host):
        raise ApiAddressError(
            f"url: {shown(url)!r} is not encrypted: anybody on the way could change amounts and read the token",
            "Use https; plain http is taken on this machine only.",
        )


def next_address(url: str, link: str) -> str:
    """Where the next page is. ApiAddressError when it is another host's, whom nobody trusts."""
    try:
        address = urljoin(url, link)
    except ValueError:
        address = link
    check_address(address)
    if _origin_of(address) != _origin_of(url):
        raise ApiAddressError(
            f"next: {origin(address)} is another host than {origin(url)}; the token is not sent there",
            "Ask the payer why its statement goes on elsewhere.",
        )
    return address


def shown(url: str) -> str:
    """Scheme, host and path: keys live in the rest."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "an address"
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"[:200]


def origin(url: str) -> str:
    """Scheme and host of an address that somebody else wrote."""
    try:
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.hostname}"[:100] if parts.hostname else "an address without a host"
    except ValueError:
        return "what is no address"


def _origin_of(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
