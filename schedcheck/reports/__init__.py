"""Reports: what an audit found, as workbooks, JSON and terminal tables. They compute nothing."""

from __future__ import annotations
