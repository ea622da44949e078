# SPDX-License-Identifier: Apache-2.0
"""``regalia report supervisor``: the pack of files for the supervisors of a deal."""

from __future__ import annotations

from pathlib import Path

import click

from regalia.cli.report_figures import pack_facts, pack_lines
from regalia.cli.whole import Whole
from regalia.printing import to_json

PATH = click.Path(path_type=Path)
TERMS_HELP = "Deal file; else beside the record, or in deals/."


@click.command()
@click.option(
    "--record", "record_file", type=PATH, required=True, metavar="FILE", help="Deployment record of the deal."
)
@click.option("--rpc", required=True, metavar="URL", help="Address of a node of the deal's network.")
@click.option("--out", "folder", type=PATH, required=True, metavar="FOLDER", help="Where the files go.")
@click.option("--terms", "terms_file", type=PATH, metavar="FILE", help=TERMS_HELP)
@click.option(
    "--period",
    type=Whole("periods", 0, 2**31),
    metavar="N",
    help="Of the distribution report; the next one when not given.",
)
@click.option("--year", type=Whole("years", 1970, 9999), metavar="YYYY", help="Of the annual report; the block's year.")
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Of the pages.")
@click.option("--holidays", "holidays_file", type=PATH, metavar="FILE", help="Days that are no trading days.")
@click.option(
    "--declarations", "declarations_file", type=PATH, metavar="FILE", help="What people declare, and no chain knows."
)
@click.option(
    "--assumptions", "assumptions_file", type=PATH, metavar="FILE", help="Scenario file that stress is made with."
)
@click.option("--pdf", is_flag=True, help="The summary and the annual report as PDF, too.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def supervisor(
    record_file: Path,
    rpc: str,
    folder: Path,
    terms_file: Path | None,
    period: int | None,
    year: int | None,
    language: str,
    holidays_file: Path | None,
    declarations_file: Path | None,
    assumptions_file: Path | None,
    pdf: bool,
    as_json: bool,
) -> None:
    """Make the supervisor's pack of a deal: distribution and annual report, exposures, repurchases, concentrations, bars, retention,
    stress, officers, orders, attestors, a page with all of it.

    Each file says what it is shaped after, and that it is no filing. It is made from a replay that found every figure again; where one
    differs, nothing is made. All files are written, or none.
    """
    from regalia.cli.report_subject import Asked, check_not_read, subject_of
    from regalia.reports.supervisor.language import Language
    from regalia.reports.supervisor.pack import pack_of, write_pack

    given = (holidays_file, declarations_file, assumptions_file)
    asked = Asked(record_file, rpc, folder, terms_file, period, year, *given)
    subject = subject_of(asked, quiet=as_json)
    pack = pack_of(subject, Language(language), pdf)
    check_not_read(asked, subject, pack.files)
    write_pack(pack, folder)
    click.echo(to_json(pack_facts(subject, pack)) if as_json else pack_lines(subject, pack, folder))
