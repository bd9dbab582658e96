"""What Word files are made of: the package, its XML, styles, numbers, tables, signs."""
