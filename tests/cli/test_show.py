# SPDX-License-Identifier: Apache-2.0
"""``regalia show`` on the sample deal: JSON is the view, text has its figures, and what can't be shown is refused in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from regalia.cli import main as entry
from regalia.cli.show import TOLD
from regalia.cli.show_text import as_text
from regalia.demo.sample import Sample, sample_deal

pytestmark = pytest.mark.devnet
Captured = pytest.CaptureFixture[str]
SOMEBODY = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
MORE = {"date": ["2023Q4"], "tranche": ["senior"], "investor": [SOMEBODY]}
"""Arguments of those that have any."""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    with sample_deal(tmp_path_factory.mktemp("sample"), 1) as found:
        yield found


@pytest.fixture
def where(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    database = tmp_path_factory.getbasetemp() / "show.db"
    place = ["--record", str(sample.record_path), "--terms", str(sample.terms_path)]
    return [*place, "--rpc", sample.url, "--db", f"sqlite:///{database}"]


def _refused(capsys: Captured, *typed: str, code: int = 1) -> str:
    capsys.readouterr()
    assert entry.run(["show", *typed]) == code
    said = capsys.readouterr()
    assert said.out == "" and "Traceback" not in said.err
    return said.err


@pytest.mark.parametrize("what", TOLD)
def test_show__of_each_kind__prints_text_and_one_json_object(what: str, where: list[str], capsys: Captured) -> None:
    typed = ["show", what, *MORE.get(what, []), *where]
    assert entry.run([*typed, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert entry.run(typed) == 0
    text = capsys.readouterr().out
    assert text.splitlines() == as_text(found).splitlines() and len(text.splitlines()) > 2


def test_show__date__by_number_and_by_name__is_the_same(where: list[str], capsys: Captured) -> None:
    said = []
    for period in ("1", "2023Q4"):
        assert entry.run(["show", "date", period, *where, "--json"]) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["tranche", "senoir"], "tranche: senoir is none of mills-notes's, which are senior, mezzanine, junior"),
        (["date", "7"], "period"),
        (["date", "2023Q5"], "period: '2023Q5' is none that was paid"),
        (["date", "-1"], "No such option"),
        (["date", "١"], "is none that was paid"),
        (["investor", "0x1234"], "0x1234"),
        (["log", "--event", "Nothing"], "event: Nothing is no event of a deal"),
        (["log", "--before", "x"], "before: x is no place in the log"),
        (["log", "--size", "201"], "201 is not from 1 to 200"),
        (["log", "--since", "2024-02-30"], "2024-02-30"),
        (["overview", "--names", "/nowhere.yaml"], "names: /nowhere.yaml"),
        (["overview", "--db", "nowhere"], "db"),
        (["tranche", "senior", "--board", "/nowhere"], "board: there is no folder /nowhere"),
    ],
)
def test_show__what_there_is_not__is_refused_in_words(
    typed: list[str], told: str, where: list[str], capsys: Captured
) -> None:
    capsys.readouterr()
    command, arguments = typed[:1], typed[1:]
    assert entry.run(["show", *command, *where, *arguments]) in (1, 2)
    said = capsys.readouterr()
    assert said.out == "" and told in said.err and "Traceback" not in said.err


def test_show__one_deal_of_two__has_to_be_named(sample: Sample, tmp_path: Path, capsys: Captured) -> None:
    """Of the same chain, with another contract."""
    record = json.loads(sample.record_path.read_text(encoding="utf-8"))
    record["deal"]["address"] = record["escrow"]["address"]
    for name, made in (("a", json.loads(sample.record_path.read_text(encoding="utf-8"))), ("b", record)):
        (tmp_path / f"{name}.json").write_text(json.dumps(made), encoding="utf-8")
    told = _refused(
        capsys, "deal", "--records", str(tmp_path), "--rpc", sample.url, "--terms", str(sample.terms_path), code=2
    )
    assert "--terms is of one deal, and there are 2 records" in told


def test_show__without_a_record__says_how_to_name_one(capsys: Captured) -> None:
    assert "Name what to index" in _refused(capsys, "deal", "--rpc", "http://127.0.0.1:9", code=2)


def test_show__node_that_does_not_answer__says_so(where: list[str], capsys: Captured) -> None:
    told = _refused(capsys, "overview", *where[:4], "--rpc", "http://127.0.0.1:9", "--db", where[-1])
    assert "127.0.0.1:9" in told


def test_text__of_what_others_wrote__moves_no_cursor() -> None:
    text = as_text(
        {"name": "a\x1b[2Jb\u202ec", "lines": [{"id": "x\ny", "amount": "1.00"}, {"id": "z", "amount": "20.00"}]}
    )
    assert "\x1b" not in text and "\u202e" not in text
    assert [line.split() for line in text.splitlines()[-3:]] == [["id", "amount"], ["x", "y", "1.00"], ["z", "20.00"]]
    assert text.splitlines()[-2].endswith(" 1.00")
