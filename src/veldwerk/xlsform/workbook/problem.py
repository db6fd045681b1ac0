"""What is wrong with a workbook, with the place where it stands."""

from __future__ import annotations

from veldwerk.xlsform.errors import FormError


class WorkbookError(FormError):
    """What pyxform or the file refuses; the place is None where it is not known.

    `row` counts as in the sheet, the heading being row 1; `column` is the heading. `mend` says what to change so that
    the rest of the workbook can be looked at too (see `mending`), "" when that is not known.
    """

    def __init__(
        self,
        message: str,
        sheet: str | None = None,
        row: int | None = None,
        column: str | None = None,
        mend: str = "",
        **values: object,
    ) -> None:
        super().__init__(message, **values)
        self.sheet = sheet
        self.row = row
        self.column = column
        self.mend = mend
