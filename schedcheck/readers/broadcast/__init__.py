"""Schedules of broadcast systems: DVB EIT as TSDuck writes it, BXF, TV-Anytime and DVB-I.

A reader for each, with the texts and times of its format beside it; ``xml_nodes`` is the tree that
all three walk, ``programmes`` makes their frame. May import ``readers.values``, and of
``readers.xmltv`` what repairs XML. Never knows tables, listings or documents.
"""
