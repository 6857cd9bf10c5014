"""The batch over a folder, done wholly each time: ``sample_batch.py FOLDER OUT [MODULE]``.

MODULE: where the batch is in the build that is asked.
"""

from __future__ import annotations

import sys
from importlib import import_module

if __name__ == "__main__":
    folder, out, module = [*sys.argv[1:], "schedcheck.tasks.batch.batch"][:3]
    print(len(import_module(module).run_batch(folder, out, fresh=True).channels))
