# SPDX-License-Identifier: Apache-2.0
"""A second node that forked off: what the first has is there, and what is added on one is not on the other."""

from __future__ import annotations

import pytest

from regalia.chain.devnet import devnet
from regalia.deployment.apply import apply_plan
from regalia.deployment.plan import make_plan
from regalia.deployment.wish import load_wish
from tests.deployment.conftest import Deployed
from tests.deployment.test_plan import changed
from tests.deployment.wishes import planned

pytestmark = pytest.mark.devnet


def test_plan__on_a_fork__sees_what_was_there_and_goes_its_own_way(deployed: Deployed) -> None:
    with devnet(fork_url=deployed.chain.url) as fork:
        assert not make_plan(fork.web3, load_wish(deployed.wish)).missing
        people = deployed.chain.accounts
        path = changed(deployed, officers={"registrar": [people[7], people[2]], "legal-attestor": [people[8]]})
        (done,) = apply_plan(make_plan(fork.web3, load_wish(path)), people[0])
        assert done.step.what == f"registrar {people[2]}"
        assert not make_plan(fork.web3, load_wish(path)).missing
        assert [step.what for step in planned(deployed.chain, path).missing] == [f"registrar {people[2]}"]
