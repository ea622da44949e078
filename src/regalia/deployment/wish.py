# SPDX-License-Identifier: Apache-2.0
"""What should be on a chain: the file ``deployments/<chain id>/wish.yaml``, read with every fault at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, ValidationError

from regalia.chain.offices import EVERY_OFFICE, OFFICES_OF_RIGHTS
from regalia.chain.record_address import KNOWN, addresses_in
from regalia.deployment.addresses import Address, TokenOrTest
from regalia.deployment.errors import WishError
from regalia.deployment.pieces import Pieces, pieces_of
from regalia.deployment.wanted_deal import DealWish, WantedDeal, wanted_deals
from regalia.domain.terms.explain import explain
from regalia.domain.terms.problems import Problem, TermsError
from regalia.domain.terms.scalars import Part
from regalia.domain.terms.yaml_reader import MAX_BYTES, Document
from regalia.files import read_file

FACTS = "platform.json"
"""The file of the facts, beside the wish."""
_Threshold = Annotated[int, Field(ge=1, le=255)]


def _office(name: str) -> str:
    if name not in EVERY_OFFICE:
        near = get_close_matches(name, EVERY_OFFICE, 1)
        raise ValueError(
            f"is no office{f'; did you mean {near[0]}?' if near else ''}; there are {', '.join(EVERY_OFFICE)}"
        )
    return name


class PlatformWish(Part):
    """What every deal shares. ``registry``: a registry of investors that is there already, in place of a new one."""

    registry: Address | None = None


class RightsWish(Part):
    """Where rights are known. So many attestors must sign a report of legal events, so many one of valuations."""

    threshold: _Threshold
    valuation_threshold: _Threshold | None = None


class Wish(Part):
    """``account`` sends everything and administers what is made; ``salt`` tells one platform of an account from another."""

    format: Literal["regalia-wish-1"]
    chain_id: Annotated[int, Field(ge=1)]
    account: Address
    salt: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$")]
    payment_token: TokenOrTest | None = None
    platform: PlatformWish | None = None
    officers: Mapping[Annotated[str, AfterValidator(_office)], tuple[Address, ...]] = {}
    rights: RightsWish | None = None
    deals: tuple[DealWish, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """A wish, the contracts it means and the deals, from the files it names."""

    path: Path
    wish: Wish
    deals: tuple[WantedDeal, ...]

    @cached_property
    def pieces(self) -> Pieces:
        return pieces_in(self.wish)

    @property
    def folder(self) -> Path:
        """Of all deployments: facts and records of this chain are in a folder of it."""
        return self.path.parent.resolve().parent

    @property
    def facts_path(self) -> Path:
        return self.path.with_name(FACTS)


def pieces_in(wish: Wish) -> Pieces:
    """The contracts a wish means."""
    return pieces_of(
        wish.account,
        wish.salt,
        platform=wish.platform is not None,
        registry=wish.platform.registry if wish.platform else None,
        rights=wish.rights is not None,
        test_money=wish.payment_token == "test",
    )


def load_wish(path: Path) -> Wanted:
    """Raises ``WishError`` with every problem and its line."""
    try:
        document = Document(read_file(path, MAX_BYTES), str(path))
        wish = Wish.model_validate(document.data, context={KNOWN: tuple(dict.fromkeys(addresses_in(document.data)))})
    except OSError as error:
        raise WishError([Problem("", "", f"can't be read: {error.strerror}")], path) from None
    except TermsError as error:
        raise WishError(error.problems, path) from None
    except ValidationError as error:
        raise _placed(explain(error, Wish, document.data, ""), document, path) from None
    problems = [*_folder(path, wish), *_rules(wish)]
    deals, found = wanted_deals(path, wish.deals, wish.payment_token, pieces_in(wish)) if wish.platform else ((), [])
    if problems + found:
        raise _placed(problems + found, document, path)
    return Wanted(path, wish, deals)


def _placed(problems: Sequence[Problem], document: Document, path: Path) -> WishError:
    placed = [problem if problem.line else replace(problem, line=document.line(problem.path)) for problem in problems]
    return WishError(sorted(placed, key=lambda problem: problem.line), path)


def _folder(path: Path, wish: Wish) -> list[Problem]:
    folder = path.parent.resolve().name
    if folder == str(wish.chain_id):
        return []
    rule = (
        f"must be the name of the folder the wish is in, which is {folder!r}: facts and records are written beside it"
    )
    return [Problem("chain_id", str(wish.chain_id), rule)]


def _rules(wish: Wish) -> list[Problem]:
    """What no field can tell alone."""
    problems = []
    for office, officers in wish.officers.items():
        field = f"officers.{office}"
        if office in OFFICES_OF_RIGHTS and wish.rights is None:
            problems.append(Problem(field, "", "is an office of rights, and no rights are wished for"))
        if office not in OFFICES_OF_RIGHTS and wish.platform is None:
            problems.append(Problem(field, "", "is an office of the platform, and none is wished for"))
        if office == "registrar" and wish.platform and wish.platform.registry:
            problems.append(Problem(field, "", "is appointed where the registry named under platform is administered"))
        if len(set(officers)) != len(officers):
            problems.append(Problem(field, "", "names somebody twice"))
    if wish.deals and wish.platform is None:
        problems.append(Problem("deals", "", "need a platform: write `platform: {}` for a new one"))
    if not (wish.platform or wish.rights or wish.payment_token):
        problems.append(Problem("", "", "wishes for nothing: name a payment_token, a platform or rights"))
    return problems
