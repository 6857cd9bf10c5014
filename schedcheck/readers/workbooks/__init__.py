"""Workbooks: xlsx, xls, xlsb and ods, every sheet of them.

``reader`` gives the cells to ``readers.tables``; ``package`` and ``biff`` look into the file
before a library reads it, ``formulas`` computes values that are missing, ``twin_sheets`` folds a
schedule given in two languages. May import ``readers.tables`` and ``readers.values``. Never knows
what a column means.
"""
