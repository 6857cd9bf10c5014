from __future__ import annotations

from hypothesis import settings

# how long one example takes says more of the machine than of the program
settings.register_profile("schedcheck", deadline=None)
settings.load_profile("schedcheck")
