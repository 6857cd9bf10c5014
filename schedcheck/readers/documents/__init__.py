"""Documents that people write: Word (docx, doc), OpenDocument, RTF, HTML and PDF.

A reader for each format gives the lines and tables of its document; ``document`` gives them to the
readers of listings and of tables. May import ``readers.listings``, ``readers.tables`` and
``readers.values``. Never knows what a line means, and is not known by what it imports.
"""
