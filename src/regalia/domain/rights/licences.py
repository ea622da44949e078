# SPDX-License-Identifier: Apache-2.0
"""Who may use a right, where, until when; and how much of its value rests on each licence.

The twin of ``contracts/registry/LicenceBook.sol``. Checks: the words by themselves, then whether the licensor has what it grants, then
whether there is room beside the licences there are.
"""

from __future__ import annotations

from dataclasses import replace

from regalia.domain.rights.acts import Licence, LicenceEnd
from regalia.domain.rights.address import is_zero
from regalia.domain.rights.checks import MOST, require_address, require_day, require_in_order, require_past
from regalia.domain.rights.number import require_office
from regalia.domain.rights.offices import WORLD
from regalia.domain.rights.refusal import RightsRefusedError
from regalia.domain.rights.right import GrantedLicence, Right
from regalia.domain.rights.words import PPM


def with_licence(right: Right, words: Licence, document: bytes, today: int) -> Right:
    """The right with a further licence. A licensee without a group is one by itself."""
    require_address("licensee", words.licensee)
    if is_zero(words.group):
        words = replace(words, group=words.licensee)
    require_office(words.territory)
    if words.rate > PPM:
        raise RightsRefusedError("IPRegistry_SharesExceeded", PPM, words.rate)
    require_day("from", words.since)
    require_day("until", words.until)
    require_in_order("until", words.since, words.until)
    _require_grantable(right, words, today)
    _require_room(right, words)
    granted = GrantedLicence(len(right.licences) + 1, words, document)
    return replace(right, licences=(*right.licences, granted))


def with_end(right: Right, end: LicenceEnd, today: int) -> Right:
    """The right with a licence less, and all that were granted under it, however far down."""
    licence = licence_at(right, end.number)
    require_past("termination", end.day, today)
    if licence.end is not None:
        raise RightsRefusedError("IPRegistry_LicenceTerminated", end.number)
    ended = {end.number}
    for other in right.live_licences:  # a licence has a higher number than its parent
        if other.words.parent in ended:
            ended.add(other.number)
    told = (replace(x, end=replace(end, number=x.number)) if x.number in ended else x for x in right.licences)
    return replace(right, licences=tuple(told))


def licence_at(right: Right, number: int) -> GrantedLicence:
    if not 0 < number <= len(right.licences):
        raise RightsRefusedError("IPRegistry_NoLicence", len(right.licences), number)
    return right.licences[number - 1]


def reaches(territory: str, other: str) -> bool:
    """Whether a licence for the first territory is good in the other."""
    return territory in (WORLD, other)


def _require_grantable(right: Right, words: Licence, today: int) -> None:
    if words.parent == 0:
        held, least = right.shares.get(words.licensor, 0), PPM if words.exclusive else 1
        if held < least:  # a co-owner alone can't shut the others out
            raise RightsRefusedError("IPRegistry_NotOwner", words.licensor, held, least)
        return
    granted = licence_at(right, words.parent)
    if granted.end is not None:
        raise RightsRefusedError("IPRegistry_LicenceTerminated", words.parent)
    parent = granted.words
    if parent.licensee != words.licensor:
        raise RightsRefusedError("IPRegistry_NotLicensor", parent.licensee, words.licensor)
    if parent.share:
        raise RightsRefusedError("IPRegistry_ParentCarriesShare", words.parent, parent.share)
    if words.exclusive and not parent.exclusive:
        raise _beyond("exclusive", 0, 1)
    if not reaches(parent.territory, words.territory):
        raise _beyond("territory", _office_number(parent.territory), _office_number(words.territory))
    if words.since < parent.since:
        raise _beyond("from", parent.since, words.since)
    if words.until > parent.until:
        raise _beyond("until", parent.until, words.until)
    if today > parent.until:
        raise _beyond("today", parent.until, today)


def _require_room(right: Right, words: Licence) -> None:
    """Beside those there are: their number, exclusive ones in its way, and the value that rests on all."""
    if len(right.live_licences) == MOST:
        raise RightsRefusedError("IPRegistry_TooMany", "licences", MOST, MOST + 1)
    for other in right.live_licences:
        if _collide(words, other.words):
            raise RightsRefusedError("IPRegistry_ExclusiveGranted", other.number)
    total = words.share + sum(other.words.share for other in right.live_licences)
    if total > PPM:
        raise RightsRefusedError("IPRegistry_SharesExceeded", PPM, total)


def _collide(one: Licence, other: Licence) -> bool:
    if not (one.exclusive and other.exclusive) or one.parent != other.parent:
        return False
    same_time = one.since <= other.until and other.since <= one.until
    return same_time and (reaches(one.territory, other.territory) or reaches(other.territory, one.territory))


def _beyond(what: str, parent: int, given: int) -> RightsRefusedError:
    return RightsRefusedError("IPRegistry_BeyondParent", what, parent, given)


def _office_number(code: str) -> int:
    """The contract's error has numbers only: the two letters as one."""
    return int.from_bytes(code.encode("ascii"), "big")
