# SPDX-License-Identifier: Apache-2.0
"""Every file in ``deals/``: it can be run, and says where it comes from and what is assumed; every receipts file runs through."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import pytest

from regalia.domain.compile import compile_terms
from regalia.domain.terms import canonical_json, load_terms, read_terms, terms_hash
from regalia.domain.terms.dues import ExpenseDue, PrincipalDue, TargetPart
from regalia.domain.terms.measures import Measure
from regalia.domain.terms.offers import Bids
from regalia.domain.terms.provisions import Call
from regalia.domain.terms.steps import Step
from regalia.domain.terms.triggers import Effect, Memory
from tests.deals import DATA, DEALS, FILES, receipts_of, run_deal

SECRETS = (
    "0x[0-9a-fA-F]{40}",
    "[0-9a-fA-F]{64}",
    "(?i)password|mnemonic|private.?key|BEGIN ",
    "[a-z.]+@[a-z]+\\.",
    "(?<![a-z])/(home|Users|work)/",
)
OF_ITS_OWN = {"mills": "reports are tested in test_compile_deals", "mills-notes": "likewise"}


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def test_deal__compiled__can_be_run(path: Path) -> None:
    terms = load_terms(path)
    assert terms.id == path.stem
    assert compile_terms(terms).steps


def test_deal__sources__are_addresses_or_the_deal_says_it_is_invented(path: Path) -> None:
    terms = load_terms(path)
    assert terms.sources and terms.assumed
    invented = terms.notice.startswith(("ILLUSTRATIVE", "INVENTED"))
    assert invented or any(source.startswith(("http://", "https://")) for source in terms.sources)


def test_deal__notice__says_that_nothing_is_offered(path: Path) -> None:
    assert re.search(r"not an offer|none are offered|nothing is offered", load_terms(path).notice)


def test_deal__text__names_no_secret_address_or_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [pattern for pattern in SECRETS if re.search(pattern, text)] == []


def test_deal__hash__same_from_its_canonical_form(path: Path) -> None:
    terms = load_terms(path)
    assert terms_hash(read_terms(canonical_json(terms))) == terms_hash(terms) == terms_hash(load_terms(path))


def test_deal__classes_with_a_balance__sold_at_par(path: Path) -> None:
    for tranche in load_terms(path).tranches:
        assert not tranche.balance or tranche.balance == tranche.units * tranche.offer_price


def test_deal__readme__has_a_row(path: Path) -> None:
    assert f"| `{path.name}` |" in (DEALS / "README.md").read_text(encoding="utf-8")


def kinds_of(union: Any) -> set[str]:
    """The kinds a part of the vocabulary has: ``Annotated[A | B, …]`` with a literal ``kind`` each."""
    models = get_args(get_args(union)[0])
    return {kind for model in models for kind in get_args(model.model_fields["kind"].annotation)}


def kinds_in(value: Any) -> set[str]:
    """Every ``kind`` anywhere in plain data."""
    if isinstance(value, dict):
        own = {value["kind"]} if "kind" in value else set()
        return own.union(*map(kinds_in, value.values()))
    return set().union(*map(kinds_in, value)) if isinstance(value, list) else set()


@pytest.mark.parametrize("union", [Step, ExpenseDue, TargetPart, PrincipalDue, Measure, Memory, Effect, Call, Bids])
def test_teaching__every_kind__used_there_but_what_a_pool_of_rights_measures(union: Any) -> None:
    used = kinds_in(load_terms(DEALS / "teaching.yaml").model_dump(mode="json"))
    of_a_pool = kinds_in(load_terms(DEALS / "patents.yaml").model_dump(mode="json")["triggers"])
    assert kinds_of(union) - used == kinds_of(union) & {"pool-concentration", "limits-broken"} <= of_a_pool


@pytest.mark.parametrize(
    "deal", sorted({found.parent.name for found in DATA.glob("*/receipts-*.csv")} - set(OF_ITS_OWN))
)
def test_receipts__run_through__end_where_the_file_ends_and_pay_on_the_scheduled_dates(deal: str) -> None:
    history = run_deal(deal)
    assert receipts_of(deal).stem == f"receipts-{history.rows[0].attributed_to}-{history.rows[-1].attributed_to}"
    schedule = history.program.schedule
    assert [row.payment_date for row in history.rows] == [schedule.payment_date(row.period) for row in history.rows]
