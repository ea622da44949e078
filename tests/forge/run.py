# SPDX-License-Identifier: Apache-2.0
"""``python -m tests.forge.run [--deep]``: the worlds are made, forge plays in them, and what it says is not taken on trust.

It fails when a test failed, when fewer runs or calls were made than were asked for, and when an action of a handler never succeeded.
"""

from __future__ import annotations

import argparse
import secrets
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path

from tests.forge import worlds
from tests.forge.forge import CONFIG, ForgeError, Found, build, forge, read

HEARTBEAT = 20
"""Seconds between signs of life."""


@dataclass(frozen=True)
class Job:
    """``contracts`` is a regular expression. No ``depth``: fuzz tests and the kept sequences."""

    contracts: str
    runs: int
    depth: int = 0

    def __str__(self) -> str:
        return f"{self.contracts.strip('^$')}: {self.runs:,} runs" + (f" of {self.depth} calls" if self.depth else "")


PLAN = (
    Job("^MarketInvariants$", 10_000, 32),
    Job("^LiveDealInvariants$", 256, 500),
    Job("^EndingDealInvariants$", 256, 250),
    Job("^OfferedDealInvariants$", 256, 250),
    Job("^(Fee|Silent|Blocking|Pausing|Hooked)MoneyInvariants$", 256, 50),
    Job("^(Deal|Desk)Fuzz$|Kept$", 10_000),
    Job("^BooksFuzz$", 1_000),
)
"""Both figures of the quick tier by the union of families, as long as it may take: see README.md."""


@dataclass(frozen=True)
class Outcome:
    """What a job came to, and what is wrong with it."""

    job: Job
    found: Sequence[Found]
    wrong: Sequence[str]
    seconds: float


def deeper(plan: Sequence[Job]) -> tuple[Job, ...]:
    """Ten times the runs."""
    return tuple(replace(job, runs=10 * job.runs) for job in plan)


def play(job: Job, seed: str | None, config: Path = CONFIG) -> Outcome:
    """One run of forge. A failure is replayed for its sequence as Solidity."""
    settings = {"FUZZ_RUNS": str(job.runs), "INVARIANT_RUNS": str(job.runs), "INVARIANT_DEPTH": str(job.depth or 1)}
    if seed:
        settings["FUZZ_SEED"] = seed
    started = time.monotonic()
    chosen = ("test", "--threads", "1", "--match-contract", job.contracts)
    ended = forge(*chosen, "--json", settings=settings, config=config)
    try:
        found = read(ended.stdout)
    except ForgeError as error:
        return Outcome(job, (), (f"{error}\n{ended.stderr}",), time.monotonic() - started)
    wrong = wrongs(job, found)
    if any(not each.passed for each in found):
        wrong.append(forge(*chosen, settings=settings, config=config).stdout)
    elif ended.returncode:
        wrong.append(f"forge ended with {ended.returncode}: {ended.stderr}")
    return Outcome(job, found, wrong, time.monotonic() - started)


def wrongs(job: Job, found: Sequence[Found]) -> list[str]:
    """Why a job can't be taken as passed."""
    wrong = [f"{each.contract}.{each.test} failed: {each.reason}" for each in found if not each.passed]
    if not found:
        wrong.append(f"no test is called {job.contracts}")
    for each in found:
        if each.passed and each.calls and (each.runs < job.runs or each.made < job.runs * job.depth):
            wrong.append(f"{each.contract}: {each.runs:,} runs, {each.made:,} calls: fewer than asked for")
        if each.passed and not job.depth and each.runs not in (1, job.runs):
            wrong.append(f"{each.contract}.{each.test}: {each.runs:,} runs: fewer than asked for")
        if each.passed and job.depth and not each.calls:
            wrong.append(f"{each.contract}: no call was made")
    return wrong


def never_succeeded(found: Sequence[Found]) -> list[str]:
    """Actions that no family ever did."""
    done: Counter[str] = Counter()
    for each in found:
        for action, calls in each.calls.items():
            done[action] += calls - each.refused[action]
    return sorted(action for action, times in done.items() if times == 0)


def run(plan: Sequence[Job], seed: str | None, config: Path = CONFIG) -> int:
    """The exit code."""
    found: list[Found] = []
    failed = False
    stop = threading.Event()
    started = time.monotonic()
    threading.Thread(target=_tick, args=(stop, started), daemon=True).start()
    try:
        with ThreadPoolExecutor(max_workers=2) as pool:
            for future in as_completed([pool.submit(play, job, seed, config) for job in plan]):
                outcome = future.result()
                found += outcome.found
                failed |= bool(outcome.wrong)
                calls = sum(each.made for each in outcome.found)
                verdict = "FAILED" if outcome.wrong else "passed"
                print(f"{outcome.job}: {verdict}, {calls:,} calls in {outcome.seconds:.0f} s", flush=True)
                for text in outcome.wrong:
                    print(text, flush=True)
    finally:
        stop.set()
    if not failed:
        for action in never_succeeded(found):
            failed = True
            print(f"{action} never succeeded: it tests nothing", flush=True)
    print(f"{'FAILED' if failed else 'passed'} after {time.monotonic() - started:.0f} s", flush=True)
    return int(failed)


def _tick(stop: threading.Event, started: float) -> None:
    while not stop.wait(HEARTBEAT):
        print(f"  {time.monotonic() - started:.0f} s …", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.forge.run", description=__doc__)
    parser.add_argument("--deep", action="store_true", help="ten times the runs, from a fresh seed")
    parser.add_argument("--seed", help="of a deep run that is to be repeated")
    parser.add_argument("--only", default="", help="families whose name has this")
    chosen = parser.parse_args(arguments)
    plan = tuple(job for job in (deeper(PLAN) if chosen.deep else PLAN) if chosen.only in job.contracts)
    seed = chosen.seed or (f"0x{secrets.token_hex(8)}" if chosen.deep else None)
    print(f"worlds, and forge; seed {seed or 'of foundry.toml'}", flush=True)
    worlds.write_all()
    try:
        build()
    except ForgeError as error:
        print(error)
        return 1
    return run(plan, seed)


if __name__ == "__main__":
    sys.exit(main())
