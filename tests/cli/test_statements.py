# SPDX-License-Identifier: Apache-2.0
"""``regalia statements read`` and ``fetch``: files and an API, as a servicer's clerk meets them."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from regalia.cli import main as entry
from regalia.cli import statements_files
from tests.statements.api_server import Answer, api
from tests.statements.json_files import LINE, content

Captured = pytest.CaptureFixture[str]
DATA = Path(__file__).parents[2] / "data"
MILLS, PATENTS = DATA / "mills" / "documents", DATA / "ip" / "receipts"
STATEMENT, COLUMNS = MILLS / "statements" / "emi-mills-2024Q2.csv", MILLS / "columns" / "emi-mills.yaml"
SALES = Path(__file__).parents[1] / "statements" / "data"
MONTH = SALES / "DSR_Meridian_Streamly_2024-07_1.0.1.tsv"
TOKEN = "Secret-Token-0123456789"


def run(*arguments: str | Path) -> int:
    return entry.run(["statements", *map(str, arguments)])


def read_json(capsys: Captured, *arguments: str | Path, code: int = 0) -> dict[str, Any]:
    assert run("read", *arguments, "--json") == code
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def refused(capsys: Captured, *arguments: str | Path) -> str:
    assert run(*arguments) == 1
    error = capsys.readouterr().err
    assert error.startswith("error: ") and "Traceback" not in error and "unexpected" not in error
    return error


@pytest.fixture
def names(tmp_path: Path) -> Path:
    path = tmp_path / "names.yaml"
    path.write_text('format: regalia-licence-names-1\nlicence_of: {Streamly: streamly}\nreference: "STR {period}"\n')
    return path


def test_read__payers_csv__receipts_with_reference_and_hash(capsys: Captured) -> None:
    assert run("read", STATEMENT, "--columns", COLUMNS) == 0
    out = capsys.readouterr().out
    assert "csv statement of EMI Mills Music: net 512,648.00 USD, 1 line\n" in out
    assert f"SHA-256 {sha256(STATEMENT.read_bytes()).hexdigest()}\n" in out
    row = ["emi-mills", "2024Q2", "USD", "512,648.00", "0.00", "512,648.00", "MMT-2024Q2", "1"]
    assert out.splitlines()[-1].split() == row


def test_read__json__amounts_exact_to_twelve_decimals(capsys: Captured) -> None:
    (file,) = read_json(capsys, STATEMENT, "--columns", COLUMNS)["files"]
    (statement,) = file["statements"]
    assert (file["kind"], statement["receipts"][0]["net"]) == ("csv", "512648000000000000")


def test_read__all_kinds_at_once__each_known_by_its_beginning(capsys: Captured, tmp_path: Path, names: Path) -> None:
    (tmp_path / "answer").write_bytes(content())
    (tmp_path / "sales").write_bytes(gzip.compress(MONTH.read_bytes()))
    found = read_json(
        capsys, tmp_path / "answer", tmp_path / "sales", SALES / "account_2024-10_v02.xml", PATENTS / "rates" / "2025Q1.csv",
        PATENTS / "invoices" / "renewals-2025Q1.csv", STATEMENT, "--columns", COLUMNS, "--licence-of", names,
        code=1,
    )  # fmt: skip
    # the API calls its licence otherwise than the sales report: that file is refused, the others are read
    assert [file["kind"] for file in found["files"]] == ["dsr", "camt.053", "rates", "invoices", "csv"]
    receipts = found["files"][0]["statements"][0]["receipts"]
    assert {receipt["licence"] for receipt in receipts} == {"streamly"} and receipts[0]["reference"] == "STR 2024M07"
    assert any("not booked yet" in note for note in found["notes"])


def test_read__bank_statement__balances_and_lines(capsys: Captured) -> None:
    assert run("read", MILLS / "bank" / "collection-2024Q2.xml") == 0
    out = capsys.readouterr().out
    assert "bank statement of account MMT-COLLECTION-0001, " in out
    assert "opening balance 0.00 USD, closing balance 0.00 USD, 2 lines" in out
    assert any(line.split()[2] == "512,648.00" and "MMT-2024Q2" in line for line in out.splitlines()[4:])


def test_read__rates_and_invoices__tables(capsys: Captured) -> None:
    assert run("read", PATENTS / "rates" / "2025Q1.csv", PATENTS / "invoices" / "renewals-2025Q1.csv") == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["2025-04-09", "EUR", "1.125", "Invented", "reference", "rates"] in rows
    assert ["renewals", "2025Q1", "6,000.00", "USD", "REN-2025Q1"] in rows


def test_read__long_statement__cut_short_for_people(
    capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [{**LINE, "licence": f"licence-{number}"} for number in range(50)]
    (tmp_path / "long.json").write_bytes(content(*lines, total_net="425.00", count=50))
    assert run("read", tmp_path / "long.json") == 0
    assert "and 10 more receipts; --json has them all" in capsys.readouterr().out


def test_read__one_good_two_spoilt__the_good_one_printed_every_problem_named_exit_1(
    capsys: Captured, tmp_path: Path
) -> None:
    text = STATEMENT.read_text()
    (tmp_path / "period.csv").write_text(text.replace("2024Q2,Mills", "soon,Mills"))
    (tmp_path / "total.csv").write_text(text.replace("Total,,,512648.00", "Total,,,512649.00"))
    assert run("read", STATEMENT, tmp_path / "period.csv", tmp_path / "total.csv", "--columns", COLUMNS) == 1
    printed = capsys.readouterr()
    assert printed.out.count("net 512,648.00 USD") == 1
    assert "period.csv: 1 problem\n  line 2, Period 'soon': " in printed.err
    assert "total.csv: 1 problem\n  line 3, Contingent portion '512649.00': " in printed.err


def test_read__the_same_file_twice__contradiction_named(capsys: Captured, tmp_path: Path) -> None:
    (tmp_path / "copy.csv").write_bytes(STATEMENT.read_bytes())
    error = refused(capsys, "read", STATEMENT, tmp_path / "copy.csv", "--columns", COLUMNS)
    assert "copy.csv, emi-mills-2024Q2.csv: the same file is given more than once" in error


def test_read__draft_beside_the_final_one__both_nets_named(capsys: Captured) -> None:
    error = refused(capsys, "read", STATEMENT, MILLS / "drafts" / STATEMENT.name, "--columns", COLUMNS)
    assert "with 512,468.00 USD and 512,648.00 USD: have the payer say which counts" in error


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (b"", "is empty"),
        (b"Work,Net\n", "if it is a payer's table, give its column map: --columns MAP"),
        (b"date,currency,rate\n", "the header 'published_by': is missing"),
        (b"step,period,amount\n", "the header 'currency': is missing"),
        (gzip.compress(b"Work,Net\n", mtime=0), "only sales reports (HEAD) are read so"),
        (gzip.compress(b"HEAD\t" * 999, mtime=0)[:-9], "is cut off or damaged"),
        (b"\xff\xfe" + "<Document>".encode("utf-16-le"), "is not UTF-8: it was saved again"),
        (b"[]", "must be an object with payer"),
        (b"\xef\xbb\xbfHEAD\t1\n", "byte order mark"),
    ],
)
def test_read__something_else__said_what_it_is_taken_for(
    capsys: Captured, tmp_path: Path, body: bytes, rule: str
) -> None:
    (tmp_path / "file").write_bytes(body)
    assert rule in refused(capsys, "read", tmp_path / "file")


def test_read__sales_report_without_names__each_name_that_is_needed(capsys: Captured) -> None:
    assert "'MS-0001': no licence is known for it (service 'Streamly'" in refused(capsys, "read", MONTH)


@pytest.mark.parametrize("option", ["--columns", "--licence-of"])
def test_read__map_that_is_none__refused_with_its_line(capsys: Captured, tmp_path: Path, option: str) -> None:
    (tmp_path / "map.yaml").write_text("format: other\n")
    assert "map.yaml: " in refused(capsys, "read", STATEMENT, option, tmp_path / "map.yaml")
    assert "can't be read" in refused(capsys, "read", STATEMENT, option, tmp_path / "none.yaml")


def test_read__large_file_on_a_terminal__shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setattr(statements_files, "LARGE", 100)
    assert run("read", STATEMENT, "--columns", COLUMNS) == 0
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert run("read", STATEMENT, "--columns", COLUMNS) == 0
    printed = capsys.readouterr()
    assert "100%" in printed.err and "100%" not in printed.out


def test_fetch__pages_and_a_token__kept_as_sent_and_read_again(
    capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMI_TOKEN", TOKEN)
    bodies, out = [content(LINE, next="/q3?page=2"), content(LINE)], tmp_path / "emi.json"

    def script(path: str, before: int) -> Answer:
        # busy at first: it is asked again
        return Answer(status=503, headers={"Retry-After": "0"}) if not before else Answer(bodies["page" in path])

    with api(script) as server:
        assert run("fetch", f"{server.url}/q3", "--out", out, "--token-env", "EMI_TOKEN") == 0
    printed = capsys.readouterr()
    assert TOKEN not in printed.out + printed.err
    assert [asked.authorization for asked in server.asked] == [f"Bearer {TOKEN}"] * 4
    assert out.read_bytes() == b"".join(bodies)
    hashed = f"SHA-256 {sha256(out.read_bytes()).hexdigest()}"
    assert hashed in printed.out and f"kept in {out}" in printed.out
    assert run("read", out) == 0
    assert hashed in capsys.readouterr().out


def test_fetch__file_is_there__not_asked_and_not_overwritten_without_force(capsys: Captured, tmp_path: Path) -> None:
    out = tmp_path / "emi.json"
    out.write_text("earlier")
    with api(lambda path, before: Answer(content())) as server:
        assert "is there already" in refused(capsys, "fetch", server.url, "--out", out)
        assert (server.asked, out.read_text()) == ([], "earlier")
        assert run("fetch", server.url, "--out", out, "--force", "--json") == 0
    assert out.read_bytes() == content()
    assert json.loads(capsys.readouterr().out)["kept"] == str(out)
    assert [path.name for path in tmp_path.iterdir()] == ["emi.json"]


def test_fetch__statement_with_a_problem__nothing_is_kept(capsys: Captured, tmp_path: Path) -> None:
    with api(lambda path, before: Answer(content(total_net="18"))) as server:
        assert "total_net '18': is not the sum" in refused(capsys, "fetch", server.url, "--out", tmp_path / "emi.json")
    assert list(tmp_path.iterdir()) == []


def test_fetch__names_of_the_payer__told_by_the_file(capsys: Captured, tmp_path: Path, names: Path) -> None:
    body = content({**LINE, "licence": "Streamly"}, total_net="8.50", count=1)
    with api(lambda path, before: Answer(body)) as server:
        assert run("fetch", server.url, "--out", tmp_path / "a.json", "--licence-of", names, "--json") == 0
    (statement,) = json.loads(capsys.readouterr().out)["statements"]
    assert statement["receipts"][0]["licence"] == "streamly"


@pytest.mark.parametrize(
    ("url", "more", "rule"),
    [
        ("http://api.example.com/q3", [], "is not encrypted"),
        ("https://api.example.com/q3", ["--token-env", "NO_SUCH"], "'NO_SUCH' is not set, or holds no token"),
    ],
)
def test_fetch__address_or_token_that_is_none__not_asked(
    capsys: Captured, tmp_path: Path, url: str, more: list[str], rule: str
) -> None:
    assert rule in refused(capsys, "fetch", url, "--out", tmp_path / "a.json", *more)


def test_fetch__no_such_folder__said_with_the_option(capsys: Captured, tmp_path: Path) -> None:
    with api(lambda path, before: Answer(content())) as server:
        error = refused(capsys, "fetch", server.url, "--out", tmp_path / "none" / "a.json")
    assert "--out: " in error and "can't be written: No such file or directory" in error


def test_help__group__every_command_without_importing_one() -> None:
    code = (
        "import sys; from regalia.cli.main import run; run(['statements', '--help']);"
        "print([m for m in sys.modules if m.startswith(('web3', 'pydantic', 'regalia.statements'))])"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert all(f"  {name} " in printed for name in ("read", "fetch", "reconcile"))
    assert printed.splitlines()[-1] == "[]"
