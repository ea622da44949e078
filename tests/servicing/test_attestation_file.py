# SPDX-License-Identifier: Apache-2.0
"""The file an issuer hands to an investor: what was written is what is read, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from regalia.servicing.attestation_file import (
    AttestationFileError,
    SignedEligibility,
    load_attestation,
    save_attestation,
)
from regalia.servicing.eligibility import Eligibility, EligibilityError, RegistryDomain
from tests.support.roles import actor

DOMAIN = RegistryDomain(31337, actor("registry"))
SIGNED = SignedEligibility(
    Eligibility(actor("wallet"), actor("investor"), 702, 1, 1_767_225_599, 3, 1_706_659_200),
    DOMAIN,
    actor("issuer"),
    b"\x01" * 65,
)


def altered(folder: Path, **fields: Any) -> Path:
    file = folder / "attestation.json"
    file.write_text(json.dumps({**json.loads(SIGNED.to_json()), **fields}), encoding="utf-8")
    return file


def test_load__what_was_saved__the_same(tmp_path: Path) -> None:
    save_attestation(SIGNED, tmp_path / "attestation.json")
    assert load_attestation(tmp_path / "attestation.json", DOMAIN) == SIGNED


def test_save__file_there_already__refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "attestation.json").write_text("kept")
    with pytest.raises(AttestationFileError, match="can't be written"):
        save_attestation(SIGNED, tmp_path / "attestation.json")
    assert (tmp_path / "attestation.json").read_text() == "kept"


@pytest.mark.parametrize(
    "other", [RegistryDomain(1, actor("registry")), RegistryDomain(31337, actor("other registry"))]
)
def test_load__for_another_registry_or_chain__refused(tmp_path: Path, other: RegistryDomain) -> None:
    save_attestation(SIGNED, tmp_path / "attestation.json")
    with pytest.raises(AttestationFileError, match=f"the deal uses the registry {other.registry} on chain"):
        load_attestation(tmp_path / "attestation.json", other)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"country": "702"}, "country: '702' is not a whole number"),
        ({"nonce": True}, "nonce: True is not a whole number"),
        ({"wallet": actor("wallet").lower()}, "wallet: .* is not an address in checksum form"),
        ({"issuer": None}, "issuer: None is not an address"),
        ({"signature": "0xzz"}, "signature: '0xzz' is not hexadecimal"),
        ({"name": "Alice"}, "must have the fields .* and no other"),
    ],
)
def test_load__field_altered__named(tmp_path: Path, fields: dict[str, Any], message: str) -> None:
    with pytest.raises(AttestationFileError, match=message):
        load_attestation(altered(tmp_path, **fields), DOMAIN)


def test_load__number_too_large_for_its_field__refused(tmp_path: Path) -> None:
    with pytest.raises(EligibilityError, match="class: 256 is not from 0 to 255"):
        load_attestation(altered(tmp_path, **{"class": 256}), DOMAIN)


@pytest.mark.parametrize(("text", "message"), [("{", "is not JSON"), ("[]", "must have the fields")])
def test_load__no_attestation_at_all__refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "attestation.json").write_text(text)
    with pytest.raises(AttestationFileError, match=message):
        load_attestation(tmp_path / "attestation.json", DOMAIN)


def test_load__no_file__refused(tmp_path: Path) -> None:
    with pytest.raises(AttestationFileError, match="can't be read"):
        load_attestation(tmp_path / "none.json", DOMAIN)
