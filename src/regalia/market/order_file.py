# SPDX-License-Identifier: Apache-2.0
"""Signed orders as JSON files. Whoever reads one has checked its form and the signature of a key."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from regalia.errors import RegaliaError
from regalia.market.files import read_plain, write_whole
from regalia.market.order import OrderError
from regalia.market.order_words import OrderFile
from regalia.market.signed_order import OrderSignatureError, SignedOrder, check_signature
from regalia.oracle.faults import faults_of

MOST_BYTES = 12_000
"""Enough for the signatures of some 60 owners of a contract."""
_HINT = "Ask the maker for the order as he signed it."


class OrderFileError(RegaliaError, ValueError):
    """A file that is no signed order; the message lists everything wrong with it, a line each."""


class OrderFileAccessError(RegaliaError, OSError):
    """A file that can't be read or written."""


class OrderFileMissingError(OrderFileAccessError, FileNotFoundError):
    """There is no file at the path."""


class OrderFileExistsError(OrderFileAccessError, FileExistsError):
    """There is a file already where an order would go."""


def order_to_json(signed: SignedOrder) -> str:
    """The text of the file. Raises ``OrderFileError`` for a signature or chain that no file can have."""
    try:
        return OrderFile.of(signed).model_dump_json(indent=2) + "\n"
    except ValidationError as error:
        raise _bad(faults_of(error, "order")) from error


def order_from_json(text: str | bytes) -> SignedOrder:
    """A signed order; a key's signature is its maker's. Raises ``OrderFileError``. What a contract signed only a chain can tell."""
    try:
        signed = OrderFile.model_validate_json(text).signed
        check_signature(signed)
    except ValidationError as error:
        raise _bad(faults_of(error, "order")) from error
    except OrderError as error:
        raise _bad([f"order.{fault}" for fault in error.message.splitlines()[1:]]) from error
    except OrderSignatureError as error:
        raise _bad([error.message]) from error
    return signed


def read_order(path: Path) -> SignedOrder:
    """Raises ``OrderFileMissingError``, ``OrderFileAccessError`` and ``OrderFileError``."""
    try:
        content, _ = read_plain(path, MOST_BYTES)
    except FileNotFoundError:
        raise OrderFileMissingError(f"order: there is no file {path}", "Give the path of an order file.") from None
    except OSError as error:
        raise OrderFileAccessError(f"order: {path}: {error.strerror}", "Give the path of an order file.") from error
    try:
        return order_from_json(content)
    except OrderFileError as error:
        raise OrderFileError(f"{path.name}: {error.message}", error.hint) from error


def write_order(signed: SignedOrder, path: Path) -> None:
    """Whole or not at all, and over nothing. Raises ``OrderFileExistsError`` and ``OrderFileAccessError``."""
    try:
        write_whole(path, order_to_json(signed).encode())
    except FileExistsError:
        raise OrderFileExistsError(
            f"order: {path} exists", "Keep it: it may be the only copy of an order. Name another file."
        ) from None
    except OSError as error:
        raise OrderFileAccessError(
            f"order: {path} can't be written: {error.strerror}", "Give a folder that you may write to."
        ) from error


def _bad(faults: list[str]) -> OrderFileError:
    return OrderFileError("\n".join(["not a signed order:", *(f"  {fault}" for fault in faults)]), _HINT)
