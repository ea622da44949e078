# SPDX-License-Identifier: Apache-2.0
"""The annual report of one year (UTC), its parts as the Shanghai exchange's guide No. 5 of 2024 names them."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.program import StepKind
from regalia.reports.act_words import ActWords
from regalia.reports.resolution_lines import ClassVote, resolution_lines
from regalia.reports.supervisor.annual_assets import asset_parts
from regalia.reports.supervisor.annual_cash import cash_parts, custody_parts, enhancement_parts, securities_grid
from regalia.reports.supervisor.attestors import attestors_grid
from regalia.reports.supervisor.parts import Card, Field, Grid, Kind, Part, Section, Told, Value
from regalia.reports.supervisor.repurchases import case_grid, cases_of
from regalia.reports.supervisor.retention import retention_grid
from regalia.reports.supervisor.subject import Subject
from regalia.reports.told import enumerated, listed


def annual_sections(subject: Subject) -> tuple[Section, ...]:
    """In the order of the guide."""
    return (
        Section("participants", "Participants’ performance", tuple(_participants(subject))),
        Section("assets", "Underlying assets", asset_parts(subject)),
        Section("cash", "Cash in and out and its investment", tuple(cash_parts(subject))),
        Section("originator", "Specified originator", tuple(_originator(subject))),
        Section("enhancement", "Enhancement and its execution", tuple(enhancement_parts(subject))),
        Section("custody", "Custody", tuple(custody_parts(subject))),
        Section("securities", "Securities", (securities_grid(subject),)),
        Section("meetings", "Holder meetings", (_meetings(subject),)),
    )


def _participants(subject: Subject) -> Iterator[Part]:
    fields = (
        Field("name", "Name"),
        Field("role", "Role"),
        Field("from", "Known from", Kind.WORD),
        Field("said", "Performance, as declared"),
    )
    declared = subject.filed.said.participants if subject.filed else ()
    told = {one.party: one.performance for one in declared if one.party}
    rows: list[tuple[Value, ...]] = [
        (party.name, enumerated([Told(role) for role in party.roles]), "deal file", told.get(party.id))
        for party in subject.ledger.terms.parties
    ]
    rows += [(one.name, one.role, "declarations", one.performance) for one in declared if not one.party]
    yield Grid("participants", "Who takes part", fields, tuple(rows))
    yield _dates(subject)
    yield attestors_grid(subject)


def _dates(subject: Subject) -> Grid:
    ledger = subject.ledger
    fields = (
        Field("period", "Period", Kind.COUNT),
        Field("scheduled", "Scheduled", Kind.DAY),
        Field("executed", "Executed", Kind.PLACE),
        Field("days_late", "Days late", Kind.COUNT),
        Field("missing", "Report missing", Kind.FLAG),
        Field("shortfall", "Shortfall of fees and interest", Kind.MONEY),
    )
    rows = []
    for i in subject.dates_of_year():
        done, period = ledger.dates[i], ledger.dates[i].payment.report.period
        day = ledger.program.schedule.payment_date(period)
        late = done.executed.timestamp // 86_400 - (day.toordinal() - 719_163)  # days since 1970
        shortfall = sum(
            record.shortfall
            for step, record in zip(done.payment.steps, done.payment.records, strict=True)
            if step.kind in (StepKind.EXPENSE, StepKind.INTEREST)
        )
        rows.append((period, day, done.executed, late, done.missing, shortfall))
    return Grid("payment_dates", "Payment dates of the year", fields, tuple(rows))


def _originator(subject: Subject) -> Iterator[Part]:
    filer = subject.filed.said.filer if subject.filed else None
    facts: tuple[tuple[Field, Value], ...] = (
        (Field("wallet", "First wallet", Kind.PARTY), subject.originator or None),
        (Field("filer", "Party that controls the asset, as declared"), filer.name if filer else None),
        (Field("country", "Country, as declared"), filer.country if filer else None),
        (Field("controlled_by", "Controlled by, as declared"), filer.controlled_by if filer else None),
    )
    yield Card("originator", "Originator", facts)
    yield retention_grid(subject)
    yield case_grid(
        [
            case
            for case in cases_of(subject)
            if subject.in_year(case.opened) or (case.ended and subject.in_year(case.ended))
        ]
    )


def _meetings(subject: Subject) -> Grid:
    words = ActWords(subject.ledger.terms, subject.names)
    fields = (
        Field("resolution", "Resolution"), Field("what", "What"), Field("convened", "Convened", Kind.PLACE),
        Field("by", "By", Kind.PARTY), Field("stands", "Stands", Kind.WORD), Field("votes", "Votes"),
    )  # fmt: skip
    rows = []
    for line in resolution_lines(subject.ledger):
        if subject.in_year(line.told.convened):
            votes = listed([_vote(subject, vote) for vote in line.votes]) if line.votes else None
            told = line.told
            rows.append((told.name, words.told(told.act), told.convened, told.convener, line.stands, votes))
    return Grid("resolutions", "Resolutions convened in the year", fields, tuple(rows))


def _vote(subject: Subject, vote: ClassVote) -> Told:
    counts = {"yes": vote.in_favour, "no": vote.against, "neither": vote.abstained, "all": vote.could_vote}
    return Told(
        "{tranche}: {yes} for, {no} against, {neither} abstained, of {all}",
        {"tranche": subject.names.tranche(vote.tranche)} | {key: f"{units:,}" for key, units in counts.items()},
    )
