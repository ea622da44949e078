# SPDX-License-Identifier: Apache-2.0
"""What can go wrong between a wish and a chain."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from regalia.domain.terms.problems import Problem
from regalia.errors import RegaliaError


class WishError(RegaliaError, ValueError):
    """A wish that is not one; ``problems`` lists all that was found, in the order of the file. Nothing of it is done."""

    def __init__(self, problems: Sequence[Problem], path: Path) -> None:
        self.problems = tuple(problems)
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        lines = "".join(f"\n  {problem}" for problem in self.problems)
        super().__init__(f"{path}: {count}{lines}", f"Mend the file and look again: regalia deploy plan {path}")


class UnknownNetworkError(RegaliaError, LookupError):
    """No network of that name or chain id is configured."""


class NoNodeError(RegaliaError, LookupError):
    """Nobody said where a node of the network is."""


class FactsError(RegaliaError, ValueError):
    """The file of the facts is not one, or can't be read or written."""


class FactsDifferError(RegaliaError, ValueError):
    """The wish means another platform than the facts tell of, or the facts are of another chain."""


class OtherProxyError(RegaliaError, ValueError):
    """What is at the address of the deterministic deployment proxy is something else, or it can't be put there."""


class WrongAccountError(RegaliaError, PermissionError):
    """The account that would send is not the wish's."""


class BalanceTooLowError(RegaliaError, ValueError):
    """The account can't pay for the steps that are missing."""


class FeeRoseError(RegaliaError, ValueError):
    """The node wants more for a unit of gas than the plan showed."""


class SafeFileError(RegaliaError, ValueError):
    """A batch can't be written to that file: it would be taken for another, or something else is there."""


class PendingTransactionError(RegaliaError, TimeoutError):
    """A transaction of the account was sent earlier and is still not mined."""


class StepFailedError(RegaliaError, RuntimeError):
    """A step was sent and mined, and what it was for is not there."""


class FoundDealError(RegaliaError, LookupError):
    """A deal is on the chain, and the transaction that made it can't be found or read."""


class SourcesError(RegaliaError, ValueError):
    """The sources are not there, or not those the contracts were compiled from."""


class VerifierError(RegaliaError, RuntimeError):
    """The service that verifies sources refused, or does not answer."""
