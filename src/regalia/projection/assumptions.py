# SPDX-License-Identifier: Apache-2.0
"""The vocabulary of a scenario file: what is taken to come in, and what may go wrong."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from regalia.domain.terms.dues import PeriodAmount
from regalia.domain.terms.scalars import Amount, Id, Part, Period, Positive, Rate, Ratio, Text, Whole

Since = Period | None


class Flat(Part):
    """The same amount every period."""

    kind: Literal["flat"]
    amount: Amount


class Amounts(Part):
    """Amounts by period, from the first period on without a gap."""

    kind: Literal["amounts"]
    amounts: tuple[PeriodAmount, ...] = Field(min_length=1)


class Forecast(Part):
    """The deal's own ``forecast``."""

    kind: Literal["forecast"]


class ReceiptsFile(Part):
    """A receipts file of the deal, as ``regalia run`` reads it: receipts, invoices, facts and all."""

    kind: Literal["file"]
    file: Text


class History(Part):
    """From the receipts of a file, of this deal or another: their average, or the last year's again and again."""

    kind: Literal["history"]
    file: Text
    takes: Literal["average", "last-year"]


Receipts = Annotated[Flat | Amounts | Forecast | ReceiptsFile | History, Field(discriminator="kind")]


class Decay(Part):
    """Each year that much less, compounded period by period."""

    kind: Literal["decay"]
    rate: Rate
    since: Since = None


class Growth(Part):
    """Each year that much more."""

    kind: Literal["growth"]
    rate: Rate
    since: Since = None


class Delay(Part):
    """What falls due from a period on comes so many periods later."""

    kind: Literal["delay"]
    periods: Positive
    since: Since = None


class Loss(Part):
    """A right or a licensee is lost, and with it a share of receipts, for good."""

    kind: Literal["loss"]
    share: Rate
    since: Since = None
    of: Text | None = None


class Shock(Part):
    """A share of receipts is missing for a while."""

    kind: Literal["shock"]
    share: Rate
    since: Since = None
    periods: Positive


Change = Annotated[Decay | Growth | Delay | Loss | Shock, Field(discriminator="kind")]


class Invoice(Part):
    """What an as-invoiced step is asked for each period: an amount, or a share of the period's receipts."""

    step: Id
    amount: Amount | None = None
    share_of_receipts: Rate | None = None


class Fact(Part):
    """A fact the deal looks at, from a period on: an ``amount``, a ``share``, a multiple of a year's receipts, or a ``count``."""

    fact: Text
    amount: Amount | None = None
    share: Rate | None = None
    years_of_receipts: Ratio | None = None
    count: Whole | None = None
    since: Since = None


class Scenario(Part):
    """``changes`` to receipts in this order; ``facts`` go before the file's; ``fails``: facilities whose provider doesn't pay."""

    id: Id
    name: Text | None = None
    changes: tuple[Change, ...] = ()
    facts: tuple[Fact, ...] = ()
    fails: tuple[Id, ...] = ()


class Bootstrap(Part):
    """Random paths: blocks of a real history, drawn with replacement, as factors on the receipts (after ``changes``).

    ``levels``: a period over the average of the history. ``growth``: over the period before, multiplied up. ``seasonal-growth``: over
    the same period a year before. ``trend: removed`` divides growth by its geometric mean, so that the receipts given keep the trend.
    """

    history: Text
    method: Literal["levels", "growth", "seasonal-growth"]
    block: Positive = 4
    trend: Literal["kept", "removed"] = "kept"
    paths: Whole = 10_000
    changes: tuple[Change, ...] = ()
    fails: tuple[Id, ...] = ()


class Assumptions(Part):
    """All that a projection takes for granted. ``after``: what comes when the amounts given end."""

    format: Literal["regalia-projection-1"]
    id: Id
    name: Text | None = None
    deal: Id | None = None
    assumed: tuple[Text, ...] = ()
    periods: Positive | None = None
    receipts: Receipts
    after: Literal["last-year", "last", "nothing"] = "last-year"
    invoices: tuple[Invoice, ...] = ()
    facts: tuple[Fact, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    bootstrap: Bootstrap | None = None
