# SPDX-License-Identifier: Apache-2.0
"""The six bars as tables: each with its state, what that rests on, and right by right."""

from __future__ import annotations

from datetime import date

from regalia.reports.rights.right_numbers import written_number
from regalia.reports.supervisor.declarations import DeclaredBar
from regalia.reports.supervisor.gates import BARS, Gate, gates_of
from regalia.reports.supervisor.parts import Field, Grid, Kind, Section, Told
from regalia.reports.supervisor.subject import Subject

RULE = "CSRC Announcement [2026] No. 1, bar ({number})"


def gate_section(subject: Subject) -> Section:
    return Section(
        "gates", "Six bars", (gates_grid(gates_of(subject)), rights_grid(subject)), ("gates.csv", "gates.json")
    )


def gates_grid(gates: tuple[Gate, ...]) -> Grid:
    fields = (
        Field("bar", "Bar", Kind.COUNT),
        Field("title", "What is barred", Kind.WORD),
        Field("state", "State", Kind.WORD),
        Field("rests_on", "Rests on"),
        Field("declared", "Declared", Kind.WORD),
        Field("declared_by", "Declared by"),
        Field("document", "Document (SHA-256)", Kind.HASH),
        Field("day", "Day", Kind.DAY),
        Field("rule", "Rule"),
    )
    rows = tuple(
        (
            gate.number,
            BARS[gate.number - 1],
            gate.state,
            gate.rests_on,
            *_said(gate.declared),
            Told(RULE, {"number": f"{gate.number}"}),
        )
        for gate in gates
    )
    note = (
        "A declaration is somebody’s word: it can bar, and clears nothing. What attestors did not report is not seen."
    )
    return Grid("gates", "The gates", fields, rows, note)


def _said(declared: DeclaredBar | None) -> tuple[str | None, str | None, str | None, date | None]:
    return (declared.found, declared.by, declared.document, declared.day) if declared else (None, None, None, None)


def rights_grid(subject: Subject) -> Grid:
    """What bars 5 and 6 rest on, right by right."""
    fields = (
        Field("bar", "Bar"),
        Field("right", "Right"),
        Field("state", "State", Kind.WORD),
        Field("found", "What was looked at"),
        Field("event", "Legal event", Kind.COUNT),
        Field("place", "Told in", Kind.PLACE),
    )
    rows = tuple(
        (x.bar, written_number(x.right), x.state, x.what, x.event, x.place)
        for gate in gates_of(subject)
        for x in gate.rights
    )
    return Grid(
        "rights", "Rights at bars 5 and 6", fields, rows, empty="The deal rests on no rights that are known here."
    )
