# SPDX-License-Identifier: Apache-2.0
"""The two-letter codes of WIPO ST.3: states, and organisations that grant or register rights.

The twin of ``contracts/registry/Offices.sol``. ST.3 takes its codes of states from ISO 3166-1
(https://www.wipo.int/documents/d/standards/docs-en-03-03-01.pdf), so the table of ``countries`` serves for them; territories without an
office of their own do no harm. ``XX``, unknown, is no office.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from regalia.domain.countries import COUNTRIES

WORLD = "WO"
"""As the territory of a licence, all the world."""
ORGANISATIONS: Mapping[str, str] = MappingProxyType(
    {
        "AP": "African Regional Intellectual Property Organization (ARIPO)",
        "BX": "Benelux Office for Intellectual Property (BOIP)",
        "EA": "Eurasian Patent Organization (EAPO)",
        "EM": "European Union Intellectual Property Office (EUIPO)",
        "EP": "European Patent Office (EPO)",
        "GC": "Patent Office of the Cooperation Council for the Arab States of the Gulf (GCC)",
        "IB": "International Bureau of WIPO",
        "OA": "African Intellectual Property Organization (OAPI)",
        "QZ": "Community Plant Variety Office (CPVO)",
        "WO": "World Intellectual Property Organization (WIPO)",
        "XN": "Nordic Patent Institute (NPI)",
        "XV": "Visegrad Patent Institute (VPI)",
    }
)
"""Name by code."""
OFFICES: frozenset[str] = frozenset(COUNTRIES) | frozenset(ORGANISATIONS)
_LETTERS = 26


def is_office(code: str) -> bool:
    return code in OFFICES


def bitmap() -> int:
    """A bit for each code, ``26 · (first − A) + (second − A)``: what the contract keeps in three words."""
    return sum(1 << _LETTERS * (ord(code[0]) - ord("A")) + ord(code[1]) - ord("A") for code in OFFICES)
