"""From a version back to its bytes: versions, provenance, PROV, and pages to read again."""
