"""Readers: one module a format. The table of them all is in ``registry.py``."""
