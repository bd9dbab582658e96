"""What the rules flag."""
