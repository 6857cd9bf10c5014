"""Read and judge a guide, end to end but for writing workbooks."""

from __future__ import annotations

import os
import sys

from schedcheck.audit import audit
from schedcheck.findings import Severity
from schedcheck.settings import Settings

if __name__ == "__main__":
    result = audit([sys.argv[1]], Settings(jobs=os.cpu_count() or 1))
    counts = ", ".join(f"{one.value} {result.count(one)}" for one in Severity)
    print(f"{len(result.schedule)} programmes, {counts}")
