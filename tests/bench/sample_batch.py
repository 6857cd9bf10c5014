"""The batch over a folder, done wholly each time."""

from __future__ import annotations

import sys

from schedcheck.tasks.batch.batch import run_batch

if __name__ == "__main__":
    print(len(run_batch(sys.argv[1], sys.argv[2], fresh=True).channels))
