"""PDF read in a process of its own, with limits of time and memory: a small file may ask for much of both."""

import json
import os
import signal
import sys
from contextlib import suppress
from importlib.util import find_spec
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired

from nq42check.drafting.issued import Block, Issued, Unread

_SECONDS = 40
"""How long it may compute: as long as twenty ordinary documents take."""
_WAITED = 90
"""How many seconds it may take on a machine that has other work."""
_MEMORY = 300 << 20

# Isolated from the environment and the working directory, but for the places where this process finds its modules.
_CHILD = "import sys; sys.path[:] = sys.argv[1:]; from nq42check.run.pdf import answer; answer()"


def issued(data: bytes) -> Issued:
    """The document in the bytes of a PDF. Raises Unread where there is no text, no certain one, or no end of it."""
    if find_spec("pdfplumber") is None:
        raise Unread("pdf-extra")
    places = [os.path.abspath(place) for place in sys.path]
    with Popen([sys.executable, "-I", "-c", _CHILD, *places], stdin=PIPE, stdout=PIPE, stderr=DEVNULL) as child:
        try:
            output, _ = child.communicate(data, timeout=_WAITED)
        except TimeoutExpired:
            raise Unread("pdf-slow", seconds=str(_WAITED)) from None
        finally:
            child.kill()
    return _understood(output, child.returncode)


def _understood(output: bytes, ended: int) -> Issued:
    """The document that the process has read. Raises Unread where it has not, or was ended."""
    if ended == -getattr(signal, "SIGXCPU", signal.SIGTERM):
        raise Unread("pdf-slow", seconds=str(_SECONDS))
    try:
        answer = json.loads(output)
    except ValueError:  # what ends it without a word are limits of memory, the system's or ours
        raise Unread("too-large") from None
    if "reason" in answer:
        raise Unread(answer["reason"], **answer["fields"])
    return Issued(tuple(Block(text, tuple(cells), *others) for text, cells, *others in answer["blocks"]), "pdf")


def answer() -> None:
    """What the process does: it reads a PDF from its input, and writes its blocks as JSON, or why there are none."""
    _limit()
    try:
        from nq42check.drafting.formats import pdf

        found: dict[str, object] = {"blocks": pdf.issued(sys.stdin.buffer.read()).blocks}
    except Unread as refused:
        found = {"reason": refused.reason, "fields": refused.fields}
    except MemoryError:
        found = {"reason": "too-large", "fields": {}}
    sys.stdout.buffer.write(json.dumps(found).encode())


def _limit() -> None:
    """Limits what this process may take, as far as the system can."""
    import logging

    logging.disable()
    with suppress(ImportError, ValueError, OSError):
        import resource

        for limit, most in ((resource.RLIMIT_CPU, _SECONDS), (resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CORE, 0)):
            hard = resource.getrlimit(limit)[1]
            resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
