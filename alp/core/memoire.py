"""Making many objects that all last: nothing in them is worth looking for garbage."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Reading a register, or counting it, makes many objects and no garbage: looking for it, then or later, would take as long.

    What goes is still freed at once, as long as nothing refers to itself: records, members and figures do not.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if enabled:
            gc.enable()
