"""How long a test waits for something to happen.

Tests wait for events, never for a time. What bounds the wait is there for what never
comes, so it leaves room for a machine with twenty programs beside the test.
"""

import time

PATIENCE = 600  # s


def until(happened, explain, poll=0.05):
    """Wait until `happened()`; TimeoutError with `explain()` if it does not."""
    end = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > end:
            raise TimeoutError(explain())
        time.sleep(poll)
