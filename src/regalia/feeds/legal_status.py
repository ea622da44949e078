# SPDX-License-Identifier: Apache-2.0
"""Reading a file of legal-status events, whatever its form: ST.96 XML, ST.27 codes in JSON, INPADOC or CNIPA rows in CSV."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from regalia.feeds import cnipa, inpadoc
from regalia.feeds.csv_records import header_of
from regalia.feeds.errors import FeedError, Problem, read_file
from regalia.feeds.outcomes import Known, proposals_of
from regalia.feeds.proposals import Proposal
from regalia.feeds.records import Record
from regalia.feeds.st96_xml import read_st96
from regalia.feeds.st97_json import read_st97

NOTHING_KNOWN: Mapping[bytes, Known] = MappingProxyType({})


def read_legal_status(path: Path | str, known: Mapping[bytes, Known] = NOTHING_KNOWN) -> tuple[Proposal, ...]:
    """What the events of a file propose, in its order. FeedError lists everything that is wrong with the file.

    ``known`` is what the registry knows of the rights before it. The registry, not the reader, says whether an act is allowed.
    """
    path = Path(path)
    content, source = read_file(path), str(path)
    return proposals_of(_records(path.suffix.lower(), content, source), source, known)


def _records(suffix: str, content: bytes, source: str) -> list[Record]:
    if suffix == ".xml":
        return read_st96(content, source)
    if suffix == ".json":
        return read_st97(content, source)
    if suffix == ".csv":
        return inpadoc.read_inpadoc(content, source) if _is_inpadoc(content) else cnipa.read_cnipa(content, source)
    rule = "must be .xml (ST.96), .json (ST.27 codes) or .csv (INPADOC or CNIPA rows)"
    raise FeedError([Problem("the file's name", suffix, rule)], source)


def _is_inpadoc(content: bytes) -> bool:
    """A file of INPADOC rows has codes of offices; one of CNIPA has words."""
    return "word" not in header_of(content)
