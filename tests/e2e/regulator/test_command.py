# SPDX-License-Identifier: Apache-2.0
"""The command: contents, bad input, a terminal, Ctrl-C."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from regalia.demo.regulator.command import demo_regulator
from regalia.demo.regulator.contents import NoSuchChapterError, chosen
from tests.e2e.command import ROOT, regalia

COMMAND = [sys.executable, "-m", "regalia", "demo-regulator"]
PROMPT = b"q quits: "


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(demo_regulator, list(arguments))


@pytest.mark.parametrize(
    ("given", "numbers"),
    [("3", [3]), ("1,5", [1, 5]), ("5-7, 12", [5, 6, 7, 12]), ("4,2,2-3", [2, 3, 4]), (None, list(range(1, 13)))],
    ids=["one", "two", "range", "again", "all"],
)
def test_chapters__named__in_their_order(given: str | None, numbers: list[int]) -> None:
    assert [chapter.number for chapter in chosen(given)] == numbers


@pytest.mark.parametrize(
    "given", ["0", "13", "7-5", "", "1,,2", "one", "-3", "1-", "1-13", "\N{SUPERSCRIPT TWO}", "9999"]
)
def test_chapters__there_are_none__refused_by_name(given: str) -> None:
    with pytest.raises(NoSuchChapterError, match=r"--chapter: .*there are 1 to 12") as caught:
        chosen(given)
    assert repr(given) in caught.value.message


def test_list__in_both_languages__twelve_titles_and_nothing_written(tmp_path: Path) -> None:
    english = invoke("--list", "--out", str(tmp_path / "out"))
    chinese = invoke("--list", "--language", "zh", "--out", str(tmp_path / "out"))
    assert english.exit_code == chinese.exit_code == 0
    assert len(re.findall(r"^ ?\d+  ", english.output, re.MULTILINE)) == 12
    assert "12  专利被无效；陌生人核验一切" in chinese.output
    assert not (tmp_path / "out").exists()


def test_no_terminal__not_unattended__says_what_to_give(tmp_path: Path) -> None:
    done = regalia("demo-regulator", "--out", str(tmp_path / "out"))
    assert done.returncode == 2
    assert "give --unattended" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--resume", "--reset"], "one goes on, the other forgets"),
        (["--language", "fr"], "'fr' is not one of 'en', 'zh'"),
        (["--port", "0"], "0 is not in the range"),
        (["--port", "70000"], "70000 is not in the range"),
    ],
    ids=["resume and reset", "language", "port 0", "port 70000"],
)
def test_options__that_make_no_sense__refused(arguments: list[str], told: str, tmp_path: Path) -> None:
    done = invoke("--unattended", "--out", str(tmp_path / "out"), *arguments)
    assert done.exit_code == 2 and told in done.output
    assert not (tmp_path / "out").exists()


def test_chapter__there_is_none__one_error_and_no_trace(tmp_path: Path) -> None:
    done = regalia("demo-regulator", "--json", "--chapter", "13", "--out", str(tmp_path / "out"))
    assert (done.returncode, done.stdout) == (1, "")
    assert json.loads(done.stderr)["error"]["name"] == "NoSuchChapterError"
    assert not (tmp_path / "out").exists()


def test_no_chain_program__unattended__says_so_and_finishes_nothing(tmp_path: Path) -> None:
    env = {"REGALIA_ANVIL": str(tmp_path / "none")}
    done = regalia("demo-regulator", "--unattended", "--no-pages", "--out", str(tmp_path / "out"), env=env)
    assert done.returncode == 1
    assert "REGALIA_ANVIL" in done.stderr and "Traceback" not in done.stderr
    assert json.loads((tmp_path / "out" / "demo-regulator.json").read_text())["finished"] == []


@pytest.mark.devnet
def test_terminal__pause_go_on_and_quit__then_resumed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [*COMMAND, "--chapter", "2", "--no-pages", "--out", str(out)]
    terminal, theirs = pty.openpty()
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT) as process:
        os.close(theirs)
        told = _until(terminal, PROMPT)
        os.write(terminal, b"p\n")
        told += _until(terminal, b"Enter goes on.")
        os.write(terminal, b"\n")
        told += _until(terminal, PROMPT)
        os.write(terminal, b"q\n")
        told += _until(terminal, b"goes on with chapter 2.")
        assert process.wait(30) == 0
    os.close(terminal)
    assert b"\x1b[1mChapter 2 of 12." in told and b"Paused; the chain runs on at http://127.0.0.1:" in told
    resumed = regalia("demo-regulator", "--resume", "--unattended", "--no-pages", "--chapter", "2", "--out", str(out))
    assert resumed.returncode == 0 and "\x1b" not in resumed.stdout
    again = regalia("demo-regulator", "--resume", "--unattended", "--no-pages", "--chapter", "2", "--out", str(out))
    assert again.stdout == "Every chapter is finished; `--reset` forgets that.\n"


@pytest.mark.devnet
def test_interrupted__in_the_middle__chain_reaped_and_no_trace(tmp_path: Path) -> None:
    command = [*COMMAND, "--unattended", "--no-pages", "--chapter", "5", "--out", str(tmp_path / "out")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, text=True) as process:
        _await(tmp_path / "out" / "what-goes-wrong" / "deployments")  # the chain runs, and deals are on it
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in told
    assert children and not [child for child in children if Path(f"/proc/{child}").exists()]


def _until(terminal: int, awaited: bytes) -> bytes:
    """What the program prints up to what is awaited."""
    told = b""
    while awaited not in told:
        told += os.read(terminal, 4096)
    return told


def _await(path: Path) -> None:
    deadline = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
