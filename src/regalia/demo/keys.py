# SPDX-License-Identifier: Apache-2.0
"""Keystores of the accounts that every local chain starts with, for whoever tries the commands: ``python -m regalia.demo.keys FOLDER``.

Their keys are known to everybody, and so is the password. On a public network whatever they own is gone at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from eth_account import Account
from eth_account.signers.local import LocalAccount

from regalia.chain.attached import MNEMONIC
from regalia.errors import RegaliaError

PASSWORD = "public"
MANY = 10
_ROUNDS = 1_000
"""Few: there is nothing to protect."""


class KeysWriteError(RegaliaError, OSError):
    """A file can't be written."""


def known_key(number: int) -> LocalAccount:
    """The key of account ``number`` of such a chain, from 0 on."""
    Account.enable_unaudited_hdwallet_features()
    key: LocalAccount = Account.from_mnemonic(MNEMONIC, account_path=f"m/44'/60'/0'/0/{number}")
    return key


def write_keys(folder: Path, keys: Mapping[str, LocalAccount]) -> Path:
    """A keystore ``NAME.json`` each, and the file of their password, which is given back. Raises ``KeysWriteError``."""
    file = folder / "password"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, key in keys.items():
            keystore = Account.encrypt(key.key, PASSWORD, kdf="pbkdf2", iterations=_ROUNDS)
            (folder / f"{name}.json").write_text(json.dumps(keystore), encoding="utf-8")
        file.write_text(PASSWORD + "\n", encoding="utf-8")
    except OSError as error:
        raise KeysWriteError(
            f"keys: {folder} can't be written to: {error.strerror}", "Name a folder of your own."
        ) from error
    return file


def main(arguments: list[str]) -> None:
    """Write them all and say whose they are. Raises ``KeysWriteError``."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.exit("Usage: python -m regalia.demo.keys FOLDER")
    folder = Path(arguments[0])
    keys = {f"test-{number}": known_key(number) for number in range(MANY)}
    password = write_keys(folder, keys)
    for name, key in keys.items():
        print(f"{folder / name}.json  {key.address}")
    print(f"Password {PASSWORD!r}, in {password}. For local chains only: everybody knows these keys.")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except RegaliaError as error:
        sys.exit(f"error: {error}")
