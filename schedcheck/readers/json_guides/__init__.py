"""The JSON of guide services, read by mappings that are data (``mappings/*.toml``).

``replies`` parses, ``path`` and ``mapping`` say where things are, ``mapping_choice`` finds the
mapping that fits, ``entries`` makes the frame. May import ``readers.values``. Never knows a
service by name: that is in its mapping.
"""
