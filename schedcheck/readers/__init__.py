"""Readers: from a source to the schedule frame, the faults and the notes of it.

Here: what finds, opens and unpacks sources (``folder``, ``source``, ``archive``, ``encodings``),
what a reader is (``base``), and which one reads (``registry``, ``plugins``); a folder for each
family of formats. May import ``schedule``, ``zones``, ``errors`` and ``messages``. Never knows the
law, the roster, the settings of a run, or what becomes of a programme.
"""
