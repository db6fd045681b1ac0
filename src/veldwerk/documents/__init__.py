"""Letters, cards, month reports and forms as PDF, XLSX and CSV: bytes in memory, the same for the same input."""
