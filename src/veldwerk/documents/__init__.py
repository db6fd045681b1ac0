"""Letters, cards, month reports and forms as PDF, XLSX and CSV: the same bytes for the same input."""
