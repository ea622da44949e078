# SPDX-License-Identifier: Apache-2.0
"""The stranger: another process that knows an RPC address, a deal file and a record, and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from regalia.demo.issuing import Stage
from regalia.demo.running import RunningDeal
from regalia.demo.story import Story
from regalia.errors import RegaliaError

TIMEOUT = 120


class NotVerifiedError(RegaliaError, ValueError):
    """The stranger found a difference."""


def verify_as_stranger(stage: Stage, deal: RunningDeal, story: Story) -> dict[str, Any]:
    """Run ``regalia verify`` on its own and report what it says. Raises ``NotVerifiedError``."""
    command = ["verify", "--record", str(deal.record_path), "--rpc", stage.chain.url, "--terms", str(deal.terms_path)]
    done = subprocess.run(
        [sys.executable, "-m", "regalia", *command, "--json"], capture_output=True, text=True, timeout=TIMEOUT
    )
    if done.returncode != 0:
        raise NotVerifiedError(
            f"{deal.terms.id}: the stranger's check failed:\n{(done.stdout + done.stderr).strip()}",
            "This is a fault of Regalia: please report it.",
        )
    result: dict[str, Any] = json.loads(done.stdout)
    story.say(
        f"{deal.terms.name}: {result['comparisons']:,} comparisons over blocks {result['blocks']['first']} to "
        f"{result['blocks']['last']}, every step, balance and entitlement of {len(deal.rows)} payment dates: no difference."
    )
    return result
