"""A plan held against norms."""
