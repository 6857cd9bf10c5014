"""Checks television and radio schedules against the watershed law of Kazakhstan."""

from __future__ import annotations

__version__ = "0.1.0"
