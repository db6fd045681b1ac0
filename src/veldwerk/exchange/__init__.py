"""Doors to other systems: HSDS, FHIR, person lists, the read model for analysts."""
