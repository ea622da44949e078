# SPDX-License-Identifier: Apache-2.0
"""Reading a portfolio file. Its rules are the registry's: the file is entered in the Python twin, and what that refuses is a problem."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from regalia.domain.rights.acts import LicenceGrant, RightAct
from regalia.domain.rights.address import is_zero
from regalia.domain.rights.refusal import RightsRefusedError
from regalia.domain.rights.registry import Registry
from regalia.feeds.errors import FeedError, Problem, shown
from regalia.feeds.portfolio_acts import ActMaker, PlacedAct
from regalia.feeds.portfolio_terms import PortfolioTerms
from regalia.feeds.yaml_file import YamlFile


@dataclass(frozen=True)
class Portfolio:
    """What a file says. ``registry`` is the twin with the file entered, parties by their ids and the currency's code as token."""

    terms: PortfolioTerms
    path: Path
    registry: Registry

    def acts(self, addresses: Mapping[str, str], token: str) -> tuple[RightAct, ...]:
        """What the registrar and the appraisers enter. FeedError names every party that ``addresses`` leaves out."""
        lacking = [
            Problem(path, shown(party), "no address is given for it")
            for path, party in _first_uses(self.terms)
            if is_zero(addresses.get(party, ""))
        ]
        if lacking:
            raise FeedError(lacking, str(self.path))
        maker = ActMaker(self.terms, self.path.parent, addresses.__getitem__, token)
        acts = tuple(placed.act for placed in maker.acts())
        if maker.problems:
            raise FeedError(maker.problems, str(self.path))
        return acts


def load_portfolio(path: Path | str, today: int) -> Portfolio:
    """The portfolio in a file, as it can be entered ``today`` (yyyymmdd). FeedError lists every problem with its line."""
    file = YamlFile(Path(path), PortfolioTerms)
    terms = file.content
    problems = _unknown_parties(terms)
    maker = ActMaker(terms, file.path.parent, _itself, terms.currency.code)
    registry, refused = _entered(maker.acts(), today)
    file.refuse(problems + maker.problems + refused)
    return Portfolio(terms, file.path, registry)


def _entered(acts: Iterable[PlacedAct], today: int) -> tuple[Registry, list[Problem]]:
    """The registry after the acts, and what it refused. What rests on something refused or misspelled is passed over: all that hangs on
    an entry, and the licences that come after one, as their numbers count it.
    """
    registry, problems, passed = Registry(), list[Problem](), set[str]()
    for path, act, sound in acts:
        right = path.split(".", 1)[0]
        group = path.rsplit("[", 1)[0] if isinstance(act, LicenceGrant) else path
        if right in passed or group in passed:
            continue
        try:
            if sound:
                registry.take(act, today)
        except RightsRefusedError as error:
            problems.append(Problem(path, "", f"{error.message}. {error.hint}"))
            sound = False
        if not sound:
            passed.add(group)
    return registry, problems


def _itself(party: str) -> str:
    """A party's address where there is no chain."""
    return party


def _uses(terms: PortfolioTerms) -> Iterator[tuple[str, str]]:
    """Each place that names a party, and whom."""
    for index, party in enumerate(terms.parties):
        if party.group:
            yield f"parties[{index}].group", party.group
    for index, right in enumerate(terms.rights):
        path = f"rights[{index}]"
        yield from ((f"{path}.owners[{i}].owner", owner.owner) for i, owner in enumerate(right.owners))
        yield from ((f"{path}.liens[{i}].holder", lien.holder) for i, lien in enumerate(right.liens))
        yield from ((f"{path}.valuations[{i}].appraiser", given.appraiser) for i, given in enumerate(right.valuations))
        for i, licence in enumerate(right.licences):
            named = {"licensor": licence.licensor, "licensee": licence.licensee, "group": licence.group}
            yield from ((f"{path}.licences[{i}].{field}", party) for field, party in named.items() if party)


def _first_uses(terms: PortfolioTerms) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for path, party in _uses(terms):
        found.setdefault(party, path)
    return [(path, party) for party, path in found.items()]


def _unknown_parties(terms: PortfolioTerms) -> list[Problem]:
    ids = [party.id for party in terms.parties]
    problems = [
        Problem(f"parties[{index}].id", shown(party), "another party has this id")
        for index, party in enumerate(ids)
        if party in ids[:index]
    ]
    rule = f"no party has this id; known are {', '.join(ids)}"
    return problems + [Problem(path, shown(party), rule) for path, party in _uses(terms) if party not in ids]
