"""One run: files, what the checker knows, results and totals."""
