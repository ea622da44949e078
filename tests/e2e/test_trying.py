# SPDX-License-Identifier: Apache-2.0
"""What the tutorials lean on: keystores of the test accounts, a clock that is moved, a sample that is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from regalia.chain.devnet import devnet
from regalia.demo.kept_sample import NotASampleError, PortTakenError, prepare
from regalia.demo.keys import MANY, KeysWriteError, main, write_keys
from regalia.demo.later import main as later
from regalia.oracle.keystore import load_signer

NOBODY = "http://127.0.0.1:9"
FREE = 9
"""A port at which nobody answers."""
DAY = 24 * 3600


@pytest.mark.devnet
def test_keys__of_a_new_chain__are_those_of_its_accounts(tmp_path: Path) -> None:
    main([str(tmp_path / "keys")])
    password = (tmp_path / "keys" / "password").read_text(encoding="utf-8").rstrip()
    with devnet(accounts=MANY) as chain:
        for number, account in enumerate(chain.accounts):
            assert load_signer(tmp_path / "keys" / f"test-{number}.json", password).address == account


def test_keys__folder_is_a_file__refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(KeysWriteError, match=r"^keys: .*taken can't be written to"):
        write_keys(tmp_path / "taken", {})
    assert (tmp_path / "taken").read_text() == "mine"


@pytest.mark.parametrize("arguments", [[], ["--help"], ["a", "b"]])
def test_keys__no_folder__usage(arguments: list[str]) -> None:
    with pytest.raises(SystemExit, match=r"^Usage: python -m regalia\.demo\.keys FOLDER$"):
        main(arguments)


@pytest.mark.devnet
def test_later__days__have_passed_and_the_clock_goes_on() -> None:
    with devnet() as chain:
        before = chain.now()
        done = CliRunner().invoke(later, ["15", "--rpc", chain.url])
        assert done.exit_code == 0 and done.output.startswith("15 days later: it is ")
        assert 15 * DAY <= chain.now() - before < 16 * DAY
        chain.mine()
        assert 15 * DAY <= chain.now() - before < 16 * DAY


def test_later__nobody_there__said_without_a_traceback() -> None:
    done = CliRunner().invoke(later, ["1", "--rpc", NOBODY])
    assert done.exit_code == 1 and isinstance(done.exception, SystemExit)
    assert "error: rpc: no node answers" in str(done.exception.code) + done.output


@pytest.mark.parametrize("days", ["0", "-1", "1.5", "3661"])
def test_later__no_number_of_days__refused(days: str) -> None:
    assert CliRunner().invoke(later, [days, "--rpc", NOBODY]).exit_code == 2


def test_sample__folder_of_somebody_else__left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(NotASampleError, match=r"^--out: .* is not empty, and not of an earlier sample"):
        prepare(tmp_path, FREE)
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_sample__folder_of_an_earlier_one__emptied(tmp_path: Path) -> None:
    (tmp_path / "sample").mkdir()
    (tmp_path / "sample" / "sample.txt").write_text("0x1  investor")
    prepare(tmp_path / "sample", FREE)
    assert not (tmp_path / "sample").exists()


@pytest.mark.devnet
def test_sample__port_of_another_node__refused_and_the_folder_left(tmp_path: Path) -> None:
    (tmp_path / "sample.txt").write_text("0x1  investor")
    with devnet() as chain, pytest.raises(PortTakenError, match=r"^--port: a node answers at 127\.0\.0\.1:\d+ already"):
        prepare(tmp_path, int(chain.url.rsplit(":", 1)[1]))
    assert (tmp_path / "sample.txt").exists()
