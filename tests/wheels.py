"""Installing without a network: the releases that are installed here, as wheels that pip takes for an index."""

import os
import re
import zipfile
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

# What a build of the project needs, and what the project needs as soon as it runs.
_WANTED = ("setuptools", "nq42check")


def offline(folder: Path) -> dict[str, str]:
    """An environment in which pip finds the releases that are tested here, in `folder`, and no others."""
    (folder / "wheels").mkdir()
    for each in _needed():
        if each.name != "nq42check":
            _wheel(each, folder / "wheels")
    return {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": (folder / "wheels").as_uri(),
        "PIP_CACHE_DIR": str(folder / "cache"),
        "PIP_COMPILE": "0",
    }


def _needed() -> list[Distribution]:
    """What is wanted, with all that it requires."""
    found: dict[str, Distribution] = {}
    names = list(_WANTED)
    while names:
        name = names.pop()
        if name not in found:
            found[name] = distribution(name)
            required = map(Requirement, found[name].requires or ())
            names += [each.name for each in required if not each.marker or each.marker.evaluate({"extra": ""})]
    return list(found.values())


def _wheel(installed: Distribution, folder: Path) -> None:
    """Pack what is installed as the wheel that it came from."""
    files = [file for file in installed.files or () if file.parts[0] != ".." and file.suffix != ".pyc"]
    stem = next(file.parts[0].removesuffix(".dist-info") for file in files if file.parts[0].endswith(".dist-info"))
    tags = [tag.split("-") for tag in re.findall(r"^Tag: (.+)$", installed.read_text("WHEEL") or "", re.MULTILINE)]
    tag = "-".join(".".join(dict.fromkeys(parts)) for parts in zip(*tags, strict=True))
    with zipfile.ZipFile(folder / f"{stem}-{tag}.whl", "w") as wheel:
        for file in files:
            wheel.write(str(file.locate()), str(file))
