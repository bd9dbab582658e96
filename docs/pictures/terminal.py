"""Draws `terminal.svg`, the report of Hà Giang as a terminal shows it: `python docs/pictures/terminal.py`."""

import io
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent
COMMAND = "nq42check provinces/ha_giang.yaml"
LINES = 34
# The reader's own monospaced font in place of one from the network.
FORMAT = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: {char_height}px;
  line-height: {line_height}px; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: "DejaVu Sans", Arial, sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def drawn() -> str:
    """The picture."""
    done = subprocess.run(
        [sys.executable, "-m", *COMMAND.split(), "--color", "always", "--lang", "vi", "--as-of", "2026-11-21"],
        cwd=HERE.parent.parent,
        capture_output=True,
        encoding="utf-8",
    )
    console = Console(record=True, width=80, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    for line in done.stdout.splitlines()[:LINES]:
        console.print(Text.from_ansi(line), soft_wrap=True)
    picture = console.export_svg(title=COMMAND, code_format=FORMAT, unique_id="terminal")
    return re.sub(r' textLength="[\d.]+"', "", picture)  # it pulls letters and their tone marks apart


if __name__ == "__main__":
    (HERE / "terminal.svg").write_text(drawn(), encoding="utf-8")
