"""The Python interface: what a program may call."""

from collections.abc import Iterable
from datetime import date

from nq42check.checking import Report, check_paths
from nq42check.knowledge import document_for, load_knowledge


def check(
    *paths: str, against: Iterable[str] = (), as_of: date | None = None, rule_folders: Iterable[str] = ()
) -> Report:
    """Check the plans that `paths` name, files or folders, as `nq42check PATH…` does.

    `against` names documents to hold plans against (numbers or files) in place of those that each plan implements.
    `as_of` is the date at which waivers are judged, by default today. `rule_folders` hold rules beside those shipped.

    Returns a report with, for each plan, its `findings` and `assessments`; inputs that cannot be used stand in
    `refusals` and raise nothing. `Report.exit_code()` is what the command would exit with. Raises
    `nq42check.knowledge.BadKnowledge` where a file of `against` or `rule_folders` cannot be used, and LookupError
    where a name in `against` is not known.
    """
    knowledge = load_knowledge(rule_folders)
    documents = [document_for(name, knowledge) for name in against]
    return check_paths(paths, knowledge, against=documents, as_of=as_of or date.today())
