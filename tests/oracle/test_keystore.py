# SPDX-License-Identifier: Apache-2.0
"""Keys come from encrypted files and are shown nowhere."""

from __future__ import annotations

import json
import traceback
from pathlib import Path

import pytest
from eth_account import Account

from regalia.oracle.keystore import KeystoreError, load_signer
from tests.support.roles import key_of

SERVICER = key_of("servicer")
KEY = bytes(SERVICER.key).hex()
PASSWORD = "correct horse battery staple"


@pytest.fixture
def keystore(tmp_path: Path) -> Path:
    path = tmp_path / "servicer.json"
    path.write_text(json.dumps(Account.encrypt(SERVICER.key, PASSWORD, kdf="pbkdf2", iterations=2)), encoding="utf-8")
    return path


def refusal(path: Path, password: str = PASSWORD) -> KeystoreError:
    """The error, once it is clear that nothing secret is in it or behind it."""
    with pytest.raises(KeystoreError) as caught:
        load_signer(path, password)
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert PASSWORD not in shown and "wrong password" not in shown
    assert KEY not in shown
    return caught.value


def test_load_signer__right_password__the_account(keystore: Path) -> None:
    assert load_signer(keystore, PASSWORD).address == SERVICER.address


def test_load_signer__wrong_password__refused(keystore: Path) -> None:
    assert refusal(keystore, "wrong password").message == "keystore servicer.json: the password does not open it"


def test_load_signer__no_file__refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.json").message == "keystore none.json: No such file or directory"


def test_load_signer__bare_key_in_the_file__refused_without_showing_it(tmp_path: Path) -> None:
    path = tmp_path / "bare.json"
    path.write_text("0x" + KEY, encoding="utf-8")
    assert refusal(path).message == "keystore bare.json: it is not JSON"


@pytest.mark.parametrize("content", ["[]", "{}", '{"version": 2}', '"' + KEY + '"', "7"])
def test_load_signer__json_that_is_no_keystore__refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(content, encoding="utf-8")
    assert refusal(path).message == "keystore other.json: it is not an Ethereum keystore, version 3"


def test_load_signer__brackets_in_brackets__refused(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text("[" * 100_000, encoding="utf-8")
    assert refusal(path).message == "keystore other.json: it is not JSON"


def test_load_signer__crypto_part_missing__refused(keystore: Path) -> None:
    content = json.loads(keystore.read_text(encoding="utf-8"))
    del content["crypto"]
    keystore.write_text(json.dumps(content), encoding="utf-8")
    assert "not an Ethereum keystore" in refusal(keystore).message
