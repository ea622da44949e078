# SPDX-License-Identifier: Apache-2.0
"""The account of a command: nobody is asked for the password of a file that is no keystore."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from eth_account import Account

from regalia.cli.keystore import account_of, password_of
from regalia.oracle.keystore import KeystoreError
from tests.support.roles import key_of

PASSWORD = "of senior_investor"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions at the terminal, each answered with the password."""
    questions: list[str] = []

    def answer(question: str, **options: object) -> str:
        questions.append(question)
        return PASSWORD

    monkeypatch.setattr(click, "prompt", answer)
    return questions


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (None, "No such file or directory"),
        ("0x" + "11" * 32, "it is not JSON"),
        ("[]", "it is not an Ethereum keystore"),
    ],
    ids=["missing", "bare-key", "list"],
)
def test_account__file_that_is_no_keystore__said_before_a_password_is_asked(
    tmp_path: Path, asked: list[str], content: str | None, rule: str
) -> None:
    file = tmp_path / "senior_investor.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(KeystoreError, match=f"keystore senior_investor.json: {rule}"):
        account_of(file, None, None, dry_run=False)
    with pytest.raises(KeystoreError, match=rule):
        password_of(file, tmp_path / "password")
    assert asked == []


def test_account__keystore__asked_once_and_opened(tmp_path: Path, asked: list[str]) -> None:
    file, investor = tmp_path / "senior_investor.json", key_of("senior_investor")
    encrypted = Account.encrypt(investor.key, PASSWORD, kdf="pbkdf2", iterations=2)
    file.write_text(json.dumps(encrypted), encoding="utf-8")
    found = account_of(file, None, None, dry_run=False)
    assert (found.address, found.name) == (investor.address, "senior_investor.json")
    assert asked == ["Password of senior_investor.json"]
