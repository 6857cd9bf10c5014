"""Years of schedules in a store of Parquet files, and questions to it."""

from __future__ import annotations
