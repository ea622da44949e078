# SPDX-License-Identifier: Apache-2.0
"""What Prometheus asks for, made when it asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from regalia.relay.states import State
from regalia.relay.status import Status


class Figures(Collector):
    """The relay's status as metrics. Labels are states and the addresses of deals served and of their attestors: few, and known."""

    def __init__(self, status: Status) -> None:
        self._status = status

    def collect(self) -> Iterable[Metric]:
        report = self._status.report
        for kind, counts in (("reports", report.works), ("restatements", report.restatements)):
            works = GaugeMetricFamily(f"regalia_relay_{kind}", f"{kind.capitalize()} by state.", labels=["state"])
            for state in State:
                works.add_metric([state], counts.get(state, 0))
            yield works
        labels = ["deal", "attestor"]
        missing = GaugeMetricFamily(
            "regalia_relay_missing_signatures", "What waits for an attestor's signature.", labels=labels
        )
        found = Counter((waits.deal, attestor) for waits in report.unsigned for attestor in waits.missing)
        for (deal, attestor), count in found.items():
            missing.add_metric([deal, attestor], count)
        yield missing
        final = GaugeMetricFamily("regalia_relay_last_final_period", "Last period on chain at depth.", labels=["deal"])
        for deal, period in report.last_final.items():
            final.add_metric([deal], period)
        yield final
        for name, words, value in (
            ("attempts", "Transactions signed.", report.attempts),
            ("fee_bumps", "Transactions that took the place of another under its nonce.", report.replaced),
            ("reorganisations", "Reorganisations seen.", report.reorganisations),
            ("disagreements", "Looks at which two nodes contradicted each other.", report.disagreements),
            ("ticks", "Passes of the loop.", report.ticks),
        ):
            yield CounterMetricFamily(f"regalia_relay_{name}", words, value)
        for name, words, gauge in (
            ("chain_head", "Block that both nodes have.", report.height),
            ("node_lag_blocks", "Blocks that one node is behind the other.", report.lag),
            ("nodes_disagree", "1 while two nodes contradict each other.", "nodes-disagree" in report.alarms),
            ("alarms", "Things a person has to see to.", len(report.alarms)),
            ("held_reports", "Reports and restatements that the oracle does not take yet.", len(report.held)),
            ("waiting_for_signatures", "Proposals whose signatures weigh too little yet.", len(report.unsigned)),
            ("seconds_since_good_tick", "Since everything could be done.", self._status.since_good()),
            ("seconds_since_tick", "Since the loop went round.", self._status.since_tick()),
            ("journal_bytes", "Size of the journal.", report.journal_bytes),
            ("clock_skew_seconds", "The machine's clock less the chain's latest block.", report.skew),
        ):
            yield GaugeMetricFamily(f"regalia_relay_{name}", words, gauge)


def exposition(status: Status) -> bytes:
    """Prometheus text, from a registry of its own: nothing of the process around it gets in."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Figures(status))
    return generate_latest(registry)
