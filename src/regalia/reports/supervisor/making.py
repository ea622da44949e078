# SPDX-License-Identifier: Apache-2.0
"""Which files a pack has, in which formats, and which sections stand on its summary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from regalia.ledger.place import Place
from regalia.projection.figures import StressFigures
from regalia.reports.page import render
from regalia.reports.page_pdf import page_pdf
from regalia.reports.sheet import last_place
from regalia.reports.supervisor.abs_15g import abs_15g_grid, repurchase_section
from regalia.reports.supervisor.annexes import exposures_grid, exposures_short
from regalia.reports.supervisor.annual import annual_sections
from regalia.reports.supervisor.attestors import attestor_section
from regalia.reports.supervisor.concentrations import concentration_section
from regalia.reports.supervisor.distribution_parts import distribution_section
from regalia.reports.supervisor.files import figures_csv, grid_csv, json_text, parts_json
from regalia.reports.supervisor.flat import Flat
from regalia.reports.supervisor.gate_parts import gate_section
from regalia.reports.supervisor.head import head_of
from regalia.reports.supervisor.investor_report import investor_parts
from regalia.reports.supervisor.language import Language
from regalia.reports.supervisor.manifest import MANIFEST, manifest_text
from regalia.reports.supervisor.page import page_of
from regalia.reports.supervisor.parts import Grid, Part, Section
from regalia.reports.supervisor.people import officer_section, order_section
from regalia.reports.supervisor.retention import retention_section
from regalia.reports.supervisor.stress import stress_of, stress_section
from regalia.reports.supervisor.subject import Subject
from regalia.reports.supervisor.timing import timing_of
from regalia.reports.supervisor.xml_text import schema_of, xml_text

SUMMARY = "supervisor.html"


@dataclass
class Pack:
    """``files`` by name, ``left_out`` why a file was not made, by its name; ``sections`` are those of the summary."""

    files: dict[str, bytes] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)


class Making:
    def __init__(self, subject: Subject, language: Language, pdf: bool) -> None:
        self.subject, self.language, self.pdf = subject, language, pdf
        self.flat: Flat = subject.flat
        self.head: dict[str, Any] = head_of(subject)
        self.pack = Pack()

    def all(self) -> Pack:
        self.distribution()
        self.tables("gates", gate_section)
        self.tables("concentrations", concentration_section)
        self.repurchases()
        self.tables("retention", retention_section)
        self.stress()
        self.annexes()
        self.tables("orders", order_section, json=False)
        self.tables("officers", officer_section, json=False)
        self.tables("attestors", attestor_section, json=False)
        self.annual()
        self.page("supervisor", "supervisor", self.pack.sections)
        self.put(MANIFEST, manifest_text(self.subject, self.language, self.pack.files, self.pack.left_out))
        return self.pack

    def put(self, name: str, text: str) -> None:
        self.pack.files[name] = text.encode()

    def distribution(self) -> None:
        timing = timing_of(self.subject)
        if timing is None:
            self.pack.left_out["distribution"] = "no payment date was executed and none is to come"
            return
        stem, section = f"distribution-{timing.period}", distribution_section(self.subject, timing)
        files = (f"{stem}.html", f"{stem}.csv", f"{stem}.json")
        self.pack.sections.append(Section(section.key, section.title, section.parts, files))
        self.put(f"{stem}.csv", figures_csv("distribution", section.parts, self.flat))
        self.put(f"{stem}.json", parts_json("distribution", self.head, section.parts, self.flat))
        self.page("distribution", stem, [section], up=SUMMARY, pdf=False)

    def tables(self, name: str, make: Callable[[Subject], Section], json: bool = True) -> None:
        """The CSV is the first table of the section, or a figure a line where it has several."""
        section = make(self.subject)
        self.pack.sections.append(section)
        tables = [part for part in section.parts if isinstance(part, Grid)]
        text = grid_csv(name, tables[0], self.flat) if len(tables) == 1 else figures_csv(name, section.parts, self.flat)
        self.put(f"{name}.csv", text)
        if json:
            self.put(f"{name}.json", parts_json(name, self.head, section.parts, self.flat))

    def xml(self, name: str, parts: Sequence[Part]) -> None:
        self.put(f"{name}.xml", xml_text(name, self.head, parts, self.flat))
        self.put(f"{name}.xsd", schema_of(name))

    def repurchases(self) -> None:
        section, form = repurchase_section(self.subject), abs_15g_grid(self.subject)
        self.pack.sections.append(section)
        assets = next(part for part in section.parts if isinstance(part, Grid) and part.key == "assets")
        self.put("repurchases.csv", grid_csv("repurchases", form, self.flat, as_published=True))
        self.put("repurchase-assets.csv", grid_csv("repurchase-assets", assets, self.flat))
        self.put("repurchases.json", parts_json("repurchases", self.head, section.parts, self.flat))
        self.xml("repurchases", section.parts)

    def stress(self) -> None:
        found = stress_of(self.subject)
        if isinstance(found, StressFigures):
            self.tables("stress", lambda subject: stress_section(subject, found))
        else:
            self.pack.left_out["stress"] = found

    def annexes(self) -> None:
        grid, parts = exposures_grid(self.subject), investor_parts(self.subject)
        self.put("annex-ix.csv", grid_csv("annex-ix", grid, self.flat))
        self.put("annex-xii.csv", figures_csv("annex-xii", parts, self.flat))
        self.xml("annex-ix", (grid,))
        self.xml("annex-xii", parts)
        files = tuple(f"annex-{number}.{ending}" for number in ("ix", "xii") for ending in ("xml", "csv", "xsd"))
        self.pack.sections.append(
            Section("annexes", "Exposures and investor report", (exposures_short(self.subject), *parts[:3]), files)
        )

    def annual(self) -> None:
        stem, sections = f"annual-{self.subject.year}", annual_sections(self.subject)
        facts = {section.key: self.flat.section(section) for section in sections}
        self.put(f"{stem}.json", json_text("annual", self.head | {"year": self.subject.year} | facts))
        self.page("annual", stem, sections, up=SUMMARY)
        files = (f"{stem}.html", f"{stem}.json", *((f"{stem}.pdf",) if self.pdf else ()))
        self.pack.sections.append(Section("annual", "Annual report", (), files))

    def page(self, name: str, stem: str, sections: Sequence[Section], up: str = "", pdf: bool = True) -> None:
        made = page_of(self.subject, self.language, name, sections, up)
        self.put(f"{stem}.html", render(made))
        if self.pdf and pdf:
            self.pack.files[f"{stem}.pdf"] = page_pdf(made, self._when())

    def _when(self) -> Place | None:
        return last_place(self.subject.ledger)
