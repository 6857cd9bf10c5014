"""Workbooks: one channel's, all channels', and the summary of a batch.

``sheets`` and ``streaming`` are the only modules that know openpyxl's styles and archives; the
others give them columns and rows. Knows nothing of pages and data.
"""
