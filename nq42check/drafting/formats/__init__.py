"""Readers of documents as issued: a module a format, from bytes to blocks."""
