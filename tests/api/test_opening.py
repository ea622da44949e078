# SPDX-License-Identifier: Apache-2.0
"""Opening a deal, and everything that can be wrong with it: each names what was given and what to do."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import regalia
from regalia import Deal, Portfolio
from regalia.api.errors import DealFileMissingError, UnknownDealError
from regalia.api.opening import database_url
from regalia.api.snapshot import Snapshot
from regalia.chain.connection import ChainUnreachableError, WrongNetworkError
from regalia.chain.record import RecordMissingError
from regalia.demo.sample import Sample
from regalia.errors import RegaliaError
from regalia.ledger.index.follow_errors import DatabaseUrlError, WrongDatabaseError
from regalia.market.views import SilentContractError
from regalia.servicing.status import OtherTermsError

pytestmark = pytest.mark.devnet


@pytest.fixture
def folder(sample: Sample, tmp_path: Path) -> Path:
    """Records by chain id, as they are published."""
    (tmp_path / "31337").mkdir()
    shutil.copy(sample.record_path, tmp_path / "31337" / "mills-notes.json")
    (tmp_path / "31337" / "platform.json").write_text("{}")
    return tmp_path


def test_import__of_the_package__brings_no_pandas() -> None:
    said = "import regalia, sys; print([name for name in ('pandas', 'web3', 'sqlalchemy') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_package__what_it_has_not__is_an_attribute_error() -> None:
    assert {"Deal", "Portfolio"} <= set(dir(regalia))
    with pytest.raises(AttributeError, match="has no attribute 'Dael'"):
        regalia.Dael  # noqa: B018


def test_named__by_the_folder_of_records__is_that_deal(sample: Sample, folder: Path) -> None:
    with Deal.named("mills-notes", sample.url, folder=folder, terms=sample.terms_path) as found:
        assert found.record == sample.deal.record


def test_named__mistyped__did_you_mean(sample: Sample, folder: Path) -> None:
    with pytest.raises(UnknownDealError, match=r"31337/mils-notes.json\nDid you mean mills-notes\?"):
        Deal.named("mils-notes", sample.url, folder=folder)


def test_named__on_a_chain_without_records__says_where_they_belong(sample: Sample, folder: Path) -> None:
    with pytest.raises(UnknownDealError, match=r"Records of chain 10 belong in .*10"):
        Deal.named("mills-notes", sample.url, chain_id=10, folder=folder)


def test_open__without_a_record__names_the_file(sample: Sample, tmp_path: Path) -> None:
    with pytest.raises(RecordMissingError, match=r"there is no file .*none.json"):
        Deal.open(tmp_path / "none.json", sample.url)


def test_open__terms_not_given__are_found_beside_the_record(sample: Sample, folder: Path) -> None:
    record = folder / "31337" / "mills-notes.json"
    shutil.copy(sample.terms_path, record.with_suffix(".yaml"))
    with Deal.open(record, sample.url) as found:
        assert found.terms == sample.deal.terms


def test_open__terms_nowhere__says_where_it_looked(
    sample: Sample, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    with pytest.raises(DealFileMissingError, match=r"no file .*mills-notes.yaml and none deals/mills-notes.yaml\nName"):
        Deal.open(folder / "31337" / "mills-notes.json", sample.url)


def test_open__terms_of_another_deal__are_refused(sample: Sample) -> None:
    with pytest.raises(OtherTermsError, match=r"was not made from .*mills.yaml"):
        Deal.open(sample.record_path, sample.url, terms=sample.terms_path.with_name("mills.yaml"))


def test_open__no_node__says_so_without_the_key(sample: Sample) -> None:
    with pytest.raises(ChainUnreachableError, match=r"no node answers at http://127\.0\.0\.1:9 ") as error:
        Deal.open(sample.record_path, "http://127.0.0.1:9/secret-key", terms=sample.terms_path)
    assert "secret" not in str(error.value)


def test_open__of_another_chain__is_refused(sample: Sample, folder: Path) -> None:
    text = sample.record_path.read_text().replace('"chain_id": 31337', '"chain_id": 10')
    record = folder / "other.json"
    record.write_text(text)
    with pytest.raises(WrongNetworkError, match=r"chain id: expected 10, the node at .* serves 31337"):
        Deal.open(record, sample.url, terms=sample.terms_path)


def test_open__with_a_file__is_read_from_it_again(sample: Sample, tmp_path: Path) -> None:
    db = tmp_path / "index.db"
    with Deal.open(sample.record_path, sample.url, terms=sample.terms_path, db=db) as first:
        told = first.holders()
    size = db.stat().st_size
    with Deal.open(sample.record_path, sample.url, terms=sample.terms_path, db=f"sqlite:///{db}") as again:
        assert again.holders().equals(told)
    assert db.stat().st_size == size > 0


def test_open__with_a_file_that_is_no_database__leaves_it(sample: Sample, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("my notes\n" * 100)
    with pytest.raises(WrongDatabaseError, match=r"notes.txt: it is not a database"):
        Deal.open(sample.record_path, sample.url, terms=sample.terms_path, db=file)
    assert file.read_text() == "my notes\n" * 100


def test_open__with_an_unknown_kind_of_database__names_it(sample: Sample) -> None:
    with pytest.raises(DatabaseUrlError, match="'mysql' is not a kind of database"):
        Deal.open(sample.record_path, sample.url, terms=sample.terms_path, db="mysql://host/name")


def test_database_url__of_a_path__is_sqlite() -> None:
    assert database_url(None) == "sqlite://"
    assert database_url(Path("/var/i.db")) == "sqlite:////var/i.db"
    assert database_url("postgresql://host/name") == "postgresql://host/name"


def test_portfolio__over_a_folder__has_every_deal_of_the_investor(sample: Sample, folder: Path) -> None:
    wallet, terms = sample.people["senior_investor_1"], sample.terms_path.parent
    with Portfolio.open(folder, sample.url, wallet, terms=terms) as portfolio:
        assert list(portfolio.deals) == ["mills-notes"]
        assert list(portfolio.positions()["units"]) == [4_000]
        assert portfolio.statements()["mills-notes"].holder == wallet
        assert repr(portfolio) == f"<Portfolio of {wallet}: mills-notes>"


def test_portfolio__of_who_has_nothing__is_empty(sample: Sample, folder: Path) -> None:
    wallet, terms = sample.people["auditor"], sample.terms_path.parent
    with Portfolio.open(folder, sample.url, wallet, terms=terms) as portfolio:
        assert portfolio.deals == {} and len(portfolio.positions()) == 0
        assert list(portfolio.positions().columns)[:2] == ["deal", "tranche"]


def test_portfolio__without_records__names_the_folder(sample: Sample, tmp_path: Path) -> None:
    with pytest.raises(UnknownDealError, match=r"there is no record in .*31337"):
        Portfolio.open(tmp_path, sample.url, sample.people["auditor"])


def test_snapshot__of_a_contract_that_is_another__names_it(sample: Sample) -> None:
    record = sample.deal.record
    wrong = record.model_copy(update={"deal": record.payment_token})
    with pytest.raises(SilentContractError, match=rf"{record.payment_token.address}: does not answer status\(\)"):
        Snapshot.read(sample.chain.web3, wrong, sample.chain.web3.eth.block_number, ["senior"])


def test_errors__of_the_interface__are_of_the_house() -> None:
    for error in (DealFileMissingError, UnknownDealError):
        assert issubclass(error, RegaliaError)
