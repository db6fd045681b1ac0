"""The documents as the services ask for them (`services.ports.Renderer`): content in, bytes out."""

from __future__ import annotations

from collections.abc import Sequence

from veldwerk.documents import cards, csv, form_print, letter, month_pdf, month_xlsx, preview
from veldwerk.domain.letters import CardContent, LetterContent
from veldwerk.domain.months import MonthReport
from veldwerk.domain.paper_forms import PaperForm


class Documents:
    """Makes every document. Holds nothing; may be used from any thread, one document at a time."""

    def letter(self, content: object) -> bytes:
        """PDF of a LetterContent or CardContent. Raises UserError when something is missing from it."""
        if isinstance(content, CardContent):
            return cards.render(content)
        if not isinstance(content, LetterContent):
            raise TypeError(f"not a letter: {type(content).__name__}")
        return letter.render(content)

    def month_pdf(self, report: object) -> bytes:
        """PDF of a MonthReport."""
        return month_pdf.render(_report(report))

    def month_xlsx(self, report: object) -> bytes:
        """XLSX of a MonthReport."""
        return month_xlsx.render(_report(report))

    def month_csv(self, report: object) -> bytes:
        """CSV of a MonthReport, one figure a line."""
        return csv.month(_report(report))

    def csv(self, header: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
        """Any table as CSV."""
        return csv.render(header, rows)

    def form(self, form: object) -> bytes:
        """PDF of a PaperForm."""
        if not isinstance(form, PaperForm):
            raise TypeError(f"not a form: {type(form).__name__}")
        return form_print.render(form)

    def pages(self, pdf: bytes, dpi: float = 110) -> list[preview.PageImage]:
        """The pages of a PDF as images for the screen or a printer."""
        return preview.pages(pdf, dpi)


def _report(report: object) -> MonthReport:
    if not isinstance(report, MonthReport):
        raise TypeError(f"not a month report: {type(report).__name__}")
    return report
