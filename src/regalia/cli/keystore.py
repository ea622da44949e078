# SPDX-License-Identifier: Apache-2.0
"""The account a command acts for: a key from an encrypted file, or, where nothing is sent, an address alone.

A key is never an option, nor in what is printed. Its password is asked for or read from a file, never from the command line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click
from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress

from regalia.chain.transact import Sender
from regalia.cli.address import Address
from regalia.errors import RegaliaError

Command = TypeVar("Command", bound=Callable[..., Any])
PATH = click.Path(path_type=Path)
_MOST_PASSWORD = 4_096


class PasswordFileError(RegaliaError, OSError):
    """The file of the password can't be read."""


@dataclass(frozen=True)
class Account:
    """Who acts; ``key`` is None for an address that is only asked about. ``name`` is that of the key's file."""

    address: ChecksumAddress
    key: LocalAccount | None = None
    name: str | None = None

    @property
    def sender(self) -> Sender:
        return self.key or self.address


def account_options(command: Command) -> Command:
    """``--keystore``, ``--password-file`` and ``--from``: parameters ``keystore``, ``password_file`` and ``given``."""
    for decorate in reversed(
        (
            click.option("--keystore", type=PATH, metavar="FILE", help="Your encrypted key (keystore version 3)."),
            click.option(
                "--password-file", type=PATH, metavar="FILE", help="Its password, one line; asked for when not given."
            ),
            click.option(
                "--from", "given", type=Address(), metavar="ADDRESS", help="With --dry-run, an account without its key."
            ),
        )
    ):
        command = decorate(command)
    return command


def account_of(
    keystore: Path | None, password_file: Path | None, given: ChecksumAddress | None, dry_run: bool
) -> Account:
    """Raises ``KeystoreError``, ``PasswordFileError``, and click's usage errors."""
    if (keystore is None) == (given is None):
        raise click.UsageError("name the account: --keystore FILE, or with --dry-run --from ADDRESS")
    if given is not None:
        if not dry_run:
            raise click.UsageError("--from goes with --dry-run: without a key nothing can be sent")
        return Account(given)
    from regalia.oracle.keystore import load_signer

    assert keystore is not None
    key = load_signer(keystore, password_of(keystore, password_file))
    return Account(key.address, key, keystore.name)


def password_of(keystore: Path, file: Path | None) -> str:
    """Read, or asked for; not where there is no keystore it could open. Raises ``KeystoreError`` and ``PasswordFileError``."""
    from regalia.oracle.keystore import read_keystore

    read_keystore(keystore)
    if file is None:
        return str(click.prompt(f"Password of {keystore.name}", hide_input=True, err=True))
    try:
        with file.open(encoding="utf-8") as opened:
            return opened.read(_MOST_PASSWORD).rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        # not the error itself: a text that is not UTF-8 is in it
        told = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise PasswordFileError(f"--password-file: {file.name}: {told}", "Give a file of one line.") from None
