# SPDX-License-Identifier: Apache-2.0
"""Handing sources to a service that compiles them and compares: Sourcify's API v2, or an explorer's in the manner of Etherscan v2.

It can be repeated: what is verified already counts as done.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import requests

from regalia.chain.compiler import PROJECT
from regalia.chain.connection import place
from regalia.deployment.errors import VerifierError
from regalia.deployment.networks import networks
from regalia.deployment.sources import COMPILER, Source, standard_input

SOURCIFY_URL, ETHERSCAN_URL, ETHERSCAN_KEY = "REGALIA_SOURCIFY_URL", "REGALIA_ETHERSCAN_URL", "REGALIA_ETHERSCAN_KEY"
_SOURCIFY = "https://sourcify.dev/server"
_TIMEOUT = 30
VERIFIED, ALREADY = "verified", "verified already"


class Verifier(Protocol):
    """``verify`` says ``VERIFIED`` or ``ALREADY``, and raises ``VerifierError`` with the service's words."""

    @property
    def shown(self) -> str: ...

    def verify(self, chain_id: int, source: Source) -> str: ...


@dataclass(frozen=True)
class Patience:
    """How often a job is asked about, and for how many seconds in all."""

    every: int = 3
    limit: int = 300


@dataclass(frozen=True)
class Sourcify:
    """``POST /v2/verify/{chain}/{address}``, then ``GET /v2/verify/{job}`` until it is done."""

    url: str
    root: Path = PROJECT
    patience: Patience = Patience()

    @property
    def shown(self) -> str:
        return f"Sourcify at {place(self.url)}"

    def verify(self, chain_id: int, source: Source) -> str:
        body = {
            "stdJsonInput": standard_input(source.name, self.root),
            "compilerVersion": COMPILER,
            "contractIdentifier": source.identifier,
        }
        answer = _asked(self.shown, "POST", f"{self.url}/v2/verify/{chain_id}/{source.address}", json=body)
        if answer.get("customCode") == "already_verified":
            return ALREADY
        if "verificationId" not in answer:
            raise _refused(self.shown, source, answer)
        for _ in _polls(self.patience):
            job = _asked(self.shown, "GET", f"{self.url}/v2/verify/{answer['verificationId']}")
            if job.get("isJobCompleted"):
                error = job.get("error") or {}
                if error.get("customCode") == "already_verified":
                    return ALREADY
                if error or not (job.get("contract") or {}).get("match"):
                    raise _refused(self.shown, source, error or job)
                return VERIFIED
        raise _slow(self.shown, source)


@dataclass(frozen=True)
class Etherscan:
    """``verifysourcecode``, then ``checkverifystatus`` until it is done. The key is in no message."""

    url: str
    key: str
    root: Path = PROJECT
    patience: Patience = Patience()

    @property
    def shown(self) -> str:
        return f"the explorer at {place(self.url)}"

    def verify(self, chain_id: int, source: Source) -> str:
        form = {
            "contractaddress": source.address,
            "sourceCode": json.dumps(standard_input(source.name, self.root)),
            "codeformat": "solidity-standard-json-input",
            "contractname": source.identifier,
            "compilerversion": f"v{COMPILER}",
            # the API spells it so
            "constructorArguements": source.arguments.hex(),
        }
        answer = self._asked("POST", chain_id, {"action": "verifysourcecode"}, form)
        if _is_already(answer):
            return ALREADY
        if answer.get("status") != "1":
            raise _refused(self.shown, source, answer)
        for _ in _polls(self.patience):
            job = self._asked("GET", chain_id, {"action": "checkverifystatus", "guid": str(answer["result"])})
            if _is_already(job):
                return ALREADY
            if job.get("status") == "1":
                return VERIFIED
            if "pending" not in str(job.get("result", "")).lower():
                raise _refused(self.shown, source, job)
        raise _slow(self.shown, source)

    def _asked(
        self, method: str, chain_id: int, query: Mapping[str, str], form: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        whole = {"chainid": str(chain_id), "module": "contract", "apikey": self.key, **query}
        return _asked(self.shown, method, self.url, params=whole, data=form)


def verifier(name: str, chain_id: int, environment: Mapping[str, str]) -> Verifier:
    """``sourcify`` or ``etherscan``; address and key from the environment. Raises ``VerifierError``."""
    if name == "sourcify":
        return Sourcify(environment.get(SOURCIFY_URL, _SOURCIFY).rstrip("/"))
    apis = {found.chain_id: found.explorer_api for found in networks().values()}
    url, key = environment.get(ETHERSCAN_URL) or apis.get(chain_id), environment.get(ETHERSCAN_KEY)
    for variable, value in ((ETHERSCAN_URL, url), (ETHERSCAN_KEY, key)):
        if not value:
            raise VerifierError(
                f"{variable}: is not set, and the explorer of chain {chain_id} needs it", f"export {variable}=…"
            )
    assert url and key
    return Etherscan(url, key)


def _asked(shown: str, method: str, url: str, **given: Any) -> dict[str, Any]:
    try:
        answer = requests.request(method, url, timeout=_TIMEOUT, **given)
        said = answer.json()
    except (requests.RequestException, ValueError) as error:
        # not "from": the error of a request has the whole address, with the key
        raise VerifierError(
            f"{shown} does not answer as a verifier does ({type(error).__name__})", "Check the address, and try again."
        ) from None
    if not isinstance(said, dict):
        raise VerifierError(f"{shown} does not answer as a verifier does", "Check the address.")
    return said


def _polls(patience: Patience) -> Any:
    until = time.monotonic() + patience.limit
    while time.monotonic() <= until:
        yield None
        time.sleep(patience.every)


def _is_already(answer: Mapping[str, Any]) -> bool:
    return "already verified" in str(answer.get("result", "")).lower()


def _refused(shown: str, source: Source, answer: Mapping[str, Any]) -> VerifierError:
    words = answer.get("message") or answer.get("result") or answer
    if answer.get("result") and answer.get("message") == "NOTOK":
        words = answer["result"]
    return VerifierError(
        f"{source.key} at {source.address}: {shown} says: {words}", "Mend what it says and run it again."
    )


def _slow(shown: str, source: Source) -> VerifierError:
    return VerifierError(f"{source.key} at {source.address}: {shown} is not done yet", "Run it again later.")
