# SPDX-License-Identifier: Apache-2.0
"""Handing sources in: what is sent, what is taken for done, and what a service's refusal says."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from regalia.deployment.errors import VerifierError
from regalia.deployment.sources import COMPILER, Source, standard_input
from regalia.deployment.verifiers import ALREADY, VERIFIED, Etherscan, Patience, Sourcify, verifier
from tests.deployment.verifier_service import Service, service

SOURCE = Source("gates", "PoolGates", "0x5e0136A62cB3C3B64d41Ba43f83d8a76d2907bf5", b"\x12\x34")
QUICK = Patience(every=0, limit=2)


@pytest.fixture
def there() -> Iterator[Service]:
    with service() as found:
        yield found


def test_sourcify__job_done__standard_json_handed_in(there: Service) -> None:
    there.answer(
        {"verificationId": "a-b"}, {"isJobCompleted": False}, {"isJobCompleted": True, "contract": {"match": "match"}}
    )
    assert Sourcify(there.url, patience=QUICK).verify(84532, SOURCE) == VERIFIED
    assert [(m, path) for m, path, _, _ in there.asked] == [
        ("POST", f"/v2/verify/84532/{SOURCE.address}"), ("GET", "/v2/verify/a-b"), ("GET", "/v2/verify/a-b")
    ]  # fmt: skip
    assert there.json() == {
        "stdJsonInput": standard_input("PoolGates"),
        "compilerVersion": COMPILER,
        "contractIdentifier": "contracts/registry/PoolGates.sol:PoolGates",
    }


@pytest.mark.parametrize("status", [409, 200])
def test_sourcify__verified_already__counts_as_done(there: Service, status: int) -> None:
    said = {"customCode": "already_verified", "message": "Contract is already verified"}
    there.answer(
        *([said] if status == 409 else [{"verificationId": "1"}, {"isJobCompleted": True, "error": said}]),
        status=status,
    )
    assert Sourcify(there.url, patience=QUICK).verify(1, SOURCE) == ALREADY


def test_sourcify__job_failed__its_words(there: Service) -> None:
    error = {"customCode": "no_match", "message": "The deployed code differs"}
    there.answer({"verificationId": "1"}, {"isJobCompleted": True, "error": error})
    with pytest.raises(VerifierError, match=r"gates at 0x5e01.*says: The deployed code differs"):
        Sourcify(there.url, patience=QUICK).verify(1, SOURCE)


def test_sourcify__never_done__says_to_come_back(there: Service) -> None:
    there.answer({"verificationId": "1"}, {"isJobCompleted": False})
    with pytest.raises(VerifierError, match="is not done yet"):
        Sourcify(there.url, patience=Patience(0, 0)).verify(1, SOURCE)


def test_etherscan__passed__form_as_its_api_wants_it(there: Service) -> None:
    there.answer(
        {"status": "1", "message": "OK", "result": "guid"},
        {"status": "0", "message": "NOTOK", "result": "Pending in queue"},
        {"status": "1", "message": "OK", "result": "Pass - Verified"},
    )
    assert Etherscan(there.url + "/v2/api", "secret", patience=QUICK).verify(11155111, SOURCE) == VERIFIED
    (_, path, query, _), (_, _, second, _), _ = there.asked
    assert path == "/v2/api" and query == {
        "chainid": "11155111",
        "module": "contract",
        "action": "verifysourcecode",
        "apikey": "secret",
    }
    assert (second["action"], second["guid"]) == ("checkverifystatus", "guid")
    form = there.form()
    assert json.loads(form.pop("sourceCode")) == standard_input("PoolGates")
    assert form == {
        "contractaddress": SOURCE.address,
        "codeformat": "solidity-standard-json-input",
        "contractname": "contracts/registry/PoolGates.sol:PoolGates",
        "compilerversion": f"v{COMPILER}",
        "constructorArguements": "1234",
    }


def test_etherscan__verified_already__counts_as_done(there: Service) -> None:
    there.answer({"status": "0", "message": "NOTOK", "result": "Contract source code already verified"})
    assert Etherscan(there.url, "secret", patience=QUICK).verify(1, SOURCE) == ALREADY
    there.answer({"status": "1", "result": "guid"}, {"status": "0", "result": "Already Verified"})
    assert Etherscan(there.url, "secret", patience=QUICK).verify(1, SOURCE) == ALREADY


def test_etherscan__refused__its_words_and_never_the_key(there: Service) -> None:
    there.answer({"status": "0", "message": "NOTOK", "result": "Invalid API Key"})
    with pytest.raises(VerifierError, match="says: Invalid API Key") as caught:
        Etherscan(there.url, "s3cr3t", patience=QUICK).verify(1, SOURCE)
    assert "s3cr3t" not in str(caught.value)


@pytest.mark.parametrize("body", [b"<html>", b"[1]"], ids=["html", "list"])
def test_verifier__other_service_there__named_without_key(there: Service, body: bytes) -> None:
    there.answer(body)
    for found in (Sourcify(there.url + "/s3cr3t"), Etherscan(there.url + "/s3cr3t", "s3cr3t")):
        with pytest.raises(VerifierError, match="does not answer as a verifier does") as caught:
            found.verify(1, SOURCE)
        assert "s3cr3t" not in str(caught.value) and caught.value.__cause__ is None


def test_verifier__nobody_there__named_without_key() -> None:
    with pytest.raises(VerifierError, match=r"the explorer at http://127.0.0.1:9 does not answer") as caught:
        Etherscan("http://127.0.0.1:9/api", "s3cr3t").verify(1, SOURCE)
    assert "s3cr3t" not in str(caught.value)


def test_verifier__by_name__address_and_key_from_the_environment() -> None:
    assert verifier("sourcify", 1, {}) == Sourcify("https://sourcify.dev/server")
    assert verifier("sourcify", 1, {"REGALIA_SOURCIFY_URL": "http://own/"}) == Sourcify("http://own")
    made = verifier("etherscan", 84532, {"REGALIA_ETHERSCAN_KEY": "k"})
    assert made == Etherscan("https://api.etherscan.io/v2/api", "k")
    with pytest.raises(VerifierError, match="REGALIA_ETHERSCAN_KEY: is not set"):
        verifier("etherscan", 84532, {})
    with pytest.raises(VerifierError, match="REGALIA_ETHERSCAN_URL: is not set, and the explorer of chain 99 needs it"):
        verifier("etherscan", 99, {"REGALIA_ETHERSCAN_KEY": "k"})
