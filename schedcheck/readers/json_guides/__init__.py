"""json_guides."""
