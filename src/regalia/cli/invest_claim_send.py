# SPDX-License-Identifier: Apache-2.0
"""Claims sent one by one; and when that does not go to its end, what was claimed and what was not."""

from __future__ import annotations

from collections.abc import Sequence

import click
from web3.types import TxReceipt

from regalia.cli.invest_claims import Claim
from regalia.cli.keystore import Account
from regalia.errors import RegaliaError
from regalia.servicing import payments
from regalia.servicing.claims import claim_of


class ClaimStoppedError(RegaliaError, RuntimeError):
    """One of several claims was not sent, or its fate is not known; those before it were."""


def send_claims(claims: Sequence[Claim], account: Account) -> list[TxReceipt]:
    """One after the other. Raises as ``send`` does; after the first one ``ClaimStoppedError``, which says what was claimed and what not."""
    done: list[TxReceipt] = []
    try:
        for claim in claims:
            done.append(payments.claim(claim.deal, claim.tranche, account.sender))
    except RegaliaError as error:
        if not done:
            raise
        told = f"claim of {claims[len(done)].name}: {error.message}"
        hint = f"{error.hint} The same command claims the rest.".strip()
        raise ClaimStoppedError("\n".join([told, *_so_far(claims, done)]), hint) from error
    except BaseException:  # interrupted, say
        under_way = [
            f"claim of {one.name}: it may be on its way: look at the history" for one in claims[len(done) :][:1]
        ]
        click.echo("\n".join([*under_way, *_so_far(claims, done)]), err=True)
        raise
    return done


def _so_far(claims: Sequence[Claim], receipts: Sequence[TxReceipt]) -> list[str]:
    """What was claimed before the one that did not go well, and what comes after it."""
    claimed = [
        f"claimed: {one.name}, {one.money(claim_of(one.deal, receipt).net)} net, "
        f"transaction {receipt['transactionHash'].to_0x_hex()}"
        for one, receipt in zip(claims, receipts, strict=False)
    ]
    left = [f"not claimed: {one.name}" for one in claims[len(receipts) + 1 :]]
    return [*claimed, *left]
