# SPDX-License-Identifier: Apache-2.0
"""What the engines can't do, by name. Terms that ask for any of it are refused: nothing in a deal file is ever ignored."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.terms.deal import Terms
from regalia.domain.terms.facts import LONGEST, concentration_label
from regalia.domain.terms.problems import Problem, shown


def not_executable(terms: Terms) -> list[Problem]:
    """Each feature with its path, its value and what it is; empty when the terms can be compiled."""
    return [*_retentions(terms), *_targets(terms), *_facts(terms)]


def _retentions(terms: Terms) -> Iterator[Problem]:
    """The contracts know one originator a deal, and one share of it a tranche."""
    originators = {party.id for party in terms.parties if "originator" in party.roles}
    retained: set[str] = set()
    for i, retention in enumerate(terms.retentions):
        if originators != {retention.holder}:
            rule = "a retention by another than the only originator"
            yield Problem(f"retentions[{i}]", shown(retention.holder), rule)
        if retention.tranche in retained:
            yield Problem(f"retentions[{i}]", shown(retention.tranche), "a second retention of one tranche")
        retained.add(retention.tranche)


def _targets(terms: Terms) -> Iterator[Problem]:
    """A report has room for one reserve target."""
    accounts = [
        (f"{field}[{i}].target.set_by_report", step.account)
        for field, steps in terms.step_lists()
        for i, step in enumerate(steps)
        if step.kind == "reserve" and step.target.set_by_report
    ]
    for path, account in accounts:
        if account != accounts[0][1]:
            yield Problem(path, shown("true"), "a target set by the report for a second account")


def _facts(terms: Terms) -> Iterator[Problem]:
    for i, trigger in enumerate(terms.triggers):
        measure = trigger.measure
        if measure.kind != "licensee-concentration":
            continue
        if len(concentration_label(measure)) > LONGEST:
            rule = f"a licensee whose id makes the label of the fact longer than {LONGEST} letters"
            yield Problem(f"triggers[{i}].measure.licensee", shown(measure.licensee), rule)
        if terms.pool is not None:
            rule = "a share of collections, which a pool of rights doesn't know; pool-concentration looks at values"
            yield Problem(f"triggers[{i}].measure.kind", shown(measure.kind), rule)
