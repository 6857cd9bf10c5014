"""Readers: one module a format, found by content first and by name second."""
