# SPDX-License-Identifier: Apache-2.0
"""A board in a folder, a file an order, named by its hash. Files of others may be there: they are named and passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from eth_typing import ChecksumAddress

from regalia.files import is_folder
from regalia.market.board import (
    MOST_ORDERS,
    BoardError,
    BoardRefusedError,
    Listed,
    NoSuchOrderError,
    OnBoardAlreadyError,
    Passed,
    by_age,
)
from regalia.market.files import TEMPORARY, read_plain, write_whole
from regalia.market.order_file import MOST_BYTES, OrderFileError, order_from_json, order_to_json
from regalia.market.signed_order import SignedOrder

_HASH = re.compile(r"0x[0-9a-f]{64}", re.ASCII)
_NAME = re.compile(r"(0x[0-9a-f]{64})\.json", re.ASCII)


class FolderBoard:
    """``since`` is when the file was written. The folder is made where it is not there, unless ``make`` is false."""

    def __init__(self, folder: Path, make: bool = True) -> None:
        if not make and not is_folder(folder):
            raise BoardError(f"board: there is no folder {folder}", "Name the folder the orders are in.")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BoardError(f"board {folder}: can't be made: {error.strerror}", "Name a folder.") from error
        self.folder = folder
        self._known: dict[str, Listed] = {}
        self._passed: dict[str, Passed] = {}

    def __repr__(self) -> str:
        return f"FolderBoard({str(self.folder)!r})"

    def add(self, signed: SignedOrder) -> None:
        """Raises ``OnBoardAlreadyError``, ``BoardRefusedError``, ``OrderFileError`` and ``BoardError``; nothing was written then."""
        content = order_to_json(signed).encode()
        if len(content) > MOST_BYTES:
            raise BoardRefusedError(
                f"order: {len(content):,} bytes, a board takes {MOST_BYTES:,}", "Sign it with a shorter signature."
            )
        order_from_json(content)  # what no reader would take is not left there
        if len(self._names()) >= MOST_ORDERS:
            raise BoardError(f"board {self.folder}: {MOST_ORDERS:,} orders are there", "Have the dead ones removed.")
        name = f"{signed.name}.json"
        try:
            write_whole(self.folder / name, content, over=self._gives_way(name, signed), shared=True)
            self._known.pop(name, None)
        except FileExistsError:
            if self._taken(name) is None:
                raise BoardError(f"board {self.folder}: {name} is there and is no order", "Have it removed.") from None
            raise OnBoardAlreadyError(f"order {signed.name}: is on the board", "Nothing is to be done.") from None
        except OSError as error:
            raise BoardError(
                f"board {self.folder}: can't be written: {error.strerror}", "Give a folder you may write to."
            ) from error

    def orders(self, token: ChecksumAddress | None = None) -> tuple[Listed, ...]:
        self._passed = {}
        found = (self._taken(name) for name in self._names())
        return by_age(entry for entry in found if entry and token in (None, entry.signed.order.token))

    def get(self, order_hash: str) -> Listed:
        found = self._taken(f"{order_hash}.json") if _HASH.fullmatch(order_hash) else None
        if found is None:
            raise NoSuchOrderError(f"order {order_hash:.80}: is not on the board", "List the orders that are.")
        return found

    def problems(self) -> tuple[Passed, ...]:
        return tuple(self._passed.values())

    def remove(self, order_hashes: Iterable[str]) -> int:
        """Take orders off the board; how many were there. An order off the board can be filled all the same: only its maker cancels it."""
        gone = 0
        for order_hash in filter(_HASH.fullmatch, order_hashes):
            try:
                (self.folder / f"{order_hash}.json").unlink()
            except FileNotFoundError:
                continue
            except OSError as error:
                raise BoardError(
                    f"board {self.folder}: {order_hash} can't be removed: {error.strerror}", "See who owns the file."
                ) from error
            self._known.pop(f"{order_hash}.json", None)
            gone += 1
        return gone

    def _gives_way(self, name: str, signed: SignedOrder) -> bool:
        """What is said to be a contract's signature, which can't be checked here, to a key's: it may be there to be in the way."""
        there = self._taken(name)
        return there is not None and there.signed.by_contract and not signed.by_contract

    def _names(self) -> list[str]:
        try:
            there = sorted(file.name for file in self.folder.iterdir() if not file.name.endswith(TEMPORARY))
        except OSError as error:
            raise BoardError(
                f"board {self.folder}: can't be read: {error.strerror}", "Name the folder the orders are in."
            ) from error
        for name in there[:MOST_ORDERS]:
            if not _NAME.fullmatch(name):
                self._passed[name] = Passed(name, "is not the name of an order's file")
        return [name for name in there if _NAME.fullmatch(name)][:MOST_ORDERS]

    def _taken(self, name: str) -> Listed | None:
        """An order's file says the same for ever, so it is read once."""
        if known := self._known.get(name):
            return known if (self.folder / name).is_file() else None
        try:
            content, since = read_plain(self.folder / name, MOST_BYTES)
            signed = order_from_json(content)
        except FileNotFoundError:
            return None
        except OSError as error:
            self._passed[name] = Passed(name, error.strerror or "can't be read")
            return None
        except OrderFileError as error:
            self._passed[name] = Passed(name, error.message)
            return None
        if f"{signed.name}.json" != name:
            self._passed[name] = Passed(name, f"by its content it is {signed.name}.json")
            return None
        self._known[name] = Listed(signed, since)
        return self._known[name]
