"""The law as data: rules, rulebooks, the roster of channels, marks, and forbidden time.

May import ``toml_table``, ``zones``, ``messages`` and the schedule frame; never a reader, a finding
or a setting. No rule is in the code: rules are in ``rulebooks``, channels in ``rosters``.
"""
