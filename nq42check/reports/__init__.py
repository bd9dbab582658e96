"""Reports: what a run found, for people and for machines. Each reporter turns a report into one text."""
