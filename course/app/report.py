"""What the doctor found, in words: for the terminal and for a notebook."""

import html
from typing import NamedTuple

SIGNS = {True: ("ok", "✓ ok"), False: ("WRONG", "✗ wrong"), None: ("to do", "○ not tried yet")}


class Finding(NamedTuple):
    """One thing that was looked at."""

    sound: bool | None  # None: nobody has tried it yet
    what: str
    words: str
    remedy: str = ""  # what to do if it is not sound, or not tried
    where: str = ""  # a folder; only the terminal tells it, a saved notebook need not


class Report(NamedTuple):
    """Everything that was looked at; true if all of it is sound."""

    findings: tuple

    def __bool__(self):
        return all(finding.sound for finding in self.findings)

    @property
    def conclusion(self):
        wrong = sum(finding.sound is False for finding in self.findings)
        untried = sum(finding.sound is None for finding in self.findings)
        if wrong:
            return f"{wrong} thing{'s' * (wrong > 1)} to mend, then run this again."
        if untried:
            return f"{untried} thing{'s' * (untried > 1)} to try, then run this again."
        return "Everything is sound."

    def _lines(self, places):
        for sound, what, words, remedy, where in self.findings:
            place = f" in {where}" if places and where else ""
            yield f"[{SIGNS[sound][0]:>5}] {what}: {words}{place}"
            if not sound:
                yield f"        What to do: {remedy}"
        yield self.conclusion

    def __str__(self):
        return "\n".join(self._lines(places=True))

    def __repr__(self):
        return "\n".join(self._lines(places=False))

    def _repr_html_(self):
        rows = []
        for sound, what, words, remedy, _ in self.findings:
            todo = "" if sound else f"<br><strong>What to do:</strong> {html.escape(remedy)}"
            rows.append(
                f'<tr><td style="white-space:nowrap">{SIGNS[sound][1]}</td><th scope="row">'
                f'{html.escape(what)}</th><td style="text-align:left">{html.escape(words)}'
                f"{todo}</td></tr>"
            )
        return f"<table>{''.join(rows)}</table><p><strong>{self.conclusion}</strong></p>"
