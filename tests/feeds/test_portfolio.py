# SPDX-License-Identifier: Apache-2.0
"""A portfolio file: what it comes to, and every way it is refused, all at once and with lines."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from regalia.domain.rights.acts import LicenceGrant, LienEntry, RightEntry, RightValuation
from regalia.domain.rights.words import Kind
from regalia.feeds import FeedError, Portfolio, load_portfolio
from tests.feeds.conftest import ID, TODAY

PORTFOLIO = """\
format: regalia-portfolio-1
id: small
name: Small
notice: INVENTED
currency: {code: CNY, decimals: 2}
parties:
  - {id: originator, name: O}
  - {id: owner, name: P, group: holding}
  - {id: holding, name: H}
  - {id: bank, name: B}
  - {id: valuer, name: V}
rights:
  - number: "CN201810990101.6"
    kind: patent
    title: Separator
    jurisdiction: CN
    priority: 2018-05-14
    expiry: 2038-05-13
    document: {file: papers.txt, part: entry}
    owners: [{owner: owner, share: 100%}]
    liens:
      - {holder: bank, rank: 2, day: 2026-01-05, document: {file: papers.txt, part: lien}}
    licences:
      - {id: into, licensor: owner, licensee: originator, territory: CN, exclusive: true, from: 2026-01-01, until: 2031-12-31,
         document: {file: papers.txt, part: into}}
      - {id: back, licensor: originator, licensee: owner, under: into, territory: CN, exclusive: true, from: 2026-01-01,
         until: 2030-12-31, rate: 12%, minimum: "1,000.50", share: 90%, document: {file: papers.txt, part: back}}
    valuations:
      - {appraiser: valuer, method: income, day: 2026-03-31, until: 2027-03-31, amount: "24,000,000",
         document: {file: papers.txt, part: valuation}}
"""
PAPERS = b"INVENTED papers"
Load = Callable[[str], Portfolio]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def loading(text: str) -> Portfolio:
        (tmp_path / "papers.txt").write_bytes(PAPERS)
        path = tmp_path / "portfolio.yaml"
        path.write_text(text, encoding="utf-8")
        return load_portfolio(path, TODAY)

    return loading


def part(name: str) -> bytes:
    return sha256(sha256(PAPERS).digest() + name.encode()).digest()


def edited(*edits: tuple[str, str]) -> str:
    text = PORTFOLIO
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    return text


def test_load__small_portfolio__entered_in_the_twin(load: Load) -> None:
    right = load(PORTFOLIO).registry.known(ID)
    assert (right.kind, right.expiry, dict(right.shares)) == (Kind.PATENT, 20380513, {"owner": 10**6})
    assert right.entry.document == part("entry")
    back = right.licences[1].words
    assert (back.parent, back.group, back.rate, back.minimum) == (1, "holding", 120_000, 1_000_50)
    assert right.valuation is not None and right.valuation.amount == 24_000_000_00


def test_acts__addresses_given__what_is_entered_on_chain(load: Load) -> None:
    addresses = {
        party: f"0x{number:040x}"
        for number, party in enumerate(("originator", "owner", "holding", "bank", "valuer"), 1)
    }
    entry, lien, into, back, valuation = load(PORTFOLIO).acts(addresses, "0x" + "9" * 40)
    assert isinstance(entry, RightEntry) and entry.owners == (addresses["owner"],)
    assert isinstance(lien, LienEntry) and (lien.holder, lien.document) == (addresses["bank"], part("lien"))
    assert isinstance(into, LicenceGrant) and into.licence.licensee == addresses["originator"]
    assert isinstance(back, LicenceGrant) and back.licence.group == addresses["holding"]
    assert isinstance(valuation, RightValuation) and valuation.valuation.token == "0x" + "9" * 40


def test_acts__addresses_left_out__each_party_named(load: Load) -> None:
    with pytest.raises(FeedError) as refusal:
        load(PORTFOLIO).acts({"owner": "0x" + "1" * 40, "bank": "0x" + "0" * 40}, "0x1")
    assert [problem.value for problem in refusal.value.problems] == ["'holding'", "'bank'", "'valuer'", "'originator'"]


@pytest.mark.parametrize(
    ("old", "new", "path", "rule"),
    [
        ("CN201810990101.6", "CN201810990101.7", "rights[0].number", "check digit"),
        ('number: "CN201810990101.6"\n    kind', "kind", "rights[0].number", "has a number, not a hash"),
        ("kind: patent", "kind: utility-model", "rights[0].number", "is said to be a utility model"),
        ("kind: patent", "kind: pattern", "rights[0].kind", "must be one of patent, utility-model"),
        ("jurisdiction: CN", "jurisdiction: ZZ", "rights[0].jurisdiction", "ST.3"),
        ("priority: 2018-05-14", "priority: 2018-02-30", "rights[0].priority", "no such day"),
        ("priority: 2018-05-14", "priority: 20180514", "rights[0].priority", "written as 2024-12-31"),
        ("priority: 2018-05-14", "priority: 2039-05-14", "rights[0]", "after today"),
        ("expiry: 2038-05-13", "expiry: 2018-05-13", "rights[0]", "before its priority"),
        ("share: 100%", "share: 99%", "rights[0]", "add up to 990000"),
        ("share: 100%", "share: 101%", "rights[0].owners[0].share", "at most 100%"),
        ("owner: owner", "owner: nobody", "rights[0].owners[0].owner", "no party has this id"),
        ("rank: 2", "rank: 256", "rights[0].liens[0].rank", "at most 255"),
        ("day: 2026-01-05", "day: 2027-01-05", "rights[0].liens[0]", "after today"),
        ("licensor: owner", "licensor: bank", "rights[0].licences[0]", "bank owns 0 ppm"),
        ("licensor: originator", "licensor: bank", "rights[0].licences[1]", "may grant licences under the parent"),
        ("under: into", "under: onto", "rights[0].licences[1].under", "given before"),
        ("id: back", "id: into", "rights[0].licences[1].id", "another licence"),
        ("until: 2030-12-31", "until: 2032-12-31", "rights[0].licences[1]", "goes beyond its parent's"),
        ("until: 2030-12-31", "until: 2025-12-31", "rights[0].licences[1]", "doesn't follow"),
        ('"1,000.50"', '"1,000.505"', "rights[0].licences[1].minimum", "CNY has 2 decimals"),
        ('"1,000.50"', '"9' + ",000" * 10 + '"', "rights[0].licences[1].minimum", "below 2^96"),
        ("appraiser: valuer", "appraiser: owner", "rights[0].valuations[0]", "owner"),
        ("method: income", "method: guess", "rights[0].valuations[0].method", "relief-from-royalty"),
        ("day: 2026-03-31", "day: 2026-07-31", "rights[0].valuations[0]", "after today"),
        ('"24,000,000"', '"' + "9" * 26 + '"', "rights[0].valuations[0]", ""),
        ("part: lien", "part: entry", "rights[0].liens[0]", "stands for"),
        ("file: papers.txt, part: lien", "file: none.txt", "rights[0].liens[0].document.file", "No such file"),
        ("file: papers.txt, part: lien", "file: ../papers.txt", "rights[0].liens[0].document.file", "beside this one"),
        ("{file: papers.txt, part: lien}", "'" + "0" * 64 + "'", "rights[0].liens[0].document", "zero is no hash"),
        ("{file: papers.txt, part: lien}", "abc", "rights[0].liens[0].document", "64 hexadecimal digits"),
        ("{file: papers.txt, part: lien}", "{part: lien}", "rights[0].liens[0].document", "not both"),
        ("group: holding", "group: nobody", "parties[1].group", "no party has this id"),
        ("id: bank", "id: owner", "parties[3].id", "another party"),
        ("expiry: 2038", "expires: 2038", "rights[0].expires", "did you mean expiry?"),
    ],
)
def test_load__one_mistake__refused_by_field_and_rule(load: Load, old: str, new: str, path: str, rule: str) -> None:
    with pytest.raises(FeedError) as refusal:
        load(edited((old, new)))
    problems = {problem.path: problem for problem in refusal.value.problems}
    assert path in problems, refusal.value.message
    assert rule in problems[path].rule
    assert problems[path].line


def test_load__several_mistakes__all_at_once_in_file_order(load: Load) -> None:
    text = edited(("rank: 2", "rank: 300"), ("appraiser: valuer", "appraiser: owner"), ("under: into", "under: onto"))
    with pytest.raises(FeedError) as refusal:
        load(text)
    assert [problem.path for problem in refusal.value.problems] == [
        "rights[0].liens[0].rank",
        "rights[0].licences[1].under",
        "rights[0].valuations[0]",
    ]
    assert "portfolio.yaml: 3 problems" in str(refusal.value)


def test_load__same_right_twice__refused(load: Load) -> None:
    again = PORTFOLIO[PORTFOLIO.index("  - number") :].replace("part: ", "part: second ")
    with pytest.raises(FeedError) as refusal:
        load(PORTFOLIO + again)
    assert [(problem.path, "entered already" in problem.rule) for problem in refusal.value.problems] == [
        ("rights[1]", True)
    ]


def test_load__overlapping_exclusive_licences__refused(load: Load) -> None:
    with pytest.raises(FeedError, match=r"rights\[0\].licences\[1\]"):
        load(edited(("licensor: originator, licensee: owner, under: into", "licensor: owner, licensee: bank")))


def test_load__trade_secret__entered_by_its_hash(load: Load) -> None:
    text = edited(('number: "CN201810990101.6"\n    kind: patent', "kind: trade-secret"))
    (right,) = load(text).registry.rights.values()
    assert right.id == sha256(bytes([Kind.TRADE_SECRET]) + part("entry")).digest()


def test_load__no_file__refused(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="No such file"):
        load_portfolio(tmp_path / "none.yaml", TODAY)


def test_load__no_yaml__refused(load: Load) -> None:
    with pytest.raises(FeedError, match="can't be read as YAML"):
        load("a: [")
