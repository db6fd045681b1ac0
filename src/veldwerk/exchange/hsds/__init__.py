"""HSDS 3.1 (Open Referral): checking, reading and writing documents of the social map."""

from __future__ import annotations

from veldwerk.exchange.hsds.check import Fault, kind_of, parts, validate
from veldwerk.exchange.hsds.documents import Found, Reading, load, page, read, write
from veldwerk.exchange.hsds.entries import entries, location_document, organization_document, service_document

__all__ = [
    "Fault",
    "Found",
    "Reading",
    "entries",
    "kind_of",
    "load",
    "location_document",
    "organization_document",
    "page",
    "parts",
    "read",
    "service_document",
    "validate",
    "write",
]
