"""``python -m schedcheck``."""

from __future__ import annotations

from schedcheck.cli import main

if __name__ == "__main__":
    main()
