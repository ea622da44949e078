# SPDX-License-Identifier: Apache-2.0
"""A deployment record with made-up values, as JSON data."""

from __future__ import annotations

from typing import Any

from eth_utils.address import to_checksum_address


def address(number: int) -> str:
    return to_checksum_address(f"0x{number:040x}")


def contract(number: int, **more: Any) -> dict[str, Any]:
    return {"address": address(number), "code_hash": f"0x{number:064x}", **more}


def record_data() -> dict[str, Any]:
    """Valid; two tranches, of which one is a clone."""
    roles = ["factory", "deal", "escrow", "oracle", "investor_registry", "offering", "payment_token"]
    roles += ["transfer_agent", "supervisor", "support_facility", "deal_lens", "program_checker", "noteholder_meeting"]
    return {
        "schema_version": 5,
        "chain_id": 31337,
        "genesis_hash": "0x" + "01" * 32,
        "deal_id": "mills",
        "terms_hash": "0x" + "02" * 32,
        "block_number": 12,
        "transaction_hash": "0x" + "03" * 32,
        "deployer": address(0xABCDEF),
        "compiler": {"version": "0.8.37", "settings": {"evmVersion": "cancun"}},
        **{role: contract(100 + i) for i, role in enumerate(roles)},
        "tokens": {"senior": contract(201, implementation=address(300)), "junior": contract(202)},
        "implementations": {"TrancheToken": contract(300, artefact="TrancheToken", source_hash="0x" + "04" * 32)},
        "payees": {"servicer": address(401)},
        "attestors": {"signers": [address(501), address(502), address(503)], "threshold": 2},
        "arguments": {"salt": "0x05", "offers": [10**30, 1]},
    }
