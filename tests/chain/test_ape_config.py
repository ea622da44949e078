# SPDX-License-Identifier: Apache-2.0
"""Ape must compile as the artefacts are compiled."""

from __future__ import annotations

import yaml

from regalia.chain.compiler import PROJECT, REMAPPINGS, SETTINGS, VERSION


def test_ape_config__solidity__as_the_compiler_of_the_artefacts() -> None:
    solidity = yaml.safe_load((PROJECT / "ape-config.yaml").read_text(encoding="utf-8"))["solidity"]
    assert solidity["version"] == VERSION
    assert solidity["evm_version"] == SETTINGS["evmVersion"]
    assert solidity["via_ir"] == SETTINGS["viaIR"]
    assert solidity["optimize"] == SETTINGS["optimizer"]["enabled"]
    assert solidity["optimization_runs"] == SETTINGS["optimizer"]["runs"]
    assert [f"{line.replace('=', '/=')}/" for line in solidity["import_remapping"]] == list(REMAPPINGS)
