"""The tables of the portal, and how they have changed."""
