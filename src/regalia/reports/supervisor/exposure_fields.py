# SPDX-License-Identifier: Apache-2.0
"""Fields of an exposure. Those that were held against the published Annex IX have its names and codes, ESTL1 to ESTL8; the others are named
by what they hold.
"""

from __future__ import annotations

from regalia.reports.supervisor.parts import Field, Kind

_COMMON = (
    Field("unique_identifier", "Unique Identifier", code="ESTL1"),
    Field("original_underlying_exposure_identifier", "Original Underlying Exposure Identifier", code="ESTL2"),
    Field("new_underlying_exposure_identifier", "New Underlying Exposure Identifier", code="ESTL3"),
    Field("original_obligor_identifier", "Original Obligor Identifier", code="ESTL4"),
    Field("new_obligor_identifier", "New Obligor Identifier", code="ESTL5"),
    Field("data_cut_off_date", "Data Cut-Off Date", Kind.DAY, "ESTL6"),
    Field("pool_addition_date", "Pool Addition Date", Kind.DAY, "ESTL7"),
    Field("date_of_repurchase", "Date Of Repurchase", Kind.DAY, "ESTL8"),
)
OF_RIGHTS = (
    *_COMMON,
    Field("exposure_type", "Exposure type", Kind.WORD),
    Field("jurisdiction", "Jurisdiction"),
    Field("status", "Legal status"),
    Field("conditions", "Conditions"),
    Field("priority_date", "Priority date", Kind.DAY),
    Field("maturity_date", "Expiry of the right", Kind.DAY),
    Field("valuation_date", "Valuation date", Kind.DAY),
    Field("valuation_good_until", "Valuation good until", Kind.DAY),
    Field("valuation_method", "Valuation method", Kind.WORD),
    Field("value_at_pledge", "Value at pledge", Kind.MONEY),
    Field("current_value", "Current value", Kind.MONEY),
    Field("value_after_haircut", "Value after haircut", Kind.MONEY),
    Field("licences_in_force", "Licences in force", Kind.COUNT),
    Field("repurchase_demanded", "Repurchase demanded", Kind.FLAG),
)
OF_STREAMS = (
    *_COMMON,
    Field("licence", "Licence (as the payer names it)", Kind.HASH),
    Field("payments", "Payments so far", Kind.COUNT),
    Field("paid", "Paid so far", Kind.MONEY),
    Field("paid_last_year", "Paid in the 365 days before the cut-off", Kind.MONEY),
    Field("last_payment", "Last payment", Kind.PLACE),
)
