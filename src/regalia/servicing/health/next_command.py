# SPDX-License-Identifier: Apache-2.0
"""What is to be done next, as the one command to type."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from regalia.chain.connection import place
from regalia.servicing.health.finding import Finding

ACTS = {
    "look-at-node": "{regalia} doctor --rpc {rpc}",
    "settle-dispute": "{ape} run oracle settle --record {record} --number {number} --network {network}",
    "settle-rights": "{ape} run rights settle --record {record} --network {network}",
    "demand-support": "{ape} run manage demand-support --record {record} --facility {facility} --network {network}",
    "pay-support": "{ape} run manage pay-support --record {record} --facility {facility} --network {network}",
    "execute": "{ape} run manage execute --record {record} --network {network}",
    "close-offering": "{ape} run manage close --record {record} --network {network}",
    "refund": "{ape} run invest refund --everybody --record {record} --network {network}",
    "collect": "{ape} run invest collect --everybody --record {record} --network {network}",
    "conclude": "{ape} run manage conclude --record {record} --network {network}",
    "enact-signers": "{ape} run oracle enact-signers --record {record} --network {network}",
    "declare-missing": "{ape} run oracle declare-missing --record {record} --network {network}",
    "propose-report": "{regalia} oracle propose --record {record} --rpc {rpc}{terms} --evidence {evidence} --exchange {exchange}",
    "pay-forfeited": "{ape} run oracle pay-forfeited --record {record} --network {network}",
    "index": "{regalia} index --record {record} --rpc {rpc}{terms} --db {db}",
    "index-anew": "{regalia} index --record {record} --rpc {rpc}{terms} --db {db} --rebuild",
    "verify": "{regalia} verify --record {record} --rpc {rpc}{terms}",
    "status": "{ape} run manage status --record {record} --network {network}",
    "look-at-deal": "{regalia} doctor --record {record} --rpc {rpc}",
    "plan": "{regalia} deploy plan {wish} --rpc {rpc}",
    "help": "{regalia} doctor --help",
}
"""By name, the most urgent first: what keeps others waiting comes before what waits. From ``verify`` on nothing is changed."""
_NETWORKS = {
    31337: "ethereum:local",
    1: "ethereum:mainnet",
    11155111: "ethereum:sepolia",
    84532: "base:sepolia",
    11155420: "optimism:sepolia",
    421614: "arbitrum:sepolia",
}
"""As Ape calls them; any other is named to it by the address of its node alone."""


@dataclass(frozen=True)
class Typed:
    """What was typed: paths and addresses as they are to be typed again. ``chain_id`` is what the node says."""

    rpc: str
    chain_id: int
    record: str = ""
    terms: str | None = None
    db: str = ""
    evidence: str = "evidence"
    exchange: str = "exchange"
    wish: str = ""


def next_command(findings: Sequence[Finding], typed: Typed, otherwise: str) -> str:
    """Of the most urgent finding, else ``otherwise``, an act as well."""
    order = list(ACTS)
    waiting = sorted((f for f in findings if f.act is not None), key=lambda f: order.index(f.act or ""))
    act, given = (waiting[0].act or "", waiting[0].given) if waiting else (otherwise, {})
    return command(act, typed, given)


def command(act: str, typed: Typed, given: Mapping[str, object] | None = None) -> str:
    """The act as typed in a shell."""
    rpc = rpc_word(typed.rpc)
    words = {
        "regalia": program("regalia"),
        "ape": program("ape"),
        "rpc": rpc,
        "network": f"{_NETWORKS[typed.chain_id]}:{rpc}" if typed.chain_id in _NETWORKS else rpc,
        "record": shlex.quote(typed.record),
        "terms": f" --terms {shlex.quote(typed.terms)}" if typed.terms else "",
        "db": database_word(typed.db),
        "evidence": shlex.quote(typed.evidence),
        "exchange": shlex.quote(typed.exchange),
        "wish": shlex.quote(typed.wish),
    }
    return ACTS[act].format(**words, **(given or {}))


def rpc_word(url: str) -> str:
    """The node's address; where it could hold a key, the name of the variable that holds it: what is printed ends up in logs."""
    if url.rstrip("/") == place(url):
        return shlex.quote(url)
    return secret_word(url, "RPC")


def database_word(url: str) -> str:
    """The same of a database, whose address can hold a password: before its host, or after a ``?``."""
    return secret_word(url, "DB") if set(url) & set("@?") else shlex.quote(url)


def secret_word(text: str, name: str) -> str:
    """The name of a variable that holds it; ``name`` is that of one to be set where none does."""
    names = sorted(known for known, value in os.environ.items() if value == text)
    return f'"${(names or [name])[0]}"'


def program(name: str) -> str:
    """As it can be typed here: by its name when that is found, else where this Python keeps it."""
    beside = Path(sys.executable).with_name(name)
    if shutil.which(name) or not beside.is_file():
        return name
    here = Path.cwd()
    return shlex.quote(str(beside.relative_to(here) if beside.is_relative_to(here) else beside))
