# SPDX-License-Identifier: Apache-2.0
"""How rights, days, shares and documents are typed: what they become, and what is said of what can't be."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from scripts._rights_options import RightDay, Share, Territory, documented, named_right, right_in

SECRET = "0x" + "ab" * 32


@pytest.mark.parametrize(
    ("typed", "kind", "number"),
    [
        ("CN201810990101.6", None, "CN102018010990101"),
        ("CN202020990404.0", None, "CN202020020990404"),
        ("CN 20 2020 020990404", None, "CN202020020990404"),
        ("CN302020000000001", None, "CN302020000000001"),
        ("CN302020000000001", "trademark", "CN302020000000001"),
    ],
)
def test_right__as_people_write_it__its_id(typed: str, kind: str | None, number: str) -> None:
    assert right_in("--right", typed, kind) == number.encode().ljust(32, b"\0")


def test_right__that_has_a_hash_alone__the_hash() -> None:
    assert right_in("--right", SECRET, None) == bytes.fromhex(SECRET[2:])


@pytest.mark.parametrize(
    ("typed", "kind"), [("CN1", None), ("ZZ102018010990101", None), ("CN102018010990101", "trademark"), ("", "patent")]
)
def test_right__that_is_none__option_value_and_rule(typed: str, kind: str | None) -> None:
    with pytest.raises(click.BadParameter) as refusal:
        right_in("--incoming", typed, kind)
    assert refusal.value.param_hint == "'--incoming'"
    assert refusal.value.message.startswith(f"{typed}: ")


@pytest.mark.parametrize(
    ("kind", "typed", "found"),
    [
        (RightDay(), "2024-02-29", 20240229),
        (RightDay(), "1600-01-01", 16000101),
        (Share(), "12.5%", 125_000),
        (Share(), "100%", 1_000_000),
        (Share(), "0%", 0),
        (Territory(), "WO", "WO"),
    ],
)
def test_type__what_is_meant__value(kind: click.ParamType, typed: str, found: Any) -> None:
    assert kind.convert(typed, None, None) == found


@pytest.mark.parametrize(
    ("kind", "typed", "rule"),
    [
        (RightDay(), "2025-02-29", "is not a day from 1600-01-01 on"),
        (RightDay(), "1599-12-31", "is not a day from 1600-01-01 on"),
        (RightDay(), "20250228", "is not a day from 1600-01-01 on"),
        (Share(), "0.5", "is not a share from 0% to 100%"),
        (Share(), "100.0001%", "is not a share from 0% to 100%"),
        (Share(), "0.00001%", "has too many decimals"),
        (Share(), "-1%", "is outside 0"),
        (Territory(), "ZZ", "is not a code of WIPO ST.3"),
    ],
)
def test_type__what_can_not_be__rule(kind: click.ParamType, typed: str, rule: str) -> None:
    with pytest.raises(click.BadParameter, match=rule):
        kind.convert(typed, None, None)


def said(decorate: Callable[[Any], Any], *arguments: str) -> Result:
    """What a command with these options gets."""

    @click.command()
    @click.pass_obj
    @decorate
    def command(clerk: object, **given: bytes) -> None:
        click.echo(" ".join(f"{name}={value.hex()}" for name, value in sorted(given.items())))

    return CliRunner().invoke(command, arguments)


def test_named_right__two__each_by_its_option() -> None:
    done = said(named_right("outgoing", "incoming"), "--outgoing", "CN201810990101.6", "--incoming", SECRET)
    first = b"CN102018010990101".ljust(32, b"\0").hex()
    assert done.output == f"incoming={SECRET[2:]} outgoing={first}\n"


def test_named_right__one_left_out__said() -> None:
    done = said(named_right("outgoing", "incoming"), "--outgoing", "CN201810990101.6")
    assert done.exit_code == 2 and "Missing option '--incoming'" in done.output


def test_documented__a_part_of_a_file__has_a_hash_of_its_own(tmp_path: Path) -> None:
    deed = tmp_path / "deed.txt"
    deed.write_text("INVENTED")
    whole = sha256(b"INVENTED").digest()
    assert said(documented, "--document", str(deed)).output == f"document={whole.hex()}\n"
    part = sha256(whole + b"schedule 1").hexdigest()
    assert said(documented, "--document", str(deed), "--part", "schedule 1").output == f"document={part}\n"
