"""Two deliveries compared: programmes moved, added and dropped, violations new and mended."""
