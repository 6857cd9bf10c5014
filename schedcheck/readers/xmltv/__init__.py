"""XMLTV: read by the column where it is as nearly all guides are, strictly elsewhere, and repaired.

``reader`` joins the pieces; ``fast`` and its parts, ``strict`` and ``repair`` make them,
``parallel`` in several threads. May import ``readers.values.stamps``. Never knows other formats;
``readers.broadcast`` repairs its XML by the same rules.
"""
