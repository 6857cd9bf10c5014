"""Tables with days as columns: a matrix, blocks of columns, or either turned by a quarter.

``shapes`` says which it is; what is found becomes a ``long_table`` with a row for each programme,
which ``readers.tables`` reads like any other. May import ``readers.tables`` (columns, headings,
rows) and ``readers.values``. Never makes a frame.
"""
