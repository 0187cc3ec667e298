"""The place of a figure in the output of its cell: it says why the figure is not there yet."""

import contextlib
import html
from collections.abc import Iterator
from typing import Any

from IPython import get_ipython
from IPython.display import display

from course import _host, _jit
from course._language import said as in_language


class Place:
    """Where a figure will stand, from the first word about it on.

    What is said meanwhile and the picture are one output, so that the saved page has
    the picture only.
    """

    def __init__(self) -> None:
        self._output = None
        self._execution = None, None  # the cell and the run that the output belongs to

    @contextlib.contextmanager
    def waiting(self) -> Iterator[None]:
        """Say it in the cell when a kernel has to be compiled first."""
        try:
            with _jit.telling(self.tell):
                yield
        finally:
            if self._output is not None:
                self._output.update({}, raw=True)

    def tell(self, words: str) -> None:
        """Put words where the figure will be."""
        if get_ipython() is None or self._execution == _host.run():
            return
        said = f'<p class="course-compiling" role="status">{html.escape(in_language(words))}</p>'
        bundle = {"text/html": said, "text/plain": words}
        self._output = display(bundle, raw=True, display_id=True)
        self._execution = _host.run()

    def put(self, bundle: dict[str, Any], metadata: dict[str, Any] | None = None) -> None:
        """Put the figure there."""
        if self._output is not None and self._execution == _host.run():
            self._output.update(bundle, metadata=metadata, raw=True)
        else:
            display(bundle, metadata=metadata, raw=True)
        self._output = None
        self._execution = None, None
