# SPDX-License-Identifier: Apache-2.0
"""An attestor's key is in no text, log, error, dump or file."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import traceback
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from regalia.errors import RegaliaError
from regalia.oracle.attestor import Attestor
from regalia.oracle.signing_record import SigningRecord
from tests.oracle.market import SIGNERS, USD, Market, row

pytestmark = pytest.mark.devnet

KEY = bytes(SIGNERS["servicer"].key)


def shows_key(text: object) -> bool:
    """In hexadecimal, as an integer, or as the bytes Python prints."""
    shown = str(text).lower()
    return any(form.lower() in shown for form in (KEY.hex(), str(int.from_bytes(KEY, "big")), repr(KEY)[2:-1]))


class Holder(BaseModel):
    """A model somebody puts an attestor into."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    attestor: Attestor


def test_shows_key__each_form__found() -> None:
    assert all(
        map(shows_key, (KEY.hex(), KEY.hex().upper(), int.from_bytes(KEY, "big"), KEY, vars(SIGNERS["servicer"])))
    )


def test_attestor__every_text_of_it__name_and_address_only(market: Market) -> None:
    attestor = market.attestor()
    assert repr(attestor) == f"Attestor('servicer', {SIGNERS['servicer'].address})"
    texts = [str(attestor), f"{attestor}", [attestor], vars(attestor), json.dumps(vars(attestor), default=repr)]
    assert not any(map(shows_key, texts))


def test_attestor__in_a_pydantic_model__dump_does_not_show_the_key(market: Market) -> None:
    holder = Holder(attestor=market.attestor())
    assert not shows_key(holder) and not shows_key(holder.model_dump())
    with pytest.raises(ValueError, match="Unable to serialize") as refusal:
        holder.model_dump_json()
    assert not shows_key(refusal.value)


@pytest.mark.parametrize("copier", [pickle.dumps, copy.deepcopy], ids=["pickled", "copied"])
def test_attestor__serialised__refused(market: Market, copier: Any) -> None:
    with pytest.raises(TypeError) as refusal:
        copier(market.attestor())
    assert not shows_key(refusal.value)


def test_sign__everything_logged_at_the_lowest_level__no_key(market: Market, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    market.pay(100 * USD)
    market.attestor().sign(market.report(), market.mandate.domain)
    assert caplog.records
    assert not any(shows_key(record.getMessage()) or shows_key(record.args) for record in caplog.records)


def test_refusals__each_with_its_traceback__no_key(market: Market) -> None:
    report, domain, attestor = market.report(), market.mandate.domain, market.attestor()
    attempts = [
        (attestor, report, replace(domain, chain_id=1)),
        (attestor, market.report(received=1), domain),
        (attestor, report, domain),
        (market.attestor(rows=()), report, domain),
    ]
    for who, what, where in attempts:
        with pytest.raises(RegaliaError) as refusal:
            who.sign(what, where)
        shown = traceback.TracebackException.from_exception(refusal.value, capture_locals=True)
        assert not shows_key("".join(shown.format()))


def test_already_signed__with_its_traceback_and_the_record_on_disk__no_key(market: Market, tmp_path: Path) -> None:
    market.pay(100 * USD)
    path = tmp_path / "servicer.sqlite"
    with SigningRecord(path) as record:
        market.attestor(record=record).sign(market.report(), market.mandate.domain)
        corrected = market.attestor(rows=(row(1, USD),), record=record)
        with pytest.raises(RegaliaError) as refusal:
            corrected.sign(corrected.propose(1), market.mandate.domain)
    shown = traceback.TracebackException.from_exception(refusal.value, capture_locals=True)
    assert not shows_key("".join(shown.format()))
    assert SIGNERS["servicer"].address.encode() in path.read_bytes()
    assert KEY not in path.read_bytes() and KEY.hex().encode() not in path.read_bytes()


def test_attestation__what_leaves_the_attestor__no_key(market: Market) -> None:
    market.pay(100 * USD)
    attestation = market.attestor().sign(market.report(), market.mandate.domain)
    assert not shows_key(attestation) and KEY not in attestation.signature
    assert not shows_key(market.report().model_dump())
