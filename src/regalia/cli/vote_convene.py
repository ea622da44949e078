# SPDX-License-Identifier: Apache-2.0
"""``regalia vote convene``: the holders called together on a resolution."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click
from eth_typing import ChecksumAddress
from web3.logs import DISCARD
from web3.types import TxReceipt

from regalia.chain.transact import call
from regalia.cli.act import Act, Manner, carry_out, manner_options
from regalia.cli.acting import Acting
from regalia.cli.keystore import account_of, account_options
from regalia.cli.oracle_open import OpenedDeal, record_option, rpc_option, terms_option
from regalia.cli.vote_acts import act_facts, act_text, rules_of
from regalia.cli.vote_open import Hall, open_hall
from regalia.cli.vote_typed import amended, call_opened, payee_replaced, signers_replaced, waived
from regalia.cli.whole import Whole
from regalia.domain.meeting.resolutions import DeclareDefault, Resolution
from regalia.servicing import meeting
from regalia.servicing.resolution_calls import encoded, meeting_of
from regalia.servicing.transfer_text import moment


@click.command()
@record_option
@rpc_option
@terms_option
@click.option("--replace-payee", metavar="PAYEE=ADDRESS", help="Another is paid from now on, such as servicer=0x….")
@click.option(
    "--replace-signers",
    type=Whole("weight", 1, 10_000),
    metavar="THRESHOLD",
    help="Propose other attestors; with --signer.",
)
@click.option("--signer", "signers", multiple=True, metavar="ADDRESS[=WEIGHT]", help="One of them.")
@click.option("--declare-default", is_flag=True, help="Declare an event of default.")
@click.option("--waive", metavar="TRIGGER", help="Forget what a trigger answered; interest: that interest was missed.")
@click.option("--amend", metavar="NAME.FIELD=LEVEL", help="Change an amendable field, such as servicer-fee.rate=1.2%.")
@click.option("--open-call", metavar="NUMBER", help="Let a call be exercised from now on; from 0.")
@click.option("--description", default="", metavar="TEXT", help="What holders read. It goes on chain.")
@account_options
@manner_options
def convene(
    record_file: Path,
    rpc: str,
    terms_file: Path | None,
    replace_payee: str | None,
    replace_signers: int | None,
    signers: tuple[str, ...],
    declare_default: bool,
    waive: str | None,
    amend: str | None,
    open_call: str | None,
    description: str,
    keystore: Path | None,
    password_file: Path | None,
    given: ChecksumAddress | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Call the holders together on one resolution. It takes the share of a class with a vote that the deal file says, and what could never
    be carried out is refused at once. Units count as held at the end of the notice.
    """
    manner = Manner(dry_run, yes, as_json)
    manner.check()
    hall = open_hall(record_file, rpc, terms_file)
    rules = rules_of(hall.opened)
    act = _act(hall.opened, replace_payee, replace_signers, signers, declare_default, waive, amend, open_call)
    account = account_of(keystore, password_file, given, dry_run)
    contract = meeting_of(hall.deal)
    proposal = [contract.address], [0], [encoded(hall.deal, act)], description
    call(hall.deal.web3, contract.functions.propose(*proposal), account.sender)
    begins = hall.place.now() + rules.notice
    text = (
        f"{account.address} convenes the holders of {hall.opened.terms.name} on this:\n  {act_text(hall.opened, act)}\n"
        f"  units count as held at about {moment(begins)}; ballots until {moment(begins + rules.voting)}, "
        f"then {rules.delay // 86_400} days' delay"
    )
    facts = {"act": act_facts(act), "description": description, "convener": account.address, "record_date": begins}
    return carry_out(
        Act(
            facts,
            text,
            "Convene them?",
            lambda: [meeting.convene(hall.deal, act, description, account.sender)],
            lambda receipts: _convened(hall, receipts[-1], as_json),
        ),
        manner,
        Acting(account, hall.deal),
    )


def _convened(hall: Hall, receipt: TxReceipt, as_json: bool) -> Mapping[str, object]:
    """As its own block has it, which is later than the one that was looked at before."""
    (made,) = meeting_of(hall.deal).events.ProposalCreated().process_receipt(receipt, errors=DISCARD)
    begins = int(made["args"]["voteStart"])
    when = {"record_date": begins} if as_json else {"units count as held at": moment(begins)}
    return {"resolution": str(meeting.convened_in(hall.deal, receipt)), **when}


def _act(
    deal: OpenedDeal,
    replace_payee: str | None,
    replace_signers: int | None,
    signers: tuple[str, ...],
    declare_default: bool,
    waive: str | None,
    amend: str | None,
    open_call: str | None,
) -> Resolution:
    given = [
        one
        for one in (replace_payee, replace_signers, declare_default or None, waive, amend, open_call)
        if one is not None
    ]
    if len(given) != 1:
        raise click.UsageError(
            "say one thing to resolve on: one of --replace-payee, --replace-signers, --declare-default, …"
        )
    if bool(signers) != (replace_signers is not None):
        raise click.UsageError("--signer goes with --replace-signers, once for each attestor")
    if replace_payee is not None:
        return payee_replaced(deal, replace_payee)
    if replace_signers is not None:
        return signers_replaced(replace_signers, signers)
    if waive is not None:
        return waived(deal, waive)
    if amend is not None:
        return amended(deal, amend)
    return DeclareDefault() if open_call is None else call_opened(deal, open_call)
