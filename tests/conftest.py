from __future__ import annotations

import os

from hypothesis import settings

# help texts are put into words when the program is imported: in English, on any machine
os.environ["LC_ALL"] = "C"

# how long one example takes says more of the machine than of the program
settings.register_profile("schedcheck", deadline=None)
settings.load_profile("schedcheck")
