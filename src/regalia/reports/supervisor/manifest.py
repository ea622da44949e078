# SPDX-License-Identifier: Apache-2.0
"""``MANIFEST.json``: every other file with its hash, what the pack was made of, what was compared, what was left out and why."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from regalia import __version__
from regalia.domain.terms import terms_hash
from regalia.reports.supervisor.files import json_text
from regalia.reports.supervisor.head import head_of
from regalia.reports.supervisor.language import Language
from regalia.reports.supervisor.subject import Subject

MANIFEST = "MANIFEST.json"
SCHEMA_VERSION = 1


def manifest_text(subject: Subject, language: Language, files: Mapping[str, bytes], left_out: Mapping[str, str]) -> str:
    ledger, filed, days = subject.ledger, subject.filed, subject.days
    assumed = subject.assumed
    declared = {"file": filed.name, "sha256": filed.sha256, "notice": filed.said.notice} if filed else None
    facts: dict[str, Any] = head_of(subject) | {
        "schema": "regalia-supervisors-pack",
        "schema_version": SCHEMA_VERSION,
        "release": __version__,
        "genesis_hash": ledger.record.genesis_hash,
        "terms_hash": "0x" + terms_hash(ledger.terms).hex(),
        "language": language.value,
        "declarations": declared,
        "assumptions": {
            "file": assumed.file.name,
            "sha256": assumed.file.sha256,
            "id": assumed.given.id,
            "scenario": assumed.scenario,
            "reads": [{"file": read.name, "sha256": read.sha256} for read in assumed.hashed],
        }
        if assumed
        else None,
        "holidays": {"name": days.name, "years": sorted(days.years)} if days.name else None,
        "comparisons": sum(subject.as_of.compared.values()),
        "compared": dict(sorted(subject.as_of.compared.items())),
        "files": [
            {"name": name, "bytes": len(files[name]), "sha256": sha256(files[name]).hexdigest()}
            for name in sorted(files)
        ],
        "left_out": dict(left_out),
    }
    return json_text("MANIFEST", facts)
