# SPDX-License-Identifier: Apache-2.0
"""From the source into the journal, each report and restatement once."""

from __future__ import annotations

from collections.abc import Collection

from web3.exceptions import Web3Exception

from regalia.errors import RegaliaError
from regalia.oracle.signed_row import number_of
from regalia.oracle.typed_data import SigningDomain, digest
from regalia.relay.desk import Desk
from regalia.relay.log import Log
from regalia.relay.nodes import View
from regalia.relay.source import SignedReport, WorkSource


class Intake:
    def __init__(self, desk: Desk, source: WorkSource, domain: SigningDomain, deals: Collection[str], log: Log) -> None:
        self._desk, self._source, self._domain, self._log = desk, source, domain, log
        self._deals = frozenset(deals)
        self._seen: set[SignedReport] = set()
        self._refused = 0

    def take(self, view: View) -> None:
        """What is ready. A source that can't be read is an alarm; what is in the journal goes on."""
        try:
            ready = list(self._source.ready())
        except (RegaliaError, Web3Exception, OSError, ValueError) as error:
            self._desk.alarms["source"] = str(error).splitlines()[0]
            return
        self._desk.unsigned[:] = self._source.unsigned
        for fault in self._source.faults:
            self._log.once("passed-over", fault.message)
        for unsigned in self._source.unsigned:
            self._log.once("waits for signatures", str(unsigned))
        refused = self._desk.journal.refused()
        if refused != self._refused:
            # the same report with other signatures may have been passed over beside the one that is refused now
            self._seen.clear()
            self._refused = refused
        for signed in ready:
            if signed not in self._seen:
                self._seen.add(signed)
                self._add(view, signed)

    def _add(self, view: View, signed: SignedReport) -> None:
        report, desk = signed.report, self._desk
        if report.deal not in self._deals:
            self._log.once("passed-over", f"{signed.kind} {number_of(report)} of {report.deal}: no deal that is served")
            return
        document = report.to_json()
        given = signed.kind, report.deal, number_of(report)
        if desk.journal.knows(*given, document, signed.signatures):
            return  # a digest takes long where there are thousands of documents
        desk.checkpoint("before-taken")
        hashed = digest(report, self._domain)
        desk.journal.add(*given, report.epoch, hashed, document, signed.signatures, view.head.time)
        desk.checkpoint("after-taken")
