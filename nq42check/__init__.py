"""nq42check: a province's social-policy targets held against Resolution 42-NQ/TW."""

from typing import TYPE_CHECKING

from nq42check.version import __version__

if TYPE_CHECKING:
    from nq42check.api import check

__all__ = ["__version__", "check"]


def __getattr__(name: str) -> object:
    """The public names, imported when they are first used."""
    if name == "check":
        from nq42check.api import check

        return check
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
