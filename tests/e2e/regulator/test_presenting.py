# SPDX-License-Identifier: Apache-2.0
"""What the presenter can do between steps, with chapters that need no chain: go on, pause, repeat, skip, quit, resume, reset."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from regalia.demo.regulator import hall, people
from regalia.demo.regulator.asking import Answer, ask_on_terminal
from regalia.demo.regulator.chapter import Chapter
from regalia.demo.regulator.checks import NotAsExpectedError, holds, same
from regalia.demo.regulator.contents import CHAPTERS
from regalia.demo.regulator.progress import FILE, NotOurFolderError, Progress, ProgressError
from regalia.demo.regulator.run import Run
from regalia.demo.regulator.step import Said, Step
from regalia.demo.regulator.telling import Telling
from regalia.demo.regulator.world import World

GO, PAUSE, REPEAT, SKIP, QUIT = Answer
Played = Callable[..., Run]


@pytest.fixture
def chains(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Parts whose chain began, and with a minus those whose chain was reaped."""
    seen: list[str] = []

    @contextmanager
    def opened(begins: int, out: Path) -> Iterator[World]:
        seen.append(out.name)
        chain = SimpleNamespace(url="http://127.0.0.1:9", chain_id=31337)
        try:
            yield World(cast(object, SimpleNamespace(chain=chain, out=out)))  # type: ignore[arg-type]
        finally:
            seen.append(f"-{out.name}")

    monkeypatch.setattr(hall, "opened", opened)
    return seen


def chapter(number: int, part: str = "part", fails: bool = False) -> Chapter:
    def play(world: World) -> Iterator[Step]:
        yield Step(people.ANYBODY, Said(f"first of {number}", ""))
        holds("what must hold", not fails)
        yield Step(people.ANYBODY, Said(f"last of {number}", ""))

    title = Said(f"Chapter {number}", "章")
    return Chapter(number, title, 5, title, part, lambda: 0, lambda world: None, play, ("/",))


def presented(out: Path, answers: list[Answer], waits: list[str]) -> Run:
    given = iter(answers)
    return Run(out, Telling("en"), Progress(out), lambda: next(given), wait=lambda: waits.append("waited"))


def steps(printed: str) -> list[str]:
    return [line.partition("anybody: ")[2] for line in printed.splitlines() if "anybody: " in line]


def test_enter__after_each_step__all_chapters_on_one_chain(
    chains: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = presented(tmp_path / "out", [GO] * 4, [])
    assert run.play([chapter(1), chapter(2)])["passed"] is True
    assert steps(capsys.readouterr().out) == ["first of 1", "last of 1", "first of 2", "last of 2"]
    assert chains == ["part", "-part"]
    assert run.progress.finished == {1, 2}


def test_pause__then_enter__the_chain_stays_and_the_step_is_asked_about_again(
    chains: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    waits: list[str] = []
    assert presented(tmp_path / "out", [PAUSE, GO, GO], waits).play([chapter(1)])["passed"] is True
    told = capsys.readouterr().out
    assert "the chain runs on at http://127.0.0.1:9" in told and waits == ["waited"]
    assert (steps(told), chains) == (["first of 1", "last of 1"], ["part", "-part"])


def test_repeat__in_the_middle__from_its_stage_on_a_fresh_chain(
    chains: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = presented(tmp_path / "out", [GO, REPEAT, GO, GO], [])
    assert len(run.play([chapter(1)])["chapters"]) == 1
    assert steps(capsys.readouterr().out) == ["first of 1", "last of 1"] * 2
    assert chains == ["part", "-part", "part", "-part"]


def test_skip__first_chapter__not_finished_and_the_next_on_a_fresh_chain(chains: list[str], tmp_path: Path) -> None:
    run = presented(tmp_path / "out", [SKIP, GO, GO], [])
    run.play([chapter(1), chapter(2)])
    assert run.progress.finished == {2}
    assert chains == ["part", "-part", "part", "-part"]


def test_quit__second_chapter__says_how_to_go_on_and_reaps(
    chains: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = presented(tmp_path / "out", [GO, GO, QUIT], [])
    assert run.play([chapter(1), chapter(2)])["passed"] is False
    assert "`--resume` goes on with chapter 2." in capsys.readouterr().out
    assert run.progress.finished == {1}
    assert chains == ["part", "-part"]


def test_parts__two__the_first_chain_runs_on_for_the_stranger(chains: list[str], tmp_path: Path) -> None:
    presented(tmp_path / "out", [GO] * 4, []).play([chapter(1, "a"), chapter(2, "b")])
    assert chains[:2] == ["a", "b"] and sorted(chains[2:]) == ["-a", "-b"]


def test_assertion__fails__stops_with_an_error_reaps_and_is_not_finished(chains: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(NotAsExpectedError, match="what must hold: this does not hold"):
        Run(out, Telling("en", quiet=True), Progress(out)).play([chapter(1), chapter(2, fails=True), chapter(3)])
    assert Progress(out).finished == {1}
    assert chains == ["part", "-part"]


def test_same__another_figure__names_it_with_both() -> None:
    assert same("arrears", 5, 5) == 5
    with pytest.raises(NotAsExpectedError, match="arrears: 5 was found, 6 was expected"):
        same("arrears", 5, 6)


def test_resume__everything_finished__says_so(
    chains: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert presented(tmp_path / "out", [], []).play([])["passed"] is True
    assert "`--reset` forgets that" in capsys.readouterr().out and chains == []


def test_reset__of_an_earlier_run__files_and_progress_gone(tmp_path: Path) -> None:
    progress = Progress(tmp_path / "out")
    progress.finish(3)
    (tmp_path / "out" / "part").mkdir()
    progress.reset()
    assert [path.name for path in (tmp_path / "out").iterdir()] == [FILE]
    assert progress.finished == set()


def test_folder__of_somebody_else__refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(NotOurFolderError, match=r"--out: .* is not empty"):
        Progress(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_folder__is_a_file__refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ProgressError, match=r"--out: .*file"):
        Progress(tmp_path / "file")


@pytest.mark.parametrize("kept", ["", "[]", '{"finished": [0]}', '{"finished": "all"}'])
def test_progress__spoilt_file__says_what_to_do(tmp_path: Path, kept: str) -> None:
    progress = Progress(tmp_path / "out")
    (tmp_path / "out" / FILE).write_text(kept)
    with pytest.raises(ProgressError, match=r"--resume: .* can't be read\n`--reset` forgets"):
        _ = progress.finished


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("\n", GO), ("P\n", PAUSE), (" r \n", REPEAT), ("s\n", SKIP), ("q\n", QUIT), ("", QUIT), ("x\nq\n", QUIT)],
    ids=["enter", "pause", "repeat", "skip", "quit", "end", "unknown"],
)
def test_ask__what_is_typed__understood(monkeypatch: pytest.MonkeyPatch, typed: str, answer: Answer) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert ask_on_terminal("en") is answer


def test_chapters__of_the_demo__have_the_numbers_that_progress_keeps(tmp_path: Path) -> None:
    progress = Progress(tmp_path / "out")
    for one in CHAPTERS:
        progress.finish(one.number)
    assert progress.finished == set(range(1, 13))
