"""`veldwerk month YYYY-MM --out DIR`."""

from __future__ import annotations

import re
from pathlib import Path

import click

from veldwerk.app.workplace import open_workplace
from veldwerk.cli.frame import Frame, json_option, sentences, show
from veldwerk.domain.errors import UserError
from veldwerk.system import paths
from veldwerk.texts import _


@click.command()
@click.argument("period", metavar="YYYY-MM")
@click.option("--out", "folder", required=True, type=click.Path(path_type=Path, file_okay=False))
@click.option("--public", is_flag=True, help="For everyone: numbers below ten are hidden.")
@json_option
@click.pass_obj
def month(frame: Frame, period: str, folder: Path, public: bool, as_json: bool) -> None:
    """Write the month summary as PDF, XLSX and CSV."""
    with sentences():
        year, number = _period(period)
        with open_workplace(frame.vault or paths.default_vault(), frame.passphrase) as work:
            report = work.services.months.report(
                work.actor, year, number, public=public, language=frame.language
            )
            files = work.services.months.export(work.actor, report).files
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
        words = _("Written: {files}").format(files=", ".join(files))
        show({"period": report.period, "files": list(files), "hidden": report.hidden_count}, as_json, words)


def _period(text: str) -> tuple[int, int]:
    """Year and month; years of 1900 to 2199, so that a slip of the finger is not a month without visits."""
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})", text)
    year, number = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (1900 <= year <= 2199 and 1 <= number <= 12):
        raise UserError("Write the month as 2026-11.", code="bad-month")
    return year, number
