# SPDX-License-Identifier: Apache-2.0
"""Options that several commands share, and how what is typed becomes a value."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from regalia.cli.address import Address
from regalia.cli.whole import MOST_UNITS, Whole

DAY = "%Y-%m-%d"
SECOND = "%Y-%m-%dT%H:%M:%S"
FIRST_YEAR = 1970
CLASSES = ("retail", "professional", "institutional", "originator")


class LastSecond(click.ParamType):
    """A day, whose last second is meant, or a moment; UTC. Gives seconds since 1970."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            if len(value) == len("2024-12-31"):
                found = datetime.strptime(value, DAY).replace(hour=23, minute=59, second=59, tzinfo=UTC)
            else:
                found = datetime.strptime(value.removesuffix("Z"), SECOND).replace(tzinfo=UTC)
        except ValueError:
            self.fail(f"{value!r} is not a day (2024-12-31) or a moment (2024-12-31T12:00:00), UTC", param, ctx)
        if found.year < FIRST_YEAR:
            self.fail(f"{value!r} is before {FIRST_YEAR}: the chain's clock starts there", param, ctx)
        return int(found.timestamp())


class Country(click.ParamType):
    """ISO 3166-1: two letters, or the number. Gives the number."""

    name = "country"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        from regalia.domain.countries import COUNTRIES

        if value.upper() in COUNTRIES:
            return COUNTRIES[value.upper()]
        if value.isdecimal() and int(value) in COUNTRIES.values():
            return int(value)
        self.fail(f"{value!r} is not a country of ISO 3166-1, such as US or 840", param, ctx)


tranche_option = click.option("--tranche", required=True, help="Id of the tranche.")
units_option = click.option("--units", type=Whole("units", 1, MOST_UNITS), required=True, help="How many, whole.")
holder_option = click.option("--holder", type=Address(), required=True, help="The holder's address.")
wallet_option = click.option("--wallet", type=Address(), required=True, help="The investor's address.")
country_option = click.option("--country", type=Country(), required=True, help="ISO 3166-1: US, us or 840.")
class_option = click.option(
    "--class", "investor_class", type=click.Choice(CLASSES), required=True, help="The investor's class."
)
eligible_until_option = click.option(
    "--until", type=LastSecond(), required=True, help="Last day, or second, of eligibility (UTC)."
)
halted_until_option = click.option(
    "--until", type=LastSecond(), required=True, help="Last day, or second, of the halt (UTC); at most 90 days ahead."
)
reason_option = click.option("--reason", required=True, help="Why, in words; goes on chain.")
