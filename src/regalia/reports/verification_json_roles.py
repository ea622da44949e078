# SPDX-License-Identifier: Apache-2.0
"""Who holds which role, in the file of a verification for programs."""

from __future__ import annotations

from typing import Any

from regalia.ledger.role_model import Appointment, RoleHolders
from regalia.reports.verification_json_figures import place_facts


def role_facts(roles: RoleHolders) -> dict[str, Any]:
    def appointed(found: Appointment) -> dict[str, Any]:
        return {"holder": found.holder, **place_facts(found.place)}

    return {
        "since_block": roles.since,
        "events": roles.events,
        "addresses_asked": roles.asked,
        "held": [
            {
                "role": role.role,
                "office": role.office,
                "contract": role.contract,
                "address": role.address,
                "may": role.duty,
                "holders": [appointed(found) for found in role.holders],
            }
            for role in roles.roles
        ],
        "administrators": [
            {
                "contract": found.contract,
                "address": found.address,
                "administrator": appointed(found.administrator) if found.administrator else None,
                "successor": found.successor,
                "successor_from": found.successor_from,
            }
            for found in roles.administrations
        ],
        "issuers": [appointed(found) for found in roles.issuers],
        "notes": list(roles.notes),
    }
