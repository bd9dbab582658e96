"""What things are: indicators, values, documents. No parsing, no wording."""
