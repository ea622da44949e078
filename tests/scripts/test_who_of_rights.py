# SPDX-License-Identifier: Apache-2.0
"""What an account is said to be where a command is about rights, and where it appoints."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from regalia.chain.issuance import NOBODY
from regalia.servicing.rights import RightsContracts
from scripts._offices import OfficeClerk
from scripts._rights_desk import RightsDesk
from tests.servicing.rights_desk import Desk, desk, made

__all__ = ["desk", "made"]
pytestmark = pytest.mark.devnet


def at(desk: Desk, rights: RightsContracts) -> RightsDesk:
    return RightsDesk(SimpleNamespace(address=desk["outsider"]), True, False, rights, None)


def test_rights__registrar_appraiser_and_outsider__each_by_its_office(desk: Desk) -> None:
    found = at(desk, desk.rights)
    assert found.parts_of(desk["registrar"]) == ("rights-registrar",)
    assert found.parts_of(desk["valuer"]) == ("appraiser",)
    assert found.parts_of(desk["outsider"]) == ("no officer of these rights",)
    assert found.parts_of(desk["admin"])[-1].startswith("administrator of IPRegistry, LegalOracle")


def test_rights__found_by_the_registry_alone__no_other_contract_is_asked(desk: Desk) -> None:
    alone = at(desk, RightsContracts(desk.rights.web3, desk.rights.registry_address, NOBODY, NOBODY))
    assert alone.parts_of(desk["registrar"]) == ("rights-registrar",)
    assert alone.parts_of(desk["admin"]) == ("administrator of IPRegistry",)


def test_offices__administrator_or_not__of_the_contract_that_knows_the_role(desk: Desk) -> None:
    account = SimpleNamespace(address=desk["admin"])
    clerk = OfficeClerk(account, True, False, desk.rights.web3, desk.rights.registry_address, "rights-registrar")
    assert clerk.parts_of(desk["admin"]) == ("administrator of IPRegistry",)
    assert clerk.parts_of(desk["outsider"]) == ("not its administrator",)
