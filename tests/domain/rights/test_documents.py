# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace

from regalia.domain.rights.acts import NewerDocument
from regalia.domain.rights.registry import Registry
from regalia.domain.rights.words import Act, Purpose
from tests.domain.rights.story import ONE, TODAY, a_registry, entry, event, licence, lien, paper, refused, valuation


def newer(document: bytes, number: int = 1) -> NewerDocument:
    return NewerDocument(ONE, Purpose.ENTRY, number, document, paper("corrected"))


def test_supersede_document__newer_text__means_what_the_older_meant_and_both_stay() -> None:
    registry, first = a_registry(), entry().document
    registry.supersede_document(newer(first), TODAY)
    assert registry.documents[first] == registry.documents[paper("corrected")] == (ONE, Purpose.ENTRY, 1)
    assert registry.known(ONE).newer == (newer(first),)


def test_supersede_document__one_that_means_something_else__refused() -> None:
    registry, first = a_registry(), entry().document
    with refused("IPRegistry_DocumentMeans", first, (ONE, 1, 1), (ONE, 1, 2)):
        registry.supersede_document(newer(first, 2), TODAY)
    with refused("IPRegistry_DocumentMeans", paper("nothing"), bytes(32), (ONE, 1, 1)):
        registry.supersede_document(newer(paper("nothing")), TODAY)


def test_supersede_document__by_one_in_use_or_by_none__refused() -> None:
    registry, first = a_registry(), entry().document
    with refused("IPRegistry_DocumentMeans", first, (ONE, 1, 1), (ONE, 1, 1)):
        registry.supersede_document(NewerDocument(ONE, Purpose.ENTRY, 1, first, first), TODAY)
    with refused("IPRegistry_NoDocument"):
        registry.supersede_document(NewerDocument(ONE, Purpose.ENTRY, 1, first, bytes(32)), TODAY)
    with refused("IPRegistry_UnknownRight", ONE):
        Registry().supersede_document(newer(first), TODAY)


def test_document__for_two_acts__refused_whatever_the_second_is() -> None:
    registry, first = a_registry(), entry().document
    means = (ONE, Purpose.ENTRY, 1)
    again = replace(lien(0), document=first)
    with refused("IPRegistry_DocumentMeans", first, means, (ONE, Purpose.LIEN, 1)):
        registry.enter_lien(again, TODAY)
    with refused("IPRegistry_DocumentMeans", first, means, (ONE, Purpose.LICENCE, 1)):
        registry.grant_licence(replace(licence(), document=first), TODAY)
    with refused("IPRegistry_DocumentMeans", first, means, (ONE, Purpose.VALUATION, 1)):
        registry.value(replace(valuation(), document=first), TODAY)
    with refused("IPRegistry_DocumentMeans", first, means, (ONE, Purpose.LEGAL_EVENT, 1)):
        registry.report((event(1, Act.FILED, document=first),), TODAY)
    with refused("IPRegistry_NoDocument"):
        registry.report((event(1, Act.FILED, document=bytes(32)),), TODAY)
    assert registry.documents == {first: means}


def test_bind_and_free__by_one_pool_at_a_time__refused_otherwise() -> None:
    registry = a_registry()
    with refused("IPRegistry_NotBound", ONE, "0x" + "0" * 40):
        registry.free(ONE, "pool")
    registry.bind(ONE, "pool", "originator")
    with refused("IPRegistry_Bound", ONE, "pool"):
        registry.bind(ONE, "other pool", "attacker")
    with refused("IPRegistry_NotBound", ONE, "pool"):
        registry.free(ONE, "other pool")
    with refused("IPRegistry_NotBound", ONE, "pool"):
        registry.file_breach(ONE, 1, paper("breach"), "other pool")
    registry.file_breach(ONE, 1, paper("breach"), "pool")
    assert registry.documents[paper("breach")] == (ONE, Purpose.BREACH, 1)
    registry.free(ONE, "POOL")
    assert registry.known(ONE).hold is None


def test_take__any_act__the_same_as_its_own_method() -> None:
    one, other = a_registry(), a_registry()
    for act in (lien(0), licence(), valuation(), event(1, Act.FILED), newer(entry().document)):
        one.take(act, TODAY)
    other.enter_lien(lien(0), TODAY)
    other.grant_licence(licence(), TODAY)
    other.value(valuation(), TODAY)
    other.report((event(1, Act.FILED),), TODAY)
    other.supersede_document(newer(entry().document), TODAY)
    assert one.rights == other.rights
    assert one.documents == other.documents


def test_copy__change_of_one__leaves_the_other_alone() -> None:
    registry = a_registry()
    other = registry.copy()
    other.enter_lien(lien(0), TODAY)
    assert not registry.known(ONE).liens
    assert len(registry.documents) == 1
