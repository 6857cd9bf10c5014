"""The interface for programs: deliveries by HTTP with a token, described by OpenAPI."""
