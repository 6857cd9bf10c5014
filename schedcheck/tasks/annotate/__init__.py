"""The station's own file given back with its findings in it, and nothing else changed."""
