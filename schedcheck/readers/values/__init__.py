"""Values that cells and texts hold: times, days, years, zones, and the words of schedules.

The one grammar of all readers: tables, grids, listings, documents and web pages read a clock
reading by ``clock_times`` (one in a cell) and ``leading_times`` (at the head of a text), a day by
``day_headings``, the year that it does not print by ``years``, and a zone by
``clock_names``. The words are data: ``headings.toml``, ``listing.toml``.
A spelling is added in one place. Imports the schedule and what lies below it, no reader.
"""
