# SPDX-License-Identifier: Apache-2.0
"""No traceback: what Ape, a node and Regalia raise, in words and with what to do next."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import click
import pytest
from ape.exceptions import AccountsError, ApeException, ProviderError
from click.testing import CliRunner, Result
from requests.exceptions import ConnectTimeout

from regalia.chain.devnet import find_anvil
from regalia.errors import RegaliaError
from scripts._command import ExplainedCommand
from tests.scripts.support import ROOT

# stand-ins: with the plugins that define them, Ape changes eth_abi for the whole process. Run as a person, the real ones come.
NO_ANVIL = type("FoundryNotInstalledError", (ProviderError,), {})()
NO_NODE = type("NodeSoftwareNotInstalledError", (ConnectionError,), {})()
RAISED = {
    "no anvil": (NO_ANVIL, "network: Ape found no anvil on the PATH", "make node"),
    "no node": (NO_NODE, "network: no node answers there", "make node"),
    "no address": (
        ProviderError("Missing URI for network 'sepolia' on 'ethereum'."),
        "network: Missing URI for network 'sepolia' on 'ethereum'.",
        "--network ethereum:sepolia:https://…",
    ),
    "locked": (AccountsError("wrong\npassphrase"), "account: wrong passphrase", "--account"),
    "another of Ape's": (ApeException("odd"), "Ape: odd", "--network"),
    "node down": (ConnectTimeout("x"), "network: the node does not answer (ConnectTimeout)", "Check the node"),
    "ours": (RegaliaError("units: none", "Name some."), "units: none", "Name some."),
    "unforeseen": (KeyError("x"), "unexpected KeyError: 'x'", "report it"),
}


def run(error: BaseException, *arguments: str) -> Result:
    @click.command(cls=ExplainedCommand)
    @click.option("--units", type=int)
    @click.option("--json", "as_json", is_flag=True)
    def command(units: int | None, as_json: bool) -> None:
        raise error

    return CliRunner(mix_stderr=False).invoke(command, arguments)


@pytest.mark.parametrize("kind", RAISED)
def test_command__whatever_is_raised__one_line_and_what_to_do(kind: str) -> None:
    error, message, hint = RAISED[kind]
    done = run(error)
    said, advice = done.stderr.splitlines()
    assert done.exit_code == 1 and done.stdout == ""
    assert said.startswith(f"error: {message}") and hint in advice


@pytest.mark.parametrize("kind", RAISED)
def test_command__with_json__one_object_with_name_message_and_hint(kind: str) -> None:
    error, message, hint = RAISED[kind]
    done = run(error, "--json")
    found = json.loads(done.stderr)["error"]
    assert done.exit_code == 1 and done.stdout == ""
    assert found["name"] == type(error).__name__
    assert found["message"].startswith(message) and hint in found["hint"]


def test_command__wrong_usage_with_json__object_and_exit_code_2() -> None:
    done = run(RegaliaError("not reached"), "--units", "x", "--json")
    found = json.loads(done.stderr)["error"]
    assert (done.exit_code, found["name"]) == (2, "BadParameter")
    assert "Invalid value for '--units'" in found["message"]


def test_command__answered_no__aborted_and_no_error_of_ours() -> None:
    done = run(click.Abort())
    assert done.exit_code == 1 and done.stderr.strip() == "Aborted!"


def ape_run(*arguments: str, path: str) -> subprocess.CompletedProcess[str]:
    ape = str(Path(sys.executable).with_name("ape"))
    env = {**os.environ, "PATH": path, "SOLCX_BINARY_PATH": str(ROOT / "tools" / "solc")}
    return subprocess.run([ape, "run", *arguments], capture_output=True, text=True, timeout=120, cwd=ROOT, env=env)


def test_deploy__nothing_listens_there__refused_in_words() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    network = ("--network", f"ethereum:local:http://127.0.0.1:{port}")
    done = ape_run("deploy", "platform", "--yes", "--account", "TEST::0", *network, path=os.environ["PATH"])
    assert done.returncode == 1 and "Traceback" not in done.stdout + done.stderr
    assert done.stderr.startswith("error: network: no node answers there")


def test_deploy__no_network_named_and_no_anvil_to_be_found__refused_in_words(tmp_path: Path) -> None:
    done = ape_run("deploy", "platform", "--yes", "--account", "TEST::0", path=str(tmp_path))
    assert done.returncode == 1 and "Traceback" not in done.stdout + done.stderr
    assert done.stderr.startswith("error: network: Ape found no anvil on the PATH")


@pytest.mark.devnet
def test_deploy__no_network_named__the_passing_chain_is_refused() -> None:
    path = f"{find_anvil().parent}{os.pathsep}{os.environ['PATH']}"
    done = ape_run("deploy", "platform", "--yes", "--json", "--account", "TEST::0", path=path)
    found = json.loads(done.stderr)["error"]
    assert (done.returncode, found["name"], done.stdout) == (1, "PassingChainError", "")
    assert "--network ethereum:local:node" in found["hint"]
