"""The options that commands share, and what completes the values of options and arguments."""

from collections.abc import Callable
from functools import update_wrapper
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from nq42check.cli.bilingual import option, usual_language
from nq42check.cli.complaints import Unusable
from nq42check.cli.outputs import OutputFailed
from nq42check.cli.place import NO_SETTINGS, Shared, named_place
from nq42check.reports.wording import Wording
from nq42check.run.checking import today
from nq42check.run.tally import Exit
from nq42check.texts import LANGUAGES

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def completing(kind: str) -> Callable[..., list["CompletionItem"]]:
    """What completes a value: the function `kind` of `completion`, which is loaded when a shell asks."""
    return lambda ctx, _, incomplete: getattr(import_module("nq42check.cli.completion"), kind)(ctx, incomplete)


lang_option = option("--lang", type=click.Choice(LANGUAGES))
rules_option = option(
    "--rules",
    "rule_folders",
    text="rules-folder",
    multiple=True,
    metavar="FOLDER",
    shell_complete=completing("paths"),
)
config_option = option(
    "--config",
    text="config-file",
    metavar=f"FILE|{NO_SETTINGS}",
    shell_complete=completing("settings"),
)
color_option = option("--color", type=click.Choice(["auto", "always", "never"]), default="auto")
places_option = option("--places", type=click.Choice(["today"]))
as_of_option = option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    callback=lambda _ctx, _param, time: time.date() if time else today(),
)


def in_place(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give `command` the option `--lang`, and as its first argument what it works with by that and by the settings.

    Where it has the option `--config`, too, that names the settings. What cannot be written is told in the language
    of the run.
    """

    def run(lang: str | None, config: str | None = None, **asked: Any) -> Any:
        place = named_place(config)
        language = lang or place.settings.language or usual_language()[0]
        wording = Wording(language)
        try:
            return command(Shared(place, wording), **asked)
        except OutputFailed as error:
            raise Unusable(wording.unwritten(error.file, error.error), Exit.USAGE) from None

    return lang_option(update_wrapper(run, command))  # type: ignore[no-any-return]
