# SPDX-License-Identifier: Apache-2.0
"""The scripts run as a person runs them, and what they printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from regalia.chain.devnet import Devnet, find_anvil
from tests.scripts.ape_client import run_ape

ROOT = Path(__file__).parents[2]
PARTIES = ("trustees", "emi-mills", "collecting-agent", "auditor", "account-bank")
ACCOUNT = ("--account", "TEST::0")


def ape(chain: Devnet, *arguments: str, answer: str = "") -> subprocess.CompletedProcess[str]:
    """``ape run`` with these words, at the chain."""
    return run_ape(_words(chain, arguments), answer, _environment())


def ape_started(chain: Devnet, *arguments: str, answer: str = "") -> subprocess.CompletedProcess[str]:
    """The same from nothing, as a person starts it: it takes longer."""
    return subprocess.run(
        [str(Path(sys.executable).with_name("ape")), *_words(chain, arguments)],
        capture_output=True,
        text=True,
        input=answer,
        timeout=120,
        cwd=ROOT,
        env=_environment(),
    )


def _words(chain: Devnet, arguments: Sequence[str]) -> list[str]:
    return ["run", *arguments, "--network", f"ethereum:local:{chain.url}"]


def _environment() -> dict[str, str]:
    path = f"{find_anvil().parent}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "SOLCX_BINARY_PATH": str(ROOT / "tools" / "solc")}


def printed(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout[done.stdout.index("{") :])
    return found


def deploy_deal(
    chain: Devnet, platform: dict[str, Any], records: Path, *options: str
) -> subprocess.CompletedProcess[str]:
    return ape(
        chain, "deploy", "deal", "deals/mills.yaml", "--factory", platform["factory"],
        "--payment-token", platform["payment token"], "--originator", chain.accounts[9],
        *(word for i, party in enumerate(PARTIES, 1) for word in ("--party", f"{party}={chain.accounts[i]}")),
        "--records", str(records), "--yes", "--json", *options, *ACCOUNT,
    )  # fmt: skip


def act(
    script: str, chain: Devnet, record: str, command: str, *options: str, account: tuple[str, str] = ACCOUNT
) -> Any:
    """A command of the script on the deal, unasked, with JSON to read."""
    return ape(chain, script, command, "--record", record, *options, "--yes", "--json", *account)


manage, invest, supervise = (partial(act, script) for script in ("manage", "invest", "supervise"))
