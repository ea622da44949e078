# SPDX-License-Identifier: Apache-2.0
"""An attestor's key, from an encrypted file to a signer in memory. The key is never shown, logged or written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from eth_account import Account
from eth_account.signers.local import LocalAccount

from regalia.errors import RegaliaError

_RULE = "it is not an Ethereum keystore, version 3"
_HINT = "`ape accounts import` makes one of a key."


class KeystoreError(RegaliaError, ValueError):
    """The file is missing or is not a keystore, or the password is not its own."""


def read_keystore(keystore_path: Path) -> dict[str, Any]:
    """What is in the file, still encrypted: for whoever asks for the password only once there is a keystore. Raises ``KeystoreError``."""
    name = keystore_path.name
    try:
        content = json.loads(keystore_path.read_text(encoding="utf-8"))
    except OSError as error:
        raise KeystoreError(f"keystore {name}: {error.strerror}", "Give the path of the keystore.") from error
    except (ValueError, RecursionError):
        # not "from": the error of a JSON reader carries the whole text, which may be a bare key
        raise KeystoreError(f"keystore {name}: it is not JSON", _HINT) from None
    if not isinstance(content, dict):
        raise KeystoreError(f"keystore {name}: {_RULE}", _HINT)
    return content


def load_signer(keystore_path: Path, password: str) -> LocalAccount:
    """The signer of an Ethereum keystore (version 3). Raises ``KeystoreError``, without the password or the key."""
    name, content = keystore_path.name, read_keystore(keystore_path)
    try:
        key = Account.decrypt(content, password)
    except ValueError:
        raise KeystoreError(f"keystore {name}: the password does not open it", "Check the password.") from None
    except (KeyError, TypeError, NotImplementedError):
        raise KeystoreError(f"keystore {name}: {_RULE}", _HINT) from None
    signer: LocalAccount = Account.from_key(key)
    return signer
