"""Reports: what an audit found, as a workbook, a page, data and terminal text.

A report may import the results, the law and the checks' documentation, never readers, the pipeline
or a task. It calculates nothing: what several reports count is in ``results.totals``.
"""

from __future__ import annotations
