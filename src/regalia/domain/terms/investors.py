# SPDX-License-Identifier: Apache-2.0
"""How a deal file speaks of investors: their country and their class."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import PlainValidator, WithJsonSchema

from regalia.domain.countries import COUNTRIES

InvestorClass = Literal["retail", "professional", "institutional", "originator"]
CLASS_NUMBERS: dict[InvestorClass, int] = {"retail": 1, "professional": 2, "institutional": 3, "originator": 4}
"""As the registry of investors has them on chain."""


def _country(value: Any) -> str:
    if not isinstance(value, str) or value.strip() not in COUNTRIES:
        raise ValueError("must be a country of ISO 3166-1 in two capital letters, such as US")
    return value.strip()


CountryCode = Annotated[
    str,
    PlainValidator(_country),
    WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}$", "description": "ISO 3166-1 alpha-2"}),
]
