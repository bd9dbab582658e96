"""The words of reports and messages, a module for each language."""

LANGUAGES = ("vi", "en")
