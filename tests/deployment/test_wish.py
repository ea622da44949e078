# SPDX-License-Identifier: Apache-2.0
"""A wish is read whole, and everything that is wrong with it is said at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from eth_account import Account
from eth_typing import ChecksumAddress
from eth_utils.address import to_checksum_address

from regalia.deployment.addresses import within_one_typo
from regalia.deployment.errors import WishError
from regalia.deployment.wish import load_wish
from tests.deployment.wishes import mills, wish_of, write_wish

PEOPLE: tuple[ChecksumAddress, ...] = tuple(
    Account.from_key(number.to_bytes(32, "big")).address for number in range(1, 13)
)


def refused(folder: Path, wish: dict[str, Any]) -> str:
    with pytest.raises(WishError) as caught:
        load_wish(write_wish(folder, wish))
    return str(caught.value)


def test_wish__in_order__deal_where_its_salt_says(tmp_path: Path) -> None:
    wanted = load_wish(write_wish(tmp_path, wish_of(PEOPLE)))
    (deal,) = wanted.deals
    assert (deal.id, deal.addresses.payment_token) == ("mills", wanted.pieces["payment_token"].address)
    again = load_wish(write_wish(tmp_path, wish_of(PEOPLE, deals=[mills(PEOPLE, salt="second")])))
    assert again.deals[0].address != deal.address
    assert dict(again.pieces.items()) == dict(wanted.pieces.items())


def test_wish__other_account_or_salt__another_platform(tmp_path: Path) -> None:
    here = load_wish(write_wish(tmp_path, wish_of(PEOPLE))).pieces
    for change in ({"account": PEOPLE[1]}, {"salt": "other"}):
        other = load_wish(write_wish(tmp_path, wish_of(PEOPLE, **change))).pieces
        assert other["factory"].address != here["factory"].address


def test_wish__other_threshold__the_same_contracts(tmp_path: Path) -> None:
    two = load_wish(write_wish(tmp_path, wish_of(PEOPLE, rights={"threshold": 2}))).pieces
    three = load_wish(write_wish(tmp_path, wish_of(PEOPLE, rights={"threshold": 3}))).pieces
    assert dict(two.items()) == dict(three.items())


def test_wish__many_faults__all_with_line_field_value_and_rule(tmp_path: Path) -> None:
    wish = wish_of(
        PEOPLE, salt="a/b", payment_token="usdc", officers={"registrer": [PEOPLE[7]]}, chains=1, rights={"threshold": 0}
    )
    said = refused(tmp_path, wish)
    assert "5 problems" in said
    assert "officers.registrer" in said and "did you mean registrar?" in said
    assert "chains: 'chains': is not known here" in said
    assert "rights.threshold: '0'" in said and "salt: 'a/b'" in said and "payment_token" in said
    assert said.count("\n  line ") == 5


def test_wish__faults_of_deals__all_of_all_deals(tmp_path: Path) -> None:
    lacking = mills(PEOPLE)
    lacking["parties"] = {"trustes": PEOPLE[1], "auditor": PEOPLE[2]}
    missing = mills(PEOPLE, terms="nowhere.yaml")
    said = refused(tmp_path, wish_of(PEOPLE, deals=[lacking, missing, mills(PEOPLE, facts="rights")]))
    assert "deals[0].parties.trustees: is missing, and this party is paid" in said
    assert "deals[0].parties.collecting-agent: is missing, and this party attests receipts" in said
    assert "deals[0].parties.trustes: is no party of the terms; did you mean trustees?" in said
    assert "deals[1].terms" in said and "No such file" in said
    assert "deals[2].facts: mean the pool of rights, and no rights are wished for" in said


def test_wish__two_deals_of_one_id__refused(tmp_path: Path) -> None:
    said = refused(tmp_path, wish_of(PEOPLE, deals=[mills(PEOPLE), mills(PEOPLE, salt="b")]))
    assert "deals[1].terms: 'mills': has the id of another deal of this wish" in said


def test_wish__facts_of_a_deal_that_looks_at_none__refused(tmp_path: Path) -> None:
    wish = wish_of(PEOPLE, rights={"threshold": 1}, deals=[mills(PEOPLE, facts="rights")])
    assert "deals[0].pool_facts: the deal looks at none" in refused(tmp_path, wish)


def test_wish__two_attestors_of_one_address__refused(tmp_path: Path) -> None:
    deal = mills(PEOPLE)
    deal["parties"]["auditor"] = deal["parties"]["account-bank"]
    assert "two of them share an address" in refused(tmp_path, wish_of(PEOPLE, deals=[deal]))


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"platform": None}, "deals: need a platform"),
        ({"platform": None, "deals": None}, "officers.registrar: is an office of the platform, and none is wished for"),
        ({"officers": {"appraiser": [PEOPLE[1]]}}, "officers.appraiser: is an office of rights"),
        ({"officers": {"freezer": [PEOPLE[1], PEOPLE[1]]}}, "officers.freezer: names somebody twice"),
        ({"platform": {"registry": PEOPLE[2]}}, "officers.registrar: is appointed where the registry"),
        ({"payment_token": None}, "deals[0].payment_token: is missing"),
        ({"account": "0x" + "0" * 40}, "account: '0x0000000000000000000000000000000000000000': is the zero address"),
        ({"chain_id": 0}, "chain_id: '0'"),
    ],
    ids=["no-platform", "officers-of-none", "no-rights", "twice", "foreign", "no-token", "nobody", "chain"],
)  # fmt: skip
def test_wish__rule_broken__named(tmp_path: Path, changes: dict[str, Any], rule: str) -> None:
    assert rule in refused(tmp_path, wish_of(PEOPLE, **changes))


def test_wish__nothing_wished_for__refused(tmp_path: Path) -> None:
    bare = {"platform": None, "deals": None, "officers": None, "payment_token": None}
    assert "wishes for nothing" in refused(tmp_path, wish_of(PEOPLE, **bare))


def test_wish__in_another_chain_s_folder__refused(tmp_path: Path) -> None:
    path = write_wish(tmp_path, wish_of(PEOPLE))
    elsewhere = tmp_path / "84532" / "wish.yaml"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(path.read_bytes())
    with pytest.raises(
        WishError, match="chain_id: 31337: must be the name of the folder the wish is in, which is '84532'"
    ):
        load_wish(elsewhere)


@pytest.mark.parametrize(
    "content", [b"- a\n", b"a: &b 1\n", b"\xff\xfe", b"a: [\n"], ids=["list", "anchor", "bytes", "yaml"]
)
def test_wish__not_such_a_file__refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "31337" / "wish.yaml"
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(WishError):
        load_wish(path)
    with pytest.raises(WishError, match="can't be read: No such file"):
        load_wish(path.with_name("other.yaml"))


def typo(address: str, how: str) -> str:
    at = 20
    other = "1" if address[at] != "1" else "2"
    return {
        "changed": address[:at] + other + address[at + 1 :],
        "left out": address[:at] + address[at + 1 :],
        "added": address[:at] + other + address[at:],
        "swapped": address[:at] + address[at + 1] + address[at] + address[at + 2 :],
        "lower case": address.lower(),
    }[how]


@pytest.mark.parametrize("how", ["changed", "left out", "added", "swapped", "lower case"])
def test_address__one_typo_from_another_of_the_file__that_is_suggested(tmp_path: Path, how: str) -> None:
    meant = PEOPLE[3]  # the auditor of the deal, spelled right there
    said = refused(tmp_path, wish_of(PEOPLE, officers={"freezer": [typo(meant, how)]}))
    assert f"is not an address in checksum form; did you mean {meant}?" in said and "1 problem\n" in said


def test_address__checksum_wrong_and_known_nowhere__its_checksum_is_told(tmp_path: Path) -> None:
    stranger = to_checksum_address("0x52908400098527886e0f7030069857d2e4169ee7").lower()
    said = refused(tmp_path, wish_of(PEOPLE, officers={"freezer": [stranger]}))
    assert f"does not spell its checksum, as {to_checksum_address(stranger)} does: compare it" in said


def test_typo__two_characters_off__is_none() -> None:
    assert within_one_typo("abcd", "abcd") and within_one_typo("abcd", "abdc") and within_one_typo("abcd", "abc")
    assert (
        not within_one_typo("abcd", "abfe")
        and not within_one_typo("abcd", "ab")
        and not within_one_typo("abcd", "badc")
    )
