# SPDX-License-Identifier: Apache-2.0
"""``regalia invest claim``: the income that is owed to an account, taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from eth_typing import ChecksumAddress
from web3.types import TxReceipt

from regalia.cli.act import Act, Manner, carry_out, manner_options
from regalia.cli.invest_claim_send import send_claims
from regalia.cli.invest_claims import Claims, ClaimsRefusedError, ready_claims
from regalia.cli.invest_open import Visit, visited
from regalia.cli.invest_options import Where, where_options
from regalia.cli.invest_text import head_facts, head_lines
from regalia.cli.keystore import Account, account_of, account_options
from regalia.nearest import did_you_mean
from regalia.reports.errors import UnknownHolderError
from regalia.servicing.claims import NothingToClaimError, claim_of
from regalia.servicing.deal_contracts import UnknownTrancheError


@click.command()
@where_options
@click.option("--tranche", "tranches", multiple=True, metavar="ID", help="Of this tranche only; repeatable.")
@account_options
@manner_options
def claim(
    where: Where,
    tranches: tuple[str, ...],
    keystore: Path | None,
    password_file: Path | None,
    given: ChecksumAddress | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Take the income that is owed to an account, of all tranches of all deals recorded of a chain, or of those named: a transaction each.

    Each is tried out first, and what it brings is said: gross, tax withheld, net. What can't be taken now is left out, and why.
    """
    manner = Manner(dry_run, yes, as_json)
    manner.check()
    account = account_of(keystore, password_file, given, dry_run)
    try:
        with visited(where, account.address, quiet=as_json) as visit:
            _check_known(visit, tranches)
            head, lines = head_facts(visit), head_lines(visit)
            claims = ready_claims(visit, tranches)
    except UnknownHolderError as error:
        if keystore is not None:
            error.hint = f"It is the wallet of {keystore.name}; the units are another's. {error.hint}"
        raise
    if not claims.ready:
        raise _nothing(claims, account, tranches)

    def send() -> Sequence[TxReceipt]:
        return send_claims(claims.ready, account)

    def after(receipts: Sequence[TxReceipt]) -> Mapping[str, object]:
        return _claimed(claims, receipts, as_json)

    count = len(claims.ready)
    question = "Claim it?" if count == 1 else f"Claim them, in {count} transactions?"
    act = Act({**head, **claims.facts()}, "\n".join([*lines, "", claims.text()]), question, send, after)
    return carry_out(act, manner, claims.acting(account))


def _check_known(visit: Visit, tranches: Sequence[str]) -> None:
    """Raises ``UnknownTrancheError``."""
    known = list(dict.fromkeys(tranche.id for view in visit.views for tranche in view.terms.tranches))
    for tranche in tranches:
        if tranche not in known:
            deals = ", ".join(view.terms.id for view in visit.views)
            raise UnknownTrancheError(f"tranche: {tranche!r} is not one of {deals}", did_you_mean(tranche, known))


def _nothing(claims: Claims, account: Account, tranches: Sequence[str]) -> Exception:
    if claims.refused:
        return ClaimsRefusedError(claims.refused)
    which = f" for {', '.join(tranches)}" if tranches else ""
    return NothingToClaimError(
        f"claim: nothing is owed to {account.address}{which}", "Income comes with the next payment date."
    )


def _claimed(claims: Claims, receipts: Sequence[TxReceipt], as_json: bool) -> Mapping[str, Any]:
    """What it came to, by the receipts: in a block after the one it was tried in more may have been owed."""
    found = [(one, claim_of(one.deal, receipt), receipt) for one, receipt in zip(claims.ready, receipts, strict=True)]
    if as_json:
        return {
            "claimed": [
                {
                    **one.facts(figures),
                    "block": receipt["blockNumber"],
                    "transaction": receipt["transactionHash"].to_0x_hex(),
                }
                for one, figures, receipt in found
            ]
        }
    return {f"claimed of {one.name}": f"{one.money(figures.net)} net" for one, figures, _ in found}
