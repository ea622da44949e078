# SPDX-License-Identifier: Apache-2.0
"""The wheel in an empty environment: no Ape, no compiler, no checkout; the same figures."""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from regalia.chain.devnet import Devnet
from regalia.demo.venue import begins_at
from tests.install.installed import BACKEND, build, figures, started
from tests.mills import REPORTS, ROOT

EVERY_MODULE = """
import importlib, json, pkgutil, sys, regalia
names = [module.name for module in pkgutil.walk_packages(regalia.__path__, "regalia.", lambda name: None)]
names = [name for name in names if not name.endswith(".__main__") and not name.startswith("regalia.web.")]
for name in names:
    importlib.import_module(name)
print(json.dumps({"modules": names, "loaded": sorted({name.split(".")[0] for name in sys.modules})}))
"""
NEVER = {"ape", "ape_foundry", "solcx", "pytest", "hypothesis", "pyrevm"}
EXTRAS_ONLY = {"matplotlib", "psycopg", "typst", "fastapi", "uvicorn", "babel"}


def test_wheel__what_the_demo_reads__byte_for_byte_as_in_the_checkout(wheel: Path) -> None:
    inside = "regalia/demo/files/"
    with zipfile.ZipFile(wheel) as packed:
        copies = {name.removeprefix(inside): packed.read(name) for name in packed.namelist() if name.startswith(inside)}
    assert {name.split("/")[0] for name in copies} == {"deals", "data"}
    assert copies == {name: (ROOT / name).read_bytes() for name in copies}
    played = ("mills", "ip", "azasite", "biopharma", "guangzhou-patent-2019")
    folders = [ROOT / "data" / name for name in played]
    documents = {
        path.relative_to(ROOT).as_posix() for folder in folders for path in folder.rglob("*") if path.is_file()
    }
    assert {name for name in copies if name.startswith("data/")} == documents


def test_wheel__package__all_of_it_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
    package = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src" / "regalia").rglob("*")}
    wanted = {name for name in package if (ROOT / "src" / name).is_file() and "__pycache__" not in name}
    assert {"regalia/chain/abi/Deal.json", "regalia/reports/templates/page.html", "regalia/py.typed"} <= wanted
    packed_too = {name for name in names if name.startswith(("regalia/demo/files/", "regalia-0.1.0.dist-info/"))}
    assert names - packed_too == wanted


def test_wheel__from_the_source_distribution__the_same(wheel: Path, tmp_path: Path) -> None:
    name = subprocess.run(
        [sys.executable, "-c", BACKEND.replace("build_wheel", "build_sdist"), str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    subprocess.run(["tar", "-xzf", str(tmp_path / name), "-C", str(tmp_path)], check=True)
    again = build(tmp_path / name.removesuffix(".tar.gz"), tmp_path)
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(again) as other:
        assert {n: one.read(n) for n in one.namelist()} == {n: other.read(n) for n in other.namelist()}


def test_metadata__extras__what_each_brings(metadata: Any) -> None:
    required = metadata.get_all("Requires-Dist")
    assert set(metadata.get_all("Provides-Extra")) == {"charts", "dev", "pdf", "postgres", "web"}

    def of(extra: str) -> list[str]:
        return [re.split(r"[<>=\s]", line)[0] for line in required if re.search(rf"extra == ['\"]{extra}['\"]", line)]

    assert (of("postgres"), of("pdf"), of("charts"), of("web")) == (
        ["psycopg[binary]"],
        ["typst"],
        ["matplotlib"],
        ["fastapi", "uvicorn", "babel"],
    )
    always = {re.split(r"[<>=\s]", line)[0] for line in required if "extra ==" not in line}
    assert {"web3", "sqlalchemy", "pandas"} <= always
    assert not [name for name in always if "ape" in name or "solc" in name]


def test_environment__installed__the_commands_and_no_tools_of_the_checkout(programs: Path) -> None:
    packages = {path.name.split("-")[0].lower() for path in programs.parent.glob("lib/*/site-packages/*.dist-info")}
    assert {"regalia", "web3"} <= packages
    assert not packages & {"eth_ape", "ape_foundry", "py_solc_x", "pytest", *EXTRAS_ONLY}
    assert (programs / "regalia").is_file()


def test_serve__without_the_extra__says_what_to_install(programs: Path, elsewhere: Path) -> None:
    done = started(programs, elsewhere, "regalia", "serve", "--record", "none.json", "--rpc", "http://127.0.0.1:1")
    assert done.returncode == 1
    assert "pip install 'regalia[web]'" in done.stderr and "Traceback" not in done.stderr


def test_import__every_module_but_the_pages__without_extras_ape_or_compiler(programs: Path, elsewhere: Path) -> None:
    found = figures(started(programs, elsewhere, "python", "-I", "-c", EVERY_MODULE))
    assert {"regalia.demo.run", "regalia.chain.compiler", "regalia.projection.charts.canvas"} <= set(found["modules"])
    assert not set(found["loaded"]) & (NEVER | EXTRAS_ONLY)


def test_help_and_version__less_than_a_second_of_the_processor(programs: Path, elsewhere: Path) -> None:
    """By the clock on a machine that does nothing else; on a busy one the clock says more about its other work."""
    seconds = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        told = started(programs, elsewhere, "regalia", "--help")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert told.returncode == 0
    assert re.search(r"^  verify +Replay a deal", told.stdout, re.MULTILINE)
    assert min(seconds) < 1
    assert started(programs, elsewhere, "regalia", "--version").stdout == "regalia, version 0.1.0\n"


def test_run__deal_of_the_wheel__as_printed_by_the_trust(programs: Path, elsewhere: Path) -> None:
    (files,) = programs.parent.glob("lib/*/site-packages/regalia/demo/files")
    receipts = files / "data" / "mills" / "receipts-2023Q4-2025Q1.csv"
    command = ["run", str(files / "deals" / "mills.yaml"), "--receipts", str(receipts), "--json"]
    found = figures(started(programs, elsewhere, "regalia", *command))
    paid = {date["period"]: Decimal(date["tranches"][0]["distributed"]) for date in found["dates"]}
    assert paid == printed()


def test_demo__no_anvil_and_no_devnet_at_the_address__says_what_to_do(programs: Path, elsewhere: Path) -> None:
    done = started(programs, elsewhere, "regalia", "demo", "--fast", "--rpc", "http://127.0.0.1:9")
    assert done.returncode == 1
    assert done.stderr.startswith("error: rpc: no node answers at http://127.0.0.1:9 (ConnectionError)\n")
    assert not (elsewhere / "out").exists()


def printed() -> dict[int, Decimal]:
    """What the trust's reports say was distributed, of the quarters of the demo."""
    return {number: Decimal(report["distributed"]) for number, report in REPORTS.items() if number >= 237}


@pytest.mark.devnet
def test_demo__on_a_devnet_it_is_told_of__the_figures_as_printed(played: Any, elsewhere: Path) -> None:
    trust, notes, patents = played["deals"]
    assert played["contracts"]["artefacts"] == "committed"
    assert {p["period"]: Decimal(p["distributed"]["units"]) for p in trust["periods"]} == printed()
    assert [len(deal["periods"]) for deal in (trust, notes, patents)] == [6, 6, 3]
    assert all(deal["verification"]["differences"] == [] for deal in played["deals"])
    assert (elsewhere / "out" / "mills-notes" / "index.html").is_file()


@pytest.mark.devnet
def test_verify__what_the_demo_left__compared_and_no_difference(
    played: Any, chain: Devnet, programs: Path, elsewhere: Path
) -> None:
    (files,) = programs.parent.glob("lib/*/site-packages/regalia/demo/files")
    (record,) = (elsewhere / "out" / "deployments").rglob("mills-notes.json")
    command = ["verify", "--record", str(record), "--rpc", chain.url, "--terms", str(files / "deals/mills-notes.yaml")]
    found = figures(started(programs, elsewhere, "regalia", *command, "--json"))
    assert found["differences"] == []
    assert found["comparisons"] == played["deals"][1]["verification"]["comparisons"]


@pytest.mark.devnet
def test_demo__a_second_time_on_the_same_chain__refused_with_the_command_for_another(
    played: Any, chain: Devnet, programs: Path, elsewhere: Path
) -> None:
    block = chain.web3.eth.block_number
    done = started(programs, elsewhere, "regalia", "demo", "--fast", "--json", "--rpc", chain.url)
    refusal = json.loads(done.stderr)["error"]
    assert (done.returncode, done.stdout, refusal["name"]) == (1, "", "TooLateError")
    assert f"--timestamp {begins_at()} --accounts 100 --chain-id 424242" in refusal["hint"]
    assert chain.web3.eth.block_number == block
