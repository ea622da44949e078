# SPDX-License-Identifier: Apache-2.0
"""Records of the Royalty Reporting Profile: how many cells each has, which are read here, and how far that can be trusted.

Two versions are known. What was read, on 2026-11-30:

[XSD] schemas/RoyaltyReportingProfile/1.0.1 in the public repository ddexnet/dsrf: DDEX's schema of every record of 1.0.1.
[6] dsr6.ddex.net, the opening of clause 5: the name of the profile, "1.1", RE01.02, AS01.02, AS02.03, MW01.02, their order.
[8] dsr8.ddex.net: HEAD (cells 1 to 9), FOOT (all), SY07.01 (1 to 10), LI01.03 (1 to 9). Also that LI01.04 and SU03.03, of
    a later version, are of this profile; SU03.03 has cells 3 and 4 the other way about, so a later version is refused, not
    guessed.
[XSD-UGC] schemas/UgcProfile/1.2 in that repository: SU03.02, and LI01.02, which is LI01.03 without its last two cells.
[sample] testdata/DSR_TEST_YouTube there: real lines of HEAD, AS01, MW01.01, RU01, SU03.01, LI01.01.
[others] two public programs that take sales reports apart, one by Part 8, version 1.4: they agree on what both have, but for
    AS01.02, where one divides a name in two.
[KB] kb.ddex.net, "Reporting of Resource based Royalties": the licensor usage record represents the royalty.

``basis`` is seen (in DDEX's own text or schema), copied (only in others' copies of it) or assumed. Cells that aren't read
here are counted and otherwise left alone. AS02.03 may have 23 cells (the schema of the Masterlist Profile) or 24 ([others]).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

PROFILE = "RoyaltyReportingProfile"


class Kind(StrEnum):
    """What a record is about."""

    HEAD = "header"
    SUMMARY = "summary"
    RELEASE = "release"
    RESOURCE = "resource"
    WORK = "musical work"
    RELEASE_USAGE = "release usage"
    SALES = "sales and usage"
    LICENSOR = "licensor"
    FOOT = "footer"


@dataclass(frozen=True)
class RecordType:
    """``cells``: the numbers it may have; ``places``: where the cells that are read stand, from 0, by their names in the standard."""

    kind: Kind
    cells: tuple[int, ...]
    basis: str
    places: Mapping[str, int] = field(default_factory=dict)


_HEAD = (
    "RecordType MessageVersion Profile ProfileVersion MessageId MessageCreatedDateTime FileNumber NumberOfFiles "
    "UsageStartDate UsageEndDate SenderPartyId SenderName ServiceDescription RecipientPartyId RecipientName RepresentedRepertoire"
)
_FOOT = "RecordType NumberOfLinesInFile NumberOfLinesInReport NumberOfSummaryRecords NumberOfBlocksInFile NumberOfBlocksInReport"
_SY07 = (
    "RecordType SummaryRecordId DistributionChannel DistributionChannelDPID CommercialModel UseType Territory RightsType "
    "ServiceDescription TotalUsages Users CurrencyOfReporting NetRevenue RightsController RightsControllerPartyId "
    "AllocatedUsages AllocatedRevenue AllocatedNetRevenue"
)
_SY07_01 = _SY07 + " CurrencyOfTransaction ExchangeRate RightsTypePercentage"
_SU03_01 = "RecordType BlockId SalesTransactionId SummaryRecordId DspResourceId Usages NetRevenue ValidityPeriodStart ValidityPeriodEnd"
_SU03_02 = _SU03_01 + " ContentCategory IsRoyaltyBearing"
_LI01_01 = (
    "RecordType BlockId SummaryRecordId RightsController RightsControllerPartyId RightsControllerWorkId RightSharePercentage RightsType "
    "AllocatedNetRevenue AllocatedAmount"
)
_LI01_03 = _LI01_01 + " AllocatedUsages ParentSalesTransactionId LicensorDataRecordId"


def _named(kind: Kind, names: str, basis: str) -> RecordType:
    places = {name: place for place, name in enumerate(names.split())}
    return RecordType(kind, (len(places),), basis, places)


def _counted(kind: Kind, *cells: int, basis: str) -> RecordType:
    return RecordType(kind, cells, basis, {"BlockId": 1})


HEAD = _named(Kind.HEAD, _HEAD, "seen: [8] cells 1 to 9, [XSD] all, [sample]")
FOOT = _named(Kind.FOOT, _FOOT, "seen: [8] all, [XSD] all")
_SY07_BASIS = "seen: [XSD] all; [sample] as SY02.01. That AllocatedRevenue is what LI01's AllocatedAmount adds up to: see ddex_summary"
_LI01 = _named(Kind.LICENSOR, _LI01_01, "seen: [XSD] all, as LI01; [sample] as LI01.01")
RECORDS: dict[str, dict[str, RecordType]] = {
    "1.0.1": {
        "HEAD": HEAD,
        "SY07": _named(Kind.SUMMARY, _SY07, _SY07_BASIS),
        "RE01": _counted(Kind.RELEASE, 15, basis="seen: [XSD]"),
        "AS01": _counted(Kind.RESOURCE, 11, basis="seen: [XSD], [sample]"),
        "AS02.01": _counted(Kind.RESOURCE, 21, basis="seen: [XSD]"),
        "MW01.01": _counted(Kind.WORK, 16, basis="seen: [XSD], [sample]"),
        "RU01": _counted(Kind.RELEASE_USAGE, 5, basis="seen: [XSD], [sample]"),
        "RU02": _counted(Kind.RELEASE_USAGE, 7, basis="seen: [XSD]"),
        "SU03.01": _named(Kind.SALES, _SU03_01, "seen: [XSD] (cell 5 as DspReleaseId), [sample]"),
        "LI01": _LI01,
        "LI01.01": _LI01,
        "FOOT": FOOT,
    },
    "1.1": {
        "HEAD": HEAD,
        "SY07.01": _named(Kind.SUMMARY, _SY07_01, "seen: [8] cells 1 to 10, [XSD] 1 to 18; copied: [others] 19 to 21"),
        "RE01.02": _counted(Kind.RELEASE, 16, basis="name seen: [6]; copied: [others] cells"),
        "AS01.02": _counted(Kind.RESOURCE, 14, basis="name seen: [6]; copied: [others] cells"),
        "AS02.03": _counted(Kind.RESOURCE, 24, 23, basis="name seen: [6]; copied: [others] 24; seen: [XSD] 23"),
        "MW01.02": _counted(Kind.WORK, 19, basis="name seen: [6]; copied: [others] cells"),
        "RU01.02": _counted(Kind.RELEASE_USAGE, 7, basis="copied: [others] cells; assumed: of 1.1, as RU01 of 1.0.1"),
        "RU02.02": _counted(Kind.RELEASE_USAGE, 9, basis="copied: [others] cells; assumed: of 1.1, as RU02 of 1.0.1"),
        "SU03.02": _named(Kind.SALES, _SU03_02, "seen: [XSD-UGC] all; copied: [others]; assumed: of 1.1"),
        "LI01.03": _named(
            Kind.LICENSOR, _LI01_03, "seen: [8] cells 1 to 9; [XSD-UGC] 1 to 11; copied: [others]; of 1.1: assumed"
        ),
        "FOOT": FOOT,
    },
}
"""Record types by version of the profile."""

_DETAILS = frozenset({Kind.RESOURCE, Kind.WORK, Kind.RELEASE_USAGE, Kind.SALES, Kind.LICENSOR})
AFTER: dict[Kind, frozenset[Kind | None]] = {
    Kind.RELEASE: frozenset({None}),
    Kind.RESOURCE: frozenset({None, Kind.RELEASE}) | _DETAILS,
    Kind.WORK: _DETAILS,
    Kind.RELEASE_USAGE: _DETAILS,
    Kind.SALES: _DETAILS,
    Kind.LICENSOR: frozenset({Kind.SALES, Kind.LICENSOR}),
}
"""What a record of a block may come directly after; None: first in its block. From [6] and [XSD]."""
