"""`nq42check completion`: the script by which a shell asks what may come next."""

import click
from click.shell_completion import get_completion_class

from nq42check.cli import outputs
from nq42check.cli.bilingual import command
from nq42check.cli.options import lang_option


@command("completion", texts=("completion", "completion-use"))
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@lang_option
@click.pass_context
def completion(ctx: click.Context, shell: str, lang: str | None) -> None:
    """Print the script that a shell needs to complete command lines; no settings are read for it."""
    shell_class = get_completion_class(shell)
    assert shell_class is not None
    completer = shell_class(ctx.find_root().command, {}, "nq42check", "_NQ42CHECK_COMPLETE")
    # click's own source() runs bash to see its version, which may be absent here.
    outputs.write(completer.source_template % completer.source_vars())
