"""Processes that share the work of a run: each has some of its parts in turn."""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from nq42check.cli import terminal

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Part = TypeVar("Part")
Prepared = TypeVar("Prepared")
Done = TypeVar("Done")

_MOST = 61  # as many as Windows lets a process wait for


class Worker(NamedTuple, Generic[Done]):
    """A process that does some of the parts, and the end of the pipe through which comes what they came to."""

    process: "BaseProcess"
    done: "Connection"

    def next(self) -> Done | None:
        """What its next part came to; None where the process has come to an end before."""
        try:
            done: Done = self.done.recv()
        except (EOFError, OSError):
            return None
        return done

    def end(self) -> None:
        """End the process, whatever it is at."""
        self.process.kill()
        self.process.join()
        self.done.close()


def workers_on(
    parts: Sequence[Part],
    preparing: Callable[[], Prepared],
    do: Callable[[Part, Prepared], Done],
    wanted: int,
    method: str,
) -> list[Worker[Done]]:
    """Processes that between them do all `parts` in turn; none where the system does not let us have them all.

    Each will `do` a part with what `preparing` gives it at its start. `method` is how processes come to be, as
    multiprocessing calls it.
    """
    workers: list[Worker[Done]] = []
    wanted = min(wanted, _MOST)
    try:
        from multiprocessing import get_context

        context: Any = get_context(method)
        for first in range(wanted):
            done, end = context.Pipe(duplex=False)
            with end:  # once it is the worker's alone, it is closed when the worker ends
                process = context.Process(target=_work, args=(end, parts[first::wanted], preparing, do), daemon=True)
                process.start()
            workers.append(Worker(process, done))
    except Exception:  # whatever it is, the run goes on without
        for worker in workers:
            worker.end()
        return []
    return workers


def _work(
    end: "Connection", parts: Sequence[Part], preparing: Callable[[], Prepared], do: Callable[[Part, Prepared], Done]
) -> None:
    """Do `parts` in a process of its own, which ends with its parent; where that fails, the parent goes on."""
    from multiprocessing import parent_process
    from threading import Thread

    def end_with_parent() -> None:
        parent = parent_process()
        assert parent is not None
        parent.join()
        os._exit(1)

    terminal.end_at_once_on_signals()
    with suppress(Exception):
        Thread(target=end_with_parent, daemon=True).start()
        prepared = preparing()
        for part in parts:
            end.send(do(part, prepared))
