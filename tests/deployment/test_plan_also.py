# SPDX-License-Identifier: Apache-2.0
"""What a plan shows besides the wish: who administers by now or is about to, and strangers with roles that are meant for contracts."""

from __future__ import annotations

import json

import pytest

from regalia.chain.deployer import contract
from regalia.chain.issuance import NOBODY
from regalia.chain.transact import send
from regalia.cli.deploy_text import plan_figures, plan_text
from regalia.deployment.sale import moment
from tests.deployment.conftest import Deployed
from tests.deployment.wishes import applied, planned

pytestmark = pytest.mark.devnet
_DAYS = 3 * 24 * 3600


def seat(deployed: Deployed, key: str) -> tuple[str, object]:
    piece = planned(deployed.chain, deployed.wish).wanted.pieces[key]
    return piece.address, contract(deployed.chain.web3, piece.name, piece.address).functions


def test_plan__administration_about_to_be_handed_over__shown_though_nothing_is_missing(deployed: Deployed) -> None:
    web3, (account, successor) = deployed.chain.web3, deployed.chain.accounts[:2]
    address, pool = seat(deployed, "pool")
    send(web3, pool.beginDefaultAdminTransfer(successor), account)  # type: ignore[attr-defined]
    plan = planned(deployed.chain, deployed.wish)
    (one,) = plan.administrations
    assert (one.seat.address, one.administrator, one.successor) == (address, account, successor)
    assert one.since == pool.pendingDefaultAdmin().call()[1] > plan.now and not plan.missing  # type: ignore[attr-defined]
    assert f"also: {successor} is to administer RightsPool, from {moment(one.since)} on" in plan_text(plan, "node")
    deployed.chain.warp(one.since + 1)
    send(web3, pool.acceptDefaultAdminTransfer(), successor)  # type: ignore[attr-defined]
    plan = planned(deployed.chain, deployed.wish)
    assert f"also: {successor} administers RightsPool, not the account of the wish\n" in plan_text(plan, "node")
    assert json.loads(json.dumps(plan_figures(plan, "node", None)))["administrations"] == [
        {"contract": address, "administrator": successor, "successor": None, "since": None}
    ]
    assert not plan.missing and not plan.differing


def test_plan__administration_about_to_be_given_up__shown_as_nobody_s(deployed: Deployed) -> None:
    _, agent = seat(deployed, "agent")
    send(deployed.chain.web3, agent.beginDefaultAdminTransfer(NOBODY), deployed.chain.accounts[0])  # type: ignore[attr-defined]
    (one,) = planned(deployed.chain, deployed.wish).administrations
    assert one.said(deployed.chain.accounts[0]).startswith("nobody is to administer TransferAgent, from ")


@pytest.mark.parametrize(
    ("key", "role", "office"),
    [
        ("rights_registry", "ORACLE_ROLE", "legal oracle"),
        ("rights_registry", "POOL_ROLE", "pool of rights"),
        ("oracle", "GOVERNOR_ROLE", "oracle-governor"),
    ],
)
def test_plan__stranger_with_a_role_of_contracts__shown_and_dismissed_when_told(
    deployed: Deployed, key: str, role: str, office: str
) -> None:
    web3, (account, stranger) = deployed.chain.web3, (deployed.chain.accounts[0], deployed.chain.accounts[5])
    _, functions = seat(deployed, key)
    send(web3, functions.grantRole(web3.keccak(text=role), stranger), account)  # type: ignore[attr-defined]
    plan = planned(deployed.chain, deployed.wish)
    assert [(also.office, also.role.name, also.role.holder) for also in plan.also] == [(office, role, stranger)]
    assert not plan.missing
    (done,) = applied(deployed.chain, deployed.wish, dismiss=True)
    assert done.step.what == f"dismissal of {office} {stranger}"
    assert not planned(deployed.chain, deployed.wish).also
