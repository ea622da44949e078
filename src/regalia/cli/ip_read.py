# SPDX-License-Identifier: Apache-2.0
"""``regalia ip read``: what a file of legal-status events proposes. Nothing is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from regalia.cli.ip_deal import PATH, json_option, open_deal, terms_option
from regalia.domain.rights.day import written
from regalia.domain.rights.refusal import RightsRefusedError
from regalia.domain.rights.registry import Registry
from regalia.domain.rights.words import word
from regalia.feeds import EventProposal, Known, Proposal, read_legal_status
from regalia.printing import table, to_json
from regalia.reports.rights.right_numbers import written_number

NEEDS_ATTESTORS = "a quorum of attestors: look at the record, then sign"


@dataclass(frozen=True)
class Judged:
    """A proposal, and what the registry would say to it: its refusal, empty where it would take it, None where nobody asked."""

    proposal: Proposal
    refused: str | None

    @property
    def act(self) -> str:
        p = self.proposal
        return word(p.act) if isinstance(p, EventProposal) else p.matter.value

    @property
    def day(self) -> int:
        return self.proposal.effective if isinstance(self.proposal, EventProposal) else self.proposal.day

    @property
    def code(self) -> str:
        return self.proposal.code.decode("ascii")

    @property
    def needs(self) -> str:
        p = self.proposal
        if isinstance(p, EventProposal):
            return f"refused by the registry: {self.refused}" if self.refused else NEEDS_ATTESTORS
        return f"{p.needs} ({p.why})" if p.why else p.needs


@click.command()
@click.argument("file", type=PATH, metavar="FILE")
@click.option("--record", "record_file", type=PATH, metavar="FILE", help="Deployment record of a deal on these rights.")
@click.option("--rpc", metavar="URL", help="Address of a node of its network, for --record.")
@terms_option
@json_option
def read(file: Path, record_file: Path | None, rpc: str | None, terms_file: Path | None, as_json: bool) -> None:
    """Read a FILE of legal-status events (.xml of ST.96, .json of ST.27 codes, .csv of INPADOC or CNIPA rows) and print what it proposes:
    events for attestors to look at and sign, matters for the registrar, and what a person has to decide.

    With --record and --rpc, what the registry of the deal knows decides where a code means several things, and what that registry would
    refuse is said. How far each mapping can be trusted stands beside it: seen in a source, recalled, or assumed.
    """
    if (record_file is None) != (rpc is None):
        raise click.UsageError("--record and --rpc go together: which deal, and where its chain is")
    if record_file is None or rpc is None:
        judged = [Judged(proposal, None) for proposal in read_legal_status(file)]
    else:
        deal = open_deal(record_file, rpc, terms_file, quiet=as_json)
        proposals = read_legal_status(file, known_rights(deal.book.registry))
        judged = judge(proposals, deal.book.registry, deal.today)
    click.echo(to_json({"proposals": list(map(_facts, judged))}) if as_json else read_text(judged))


def known_rights(registry: Registry) -> Mapping[bytes, Known]:
    return {right.id: Known(right.status, right.entry.jurisdiction, right.kind) for right in registry.rights.values()}


def judge(proposals: Sequence[Proposal], registry: Registry, today: int) -> list[Judged]:
    """Each event in its turn on a copy of the registry; one that is refused is left out for those after it."""
    copy, found = registry.copy(), []
    for proposal in proposals:
        if not isinstance(proposal, EventProposal):
            found.append(Judged(proposal, None))
            continue
        try:
            copy.take(proposal.event(len(copy.known(proposal.right).steps) + 1), today)
            found.append(Judged(proposal, ""))
        except RightsRefusedError as error:
            found.append(Judged(proposal, error.message))
    return found


def read_text(judged: Sequence[Judged]) -> str:
    rows = [
        (
            written_number(x.proposal.right),
            x.act,
            written(x.day),
            x.code or "-",
            x.proposal.basis.trust,
            x.proposal.basis.place,
            x.needs,
        )
        for x in judged
    ]
    events = sum(isinstance(x.proposal, EventProposal) for x in judged)
    heads = ("right", "proposed", "effective", "code", "mapping", "place", "needs")
    count = f"{len(rows)} proposals: {events} events, {len(rows) - events} matters; nothing was sent"
    return f"{table(heads, rows, 'lllllll')}\n\n{count}" if rows else count


def _facts(x: Judged) -> dict[str, object]:
    p = x.proposal
    event = isinstance(p, EventProposal)
    return {
        "right": f"0x{p.right.hex()}",
        "number": written_number(p.right),
        "event": x.act if event else None,
        "matter": None if event else x.act,
        "day": written(x.day),
        "date": written(p.date) if isinstance(p, EventProposal) and p.date else None,
        "code": x.code or None,
        "title": p.basis.title,
        "mapping": p.basis.trust,
        "place": p.basis.place,
        "document": f"0x{p.document.hex()}",
        "needs": x.needs,
        "refused": x.refused,
    }
