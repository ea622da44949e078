# SPDX-License-Identifier: Apache-2.0
"""The documents of a deal as they come in: every attestor keeps a folder of its own, and is sent what its evidence file says it holds."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from regalia.demo.places import find
from regalia.demo.scenario import Draft, Scenario
from regalia.oracle.evidence_file import EvidenceFile
from regalia.oracle.evidence_folder import FILE, EvidenceFolder


@dataclass(frozen=True)
class Papers:
    """``source`` has all documents of the deal, ``folders`` are the attestors' by party."""

    source: Path
    arrivals: tuple[str, ...]
    folders: Mapping[str, Path]

    @classmethod
    def open(cls, scenario: Scenario, parties: Iterable[str], out: Path) -> Papers:
        """Folders with nothing in them yet but what each attestor keeps for good: what it holds, and how statements read."""
        source = find("data", *scenario.documents.split("/"))
        folders = {party: out / party for party in parties}
        for party, folder in folders.items():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            shutil.copy(find("data", *scenario.evidence.split("/"), f"{party}.yaml"), folder / FILE)
            if (source / "columns").is_dir():
                shutil.copytree(source / "columns", folder / "columns")
        return cls(source, scenario.arrivals, folders)

    def evidence(self, party: str) -> EvidenceFolder:
        return EvidenceFolder.load(self.folders[party])

    def deliver(self, period: str, draft: Draft | None = None) -> None:
        """What belongs to a period, to whoever holds such documents; to the party of ``draft`` something else in one's place."""
        for party, folder in self.folders.items():
            held = tuple(_patterns(self.evidence(party).file))
            for arrival in self.arrivals:
                name = arrival.format(period=period)
                if any(fnmatch(name, pattern) for pattern in held):
                    wrong = draft is not None and (party, name) == (draft.party, draft.file)
                    self._copy(draft.draft if wrong and draft else name, folder / name)

    def correct(self, draft: Draft) -> None:
        """The party obtains the right document."""
        self._copy(draft.file, self.folders[draft.party] / draft.file)

    def _copy(self, name: str, to: Path) -> None:
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.source / name, to)


def _patterns(file: EvidenceFile) -> Iterator[str]:
    yield from (files.files for files in file.statements)
    yield from (files.files for files in file.bank)
    yield from (pattern for pattern in (file.rates, file.invoices) if pattern is not None)
