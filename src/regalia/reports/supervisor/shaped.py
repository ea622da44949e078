# SPDX-License-Identifier: Apache-2.0
"""How every file of the pack begins: what it is shaped after, and that it is no filing."""

from __future__ import annotations

BEGINS = "Shaped after {rule}; not a filing; prototype; no onshore issuance"
NO_FORM = "no prescribed form"
RULES = {
    "distribution": "the distribution report of CSRC [2014] No. 49",
    "annual": "the annual report of Shanghai exchange guide No. 5 (上证发〔2024〕30号)",
    "annex-ix": "Annex IX (esoteric underlying exposures) of Implementing Regulation (EU) 2020/1225, field codes where they are known",
    "annex-xii": "Annex XII (investor report) of Implementing Regulation (EU) 2020/1225, field codes where they are known",
    "repurchases": "the table of Form ABS-15G (SEC Rule 15Ga-1)",
    "repurchase-assets": "Form ABS-15G (SEC Rule 15Ga-1), asset by asset",
    "concentrations": "the disclosure of debtors above 15% and groups above 20% of CSRC [2014] No. 49",
    "gates": "the six bars of CSRC Announcement [2026] No. 1",
    "retention": "5% risk retention (SEC Regulation RR)",
    "supervisor": "the rules named in each of its parts",
    "officers": NO_FORM,
    "orders": NO_FORM,
    "attestors": NO_FORM,
    "stress": NO_FORM,
    "MANIFEST": NO_FORM,
}
"""By the name of a file without its ending and its number."""


def begins(name: str) -> str:
    """``Shaped after …; not a filing; prototype; no onshore issuance``."""
    return BEGINS.format(rule=RULES[name])
