# SPDX-License-Identifier: Apache-2.0
"""Declarations: what is wrong with a file is named by field, value and rule."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from regalia.domain.terms import load_terms
from regalia.feeds.errors import FeedError
from regalia.reports.supervisor.declarations import Filed, load_declarations
from tests.deals import DEALS
from tests.mills import NOTES, ROOT

TODAY = date(2026, 1, 1)
HASH = "ab" * 32
ADDRESS = "0x" + "0a" * 20
GOOD = {"format": "regalia-declarations-1", "deal": "mills-notes", "notice": "INVENTED"}
BAR = {"bar": "1", "found": "clear", "by": "counsel", "document": HASH, "day": "2024-01-01"}


def load(folder: Path, **said: object) -> Filed:
    file = folder / "said.yaml"
    file.write_text(json.dumps(GOOD | said), encoding="utf-8")
    return load_declarations(file, load_terms(NOTES), TODAY)


@pytest.mark.parametrize("deal", ["mills-notes", "patents"])
def test_examples__as_they_stand__read_and_say_that_they_are_invented(deal: str) -> None:
    path = ROOT / "data" / "supervision" / f"{deal}-declarations.yaml"
    found = load_declarations(path, load_terms(DEALS / f"{deal}.yaml"), TODAY)
    assert found.said.notice.startswith("INVENTED")
    assert found.sha256 == sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"deal": "patents"}, "deal: patents: must be the deal of the record: mills-notes"),
        ({"bars": [BAR | {"bar": "7"}]}, "bars[0].bar: 7: must be from 1 to 6"),
        ({"bars": [BAR, BAR]}, "bars[1].bar: 1: is declared more than once"),
        ({"bars": [BAR | {"day": "2026-01-02"}]}, "bars[0].day: 2026-01-02: is after 2026-01-01, the block's day"),
        ({"bars": [BAR | {"document": "12"}]}, "bars[0].document: '12': must be a SHA-256: 64 hexadecimal digits"),
        ({"bars": [BAR | {"found": "maybe"}]}, "bars[0].found: 'maybe': must be one of clear, barred"),
        ({"bars": [{k: v for k, v in BAR.items() if k != "by"}]}, "bars[0].by: is missing"),
        ({"groups": [{"id": "a", "name": "A", "members": [ADDRESS, ADDRESS.upper().replace("X", "x")]}]}, "is named more than once"),
        ({"groups": [{"id": "a", "name": "A", "members": ["emi"]}]}, "groups[0].members[0]: 'emi': must be an address"),
        ({"groups": [{"id": "a", "name": "A", "members": []}]}, "groups[0].members: must not be empty"),
        ({"participants": [{"name": "X", "role": "y", "party": "nobody"}]}, "participants[0].party: nobody: is no party of mills-notes"),
        ({"custody": [{"custodian": "X", "what": "y", "day": "2027-01-01"}]}, "custody[0].day: 2027-01-01: is after"),
        ({"filler": {}}, "'filler': is not known here; did you mean filer?"),
    ],
    ids=lambda value: "" if isinstance(value, dict) else str(value)[:24],
)  # fmt: skip
def test_load__something_wrong__named_by_field_value_and_rule(
    tmp_path: Path, said: dict[str, object], told: str
) -> None:
    with pytest.raises(FeedError) as refused:
        load(tmp_path, **said)
    assert told in str(refused.value)


def test_load__two_groups_of_one_id__both_named(tmp_path: Path) -> None:
    groups = [
        {"id": "a", "name": name, "members": [member]} for name, member in (("A", ADDRESS), ("B", "0x" + "0b" * 20))
    ]
    with pytest.raises(FeedError) as refused:
        load(tmp_path, groups=groups)
    assert [problem.path for problem in refused.value.problems] == ["groups[0].id", "groups[1].id"]


def test_bar__declared__found_by_its_number(tmp_path: Path) -> None:
    found = load(tmp_path, bars=[BAR])
    said = found.bar(1)
    assert said is not None and (said.found, said.document) == ("clear", HASH)
    assert found.bar(2) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (json.dumps(GOOD) + "\n" + "#" * 10_000_000, "is larger than 5,000,000 bytes; split it"),
        (json.dumps(GOOD) + "\n" + "#" * 300_000, "is larger than 200,000 bytes"),
        ("format: regalia-declarations-1\ndeal: mills-notes\ndeal: patents\nnotice: x\n", "line 3, deal: is given twice, first on line 2"),
        ("a: &a [x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\n", "anchors and aliases are not used"),
        ("[" * 5_000, "nested more than 32 levels deep"),
        ("deal: !!python/object/apply:os.system [ls]\n", "tags are not used"),
        ("notice: \x00\n", "must be UTF-8 text without control characters"),
        ("- one\n", "must be a group of fields"),
    ],
    ids=["10-mb", "300-kb", "twice", "bomb", "deep", "tag", "nul", "list"],
)  # fmt: skip
def test_load__made_to_do_harm__refused_by_rule(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "said.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FeedError) as refused:
        load_declarations(file, load_terms(NOTES), TODAY)
    assert told in str(refused.value)
