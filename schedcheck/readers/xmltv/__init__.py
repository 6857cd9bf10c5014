"""xmltv."""
