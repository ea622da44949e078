# SPDX-License-Identifier: Apache-2.0
"""What the relay tells of itself over HTTP."""

from __future__ import annotations

import time

import pytest
import requests

from regalia.relay.health import ListenError, parse_listen, served
from regalia.relay.metrics import exposition
from regalia.relay.source import Unsigned
from regalia.relay.status import Status

WAITS = Unsigned("report", 3, "0xdeal", b"\1" * 32, 1, 3, ("0xauditor", "0xbank"), refused=("0xbank",))
RESTATED = Unsigned("restatement", 1, "0xdeal", b"\2" * 32, 2, 3, ("0xauditor",))


def asked(status: Status, path: str) -> requests.Response:
    with served(status, "127.0.0.1", 0) as port:
        return requests.get(f"http://127.0.0.1:{port}{path}", timeout=5)


def test_health__well__200_with_the_facts() -> None:
    status = Status()
    status.update(
        good=time.monotonic(), height=7, lag=1, works={"final": 3}, held={"report 2": "period 1 is not executed yet"}
    )
    answer = asked(status, "/health")
    told = answer.json()
    assert answer.status_code == 200 and told["well"] is True and told["oldest_unfinished"] is None
    assert (told["chain_head"], told["node_lag_blocks"], told["reports"]) == (7, 1, {"final": 3})
    assert told["held"] == {"report 2": "period 1 is not executed yet"}


def test_health__alarm__503() -> None:
    status = Status()
    status.update(good=time.monotonic(), alarms={"nodes-disagree": "chain id"}, oldest="report 2", oldest_since=5)
    answer = asked(status, "/health")
    assert answer.status_code == 503 and answer.json()["alarms"] == {"nodes-disagree": "chain id"}
    assert answer.json()["oldest_unfinished"] == {"report": "report 2", "since": 5}


def test_health__no_good_tick_for_long__503() -> None:
    status = Status(stale_after=0.0)
    status.update(waiting="first node: does not answer")
    answer = asked(status, "/health")
    assert answer.status_code == 503 and answer.json()["waiting"] == "first node: does not answer"


def test_health__signatures_missing__who_by_address_and_who_refused() -> None:
    status = Status()
    status.update(unsigned=(WAITS, RESTATED), restatements={"final": 2})
    told = asked(status, "/health").json()
    assert told["waiting_for_signatures"] == [
        {
            "report": 3,
            "deal": "0xdeal",
            "digest": "0x" + "01" * 32,
            "weight": 1,
            "needed": 3,
            "missing": ["0xauditor", "0xbank"],
            "refused": ["0xbank"],
        },
        {
            "restatement": 1,
            "deal": "0xdeal",
            "digest": "0x" + "02" * 32,
            "weight": 2,
            "needed": 3,
            "missing": ["0xauditor"],
            "refused": [],
        },
    ]
    assert told["restatements"] == {"final": 2} and told["well"] is True
    assert str(WAITS) == "report 3 of 0xdeal: weight 1 of 3, missing: 0xauditor, 0xbank (refused)"


def test_metrics__every_figure_of_the_specification() -> None:
    status = Status()
    status.update(
        height=9,
        lag=2,
        skew=-3,
        works={"final": 3, "sent": 1},
        restatements={"struck": 2},
        unsigned=(WAITS, RESTATED),
        attempts=5,
        replaced=1,
        reorganisations=4,
        disagreements=6,
        alarms={"nodes-disagree": "x"},
        last_final={"0xdeal": 8},
        journal_bytes=4_096,
    )
    text = asked(status, "/metrics").text
    for line in (
        'regalia_relay_reports{state="final"} 3.0',
        'regalia_relay_reports{state="sent"} 1.0',
        'regalia_relay_reports{state="refused"} 0.0',
        'regalia_relay_restatements{state="struck"} 2.0',
        "regalia_relay_waiting_for_signatures 2.0",
        'regalia_relay_missing_signatures{attestor="0xauditor",deal="0xdeal"} 2.0',
        'regalia_relay_missing_signatures{attestor="0xbank",deal="0xdeal"} 1.0',
        'regalia_relay_last_final_period{deal="0xdeal"} 8.0',
        "regalia_relay_attempts_total 5.0",
        "regalia_relay_fee_bumps_total 1.0",
        "regalia_relay_reorganisations_total 4.0",
        "regalia_relay_disagreements_total 6.0",
        "regalia_relay_nodes_disagree 1.0",
        "regalia_relay_node_lag_blocks 2.0",
        "regalia_relay_chain_head 9.0",
        "regalia_relay_journal_bytes 4096.0",
        "regalia_relay_clock_skew_seconds -3.0",
    ):
        assert line in text.splitlines(), line
    assert "regalia_relay_seconds_since_tick " in text and "python_info" not in text


def test_exposition__two_relays_in_a_process__each_its_own() -> None:
    first, second = Status(), Status()
    first.update(height=1)
    second.update(height=2)
    assert b"chain_head 1.0" in exposition(first) and b"chain_head 2.0" in exposition(second)


def test_path__unknown__404() -> None:
    assert asked(Status(), "/").status_code == 404


@pytest.mark.parametrize(
    "text", ["0.0.0.0:80", "192.0.2.1:80", "localhost:80", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:70000", ""]
)
def test_listen__not_on_the_loopback__refused(text: str) -> None:
    with pytest.raises(ListenError, match="loopback"):
        parse_listen(text)


@pytest.mark.parametrize(("text", "found"), [("127.0.0.1:9464", ("127.0.0.1", 9464)), ("[::1]:0", ("::1", 0))])
def test_listen__loopback__taken(text: str, found: tuple[str, int]) -> None:
    assert parse_listen(text) == found


def test_serve__port_taken__named() -> None:
    with (
        served(Status(), "127.0.0.1", 0) as port,
        pytest.raises(ListenError, match=str(port)),
        served(Status(), "127.0.0.1", port),
    ):
        pass
