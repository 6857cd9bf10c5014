"""A station's own files changed in some places; all else in them stays as it is."""
