# SPDX-License-Identifier: Apache-2.0
"""The fields of Annex XII about the securitisation, IVSS1 to IVSS29, with names and codes as published.

What a deal on royalties can't say has a reason of ours in its place, none of the annex's "no data" codes: those are for who files.
"""

from __future__ import annotations

from regalia.domain.accrual import PPM
from regalia.domain.money import format_rate
from regalia.domain.rights.look import Look
from regalia.reports.distribution import DistributionReport
from regalia.reports.supervisor.parts import Card, Field, Kind, NoData, Told, Value
from regalia.reports.supervisor.repurchases import REPURCHASED, cases_of
from regalia.reports.supervisor.subject import Subject
from regalia.reports.told import listed

NO_CONTACT = NoData("no contact is known here")
NOT_DECLARED = NoData("nobody declared it")
NO_RETENTION = NoData("the terms ask the originator to keep nothing")
OUTSIDE = NoData("whether assets were sold or pledged is outside the contracts")
NOT_REVOLVING = NoData("the deal does not revolve")
NO_PRINCIPAL = NoData("royalties have no principal and no interest, and can be neither prepaid nor in default")
NO_DATE = NoData("no payment date was executed")
NO_FACILITY = NoData("the deal has no liquidity facility")
NO_POOL = NoData("the deal rests on no pool of rights")
NOTHING_OWED = NoData("nothing is outstanding")


def securitisation_card(subject: Subject, last: DistributionReport | None) -> Card:
    """``last``: the last payment date. Where the annex says "in the period", it is the one that date ended."""
    filer, terms = subject.filed.said.filer if subject.filed else None, subject.ledger.terms
    kept = _kept(subject)
    facts: tuple[tuple[str, str, Kind, Value], ...] = (
        ("unique_identifier", "Unique Identifier", Kind.TEXT, subject.ledger.record.deal.address),
        ("data_cut_off_date", "Data Cut-Off Date", Kind.DAY, subject.as_of.day),
        ("securitisation_name", "Securitisation Name", Kind.TEXT, terms.name),
        ("reporting_entity_name", "Reporting Entity Name", Kind.TEXT, filer.name if filer else NOT_DECLARED),
        ("reporting_entity_contact_person", "Reporting Entity Contact Person", Kind.TEXT, NO_CONTACT),
        ("reporting_entity_contact_telephone", "Reporting Entity Contact Telephone", Kind.TEXT, NO_CONTACT),
        ("reporting_entity_contact_emails", "Reporting Entity Contact Emails", Kind.TEXT, NO_CONTACT),
        ("risk_retention_method", "Risk Retention Method", Kind.TEXT, kept or NO_RETENTION),
        ("risk_retention_holder", "Risk Retention Holder", Kind.WORD, "originator" if kept else NO_RETENTION),
        ("underlying_exposure_type", "Underlying Exposure Type", Kind.WORD, "esoteric: intellectual property"),
        ("risk_transfer_method", "Risk Transfer Method", Kind.TEXT, OUTSIDE),
        (
            "trigger_measurements_ratios",
            "Trigger Measurements/Ratios",
            Kind.FLAG,
            any(subject.ledger.deal.state.active),
        ),
        ("revolving_ramp_up_period_end_date", "Revolving/Ramp-Up Period End-Date", Kind.DAY, NOT_REVOLVING),
        ("principal_recoveries_in_the_period", "Principal Recoveries In The Period", Kind.MONEY, NO_PRINCIPAL),
        ("interest_recoveries_in_the_period", "Interest Recoveries In The Period", Kind.MONEY, NO_PRINCIPAL),
        ("principal_collections_in_the_period", "Principal Collections In The Period", Kind.MONEY, NO_PRINCIPAL),
        ("interest_collections_in_the_period", "Interest Collections In The Period", Kind.MONEY, NO_PRINCIPAL),
        ("drawings_under_liquidity_facility", "Drawings Under Liquidity Facility", Kind.FLAG, _drawn(subject, last)),
        ("securitisation_excess_spread", "Securitisation Excess Spread", Kind.MONEY, _excess(last)),
        ("excess_spread_trapping_mechanism", "Excess Spread Trapping Mechanism", Kind.FLAG, _trapped(subject)),
        ("current_overcollateralisation", "Current Overcollateralisation", Kind.SHARE, _covered(subject)),
        ("annualised_constant_prepayment_rate", "Annualised Constant Prepayment Rate", Kind.SHARE, NO_PRINCIPAL),
        ("dilutions", "Dilutions", Kind.MONEY, NO_PRINCIPAL),
        ("gross_charge_offs_in_the_period", "Gross Charge Offs In The Period", Kind.MONEY, NO_PRINCIPAL),
        ("repurchased_exposures", "Repurchased Exposures", Kind.MONEY, _repurchased(subject)),
        ("restructured_exposures", "Restructured Exposures", Kind.MONEY, NO_PRINCIPAL),
        ("annualised_constant_default_rate", "Annualised Constant Default Rate", Kind.SHARE, NO_PRINCIPAL),
        ("defaulted_exposures", "Defaulted Exposures", Kind.MONEY, NO_PRINCIPAL),
        ("defaulted_exposures_crr", "Defaulted Exposures CRR", Kind.MONEY, NO_PRINCIPAL),
    )
    items = tuple((Field(k, title, kind, f"IVSS{n}"), value) for n, (k, title, kind, value) in enumerate(facts, 1))
    return Card("securitisation", "Securitisation", items)


def _kept(subject: Subject) -> Told | None:
    """What the originator has to keep, tranche by tranche."""
    terms = subject.ledger.terms
    shares = [(t.name, terms.transfer_of(t).retention or 0) for t in terms.tranches]
    kept = [
        Told("{tranche}: {share} of the units", {"tranche": name, "share": format_rate(share)})
        for name, share in shares
        if share
    ]
    return listed(kept) if kept else None


def _drawn(subject: Subject, last: DistributionReport | None) -> Value:
    facilities = {facility.id for facility in subject.ledger.terms.facilities if facility.kind == "liquidity"}
    if not facilities:
        return NO_FACILITY
    if last is None:
        return NO_DATE
    return any(source.label in facilities for line in last.steps for source in line.sources)


def _excess(last: DistributionReport | None) -> Value:
    """What the steps before it left for the residual, and what even that did not take."""
    if last is None:
        return NO_DATE
    return sum(line.residual_paid for line in last.tranches) + last.payment.flow.left


def _trapped(subject: Subject) -> bool:
    """Whether anything is kept now: cash in an account that traps."""
    held = zip(subject.ledger.terms.accounts, subject.ledger.deal.state.account, strict=False)
    return any(account.kind == "trap" and cash for account, cash in held)


def _covered(subject: Subject) -> Value:
    """Value of the rights after haircuts over the balances, rounded down."""
    outstanding = sum(subject.ledger.deal.state.balance)
    if subject.holdings is None:
        return NO_POOL
    return Look(subject.holdings, subject.today).base * PPM // outstanding if outstanding else NOTHING_OWED


def _repurchased(subject: Subject) -> Value:
    """At their values at pledge, between the last two payment dates; until the block before there are two."""
    if subject.holdings is None:
        return NO_POOL
    dates = [done.executed.position for done in subject.ledger.dates[-2:]]
    since = dates[0] if len(dates) > 1 else (0, 0)
    until = dates[-1] if dates else None
    return sum(
        case.amount
        for case in cases_of(subject)
        if case.state == REPURCHASED and case.ended and since < case.ended.position
        and (until is None or case.ended.position < until)
    )  # fmt: skip
