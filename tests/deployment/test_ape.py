# SPDX-License-Identifier: Apache-2.0
"""The same through Ape, with an account that Ape keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from regalia.chain.devnet import Devnet
from tests.deployment.wishes import planned, wish_of, write_wish
from tests.scripts.support import ACCOUNT, ape, printed

pytestmark = pytest.mark.devnet


def test_apply__ape_account__signed_by_ape_and_nothing_missing(chain: Devnet, tmp_path: Path) -> None:
    path = write_wish(tmp_path, wish_of(chain.accounts, deals=None))
    other = ape(chain, "deploy", "apply", str(path), "--yes", "--account", "TEST::1")
    assert other.returncode == 1 and "would send, and the wish says" in other.stderr and "Traceback" not in other.stderr
    done = printed(ape(chain, "deploy", "apply", str(path), "--yes", "--json", *ACCOUNT))
    assert len(done["sent"]) == 17 and not planned(chain, path).missing


def test_plan__through_ape__steps_and_the_next_command(chain: Devnet, tmp_path: Path) -> None:
    path = write_wish(tmp_path, wish_of(chain.accounts))
    done = ape(chain, "deploy", "plan", str(path))
    assert done.returncode == 0, done.stderr
    assert "18 steps are missing" in done.stdout
    assert done.stdout.splitlines()[-1] == f"next: ape run deploy apply {path} --account NAME --network …"
