# SPDX-License-Identifier: Apache-2.0
"""Two processes of one attestor, asked to sign different reports at the same moment: one of them wins, each time."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from regalia.oracle.signing_record import AlreadySignedError, SigningRecord
from regalia.oracle.typed_data import SigningDomain, digest
from tests.oracle.stage import ATTACKER, ATTESTORS, REPORT

RACES = 50
ROOT = Path(__file__).parents[2]
RACER = """
import sys
from pathlib import Path
from regalia.oracle.signing_record import AlreadySignedError, SigningRecord
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.typed_data import SigningDomain
signer, oracle, text, amount, races = sys.argv[2:]
report = RoyaltyReport.from_json(text)
print("ready", flush=True)
for race in range(1, int(races) + 1):
    given = report.model_copy(update={"period": race, "received": int(amount)})
    sys.stdin.readline()
    with SigningRecord(Path(sys.argv[1])) as record:
        print("open", flush=True)
        sys.stdin.readline()
        print("asks", flush=True)
        try:
            record.claim(signer, given, SigningDomain(31337, oracle))
            print("won", flush=True)
        except AlreadySignedError:
            print("lost", flush=True)
"""


def racer(path: Path, amount: int) -> subprocess.Popen[str]:
    arguments = [str(path), ATTESTORS[0].address, ATTACKER, REPORT.to_json(), str(amount), str(RACES)]
    return subprocess.Popen(
        [sys.executable, "-c", RACER, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )


def test_claim__two_processes_at_once__exactly_one_wins_every_race(tmp_path: Path) -> None:
    path = tmp_path / "raced.sqlite"
    racers = [racer(path, amount) for amount in (1, 2)]
    try:
        won = _run(racers, path)
    finally:
        for process in racers:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                assert pipe is not None
                pipe.close()
    assert all(sorted(answers) == ["lost", "won"] for answers in won), won
    domain = SigningDomain(31337, ATTACKER)
    with SigningRecord(path) as restarted:
        history = restarted.history()
        assert [row.number for row in history] == list(range(1, RACES + 1))
        for race, (row, answers) in enumerate(zip(history, won, strict=True), 1):
            amount = 1 + answers.index("won")
            winner, loser = (REPORT.model_copy(update={"period": race, "received": a}) for a in (amount, 3 - amount))
            assert row.digest == digest(winner, domain)
            restarted.claim(ATTESTORS[0].address, winner, domain)
            try:
                restarted.claim(ATTESTORS[0].address, loser, domain)
            except AlreadySignedError:
                continue
            raise AssertionError(f"race {race}: after a restart both were signed")


def _run(racers: list[subprocess.Popen[str]], path: Path) -> list[list[str]]:
    """Each race begins while somebody else writes: neither racer can have finished before both have asked."""
    _hear(racers, "ready")
    answers = []
    for _ in range(RACES):
        _tell(racers)  # both open the file, which the first race makes
        _hear(racers, "open")
        with closing(sqlite3.connect(path, isolation_level=None)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            _tell(racers)
            _hear(racers, "asks")
            time.sleep(0.002)  # what a racer may do beside a writer, look at the rows, it has done
            writer.execute("COMMIT")
        answers.append([_line(process) for process in racers])
    return answers


def _tell(racers: list[subprocess.Popen[str]]) -> None:
    for process in racers:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()


def _hear(racers: list[subprocess.Popen[str]], word: str) -> None:
    assert [_line(process) for process in racers] == [word] * len(racers)


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()
