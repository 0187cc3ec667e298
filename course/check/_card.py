"""The cards of a page: one frame for all kinds, in HTML that any host shows.

The style stands in the elements, because hosts that show a saved notebook drop style
sheets. Colors are those of the page's theme where it says them.
"""

import html

from course._language import said
from course._typeset import marked

# kind -> icon and words of its head; the color never stands alone
KINDS = {
    "predict": ("◇", "Predict"),
    "compare": ("◈", "Compare"),
    "check": ("☑", "Check"),
    "hint": ("☞", "Hint"),
    "solution": ("☰", "Solution"),
    "lesson": ("◉", "Lesson"),
    "model": ("≡", "Model"),
}
SOFT = "var(--jp-ui-font-color2, #59616b)"
_FRAME = (
    "box-sizing:border-box;max-width:760px;margin:4px 0;padding:10px 14px 12px;"
    "border:1px solid var(--jp-border-color1, #7b8490);border-radius:10px;"
    "font:15px/1.5 var(--jp-ui-font-family, system-ui, sans-serif);"
    "color:var(--jp-ui-font-color0, #16191d)"
)
_HEAD = f"display:flex;gap:8px;margin:0 0 4px;font-size:13px;font-weight:600;color:{SOFT}"
_TITLE = "margin:0 0 6px;font-size:16px;font-weight:600"
FOLD = "margin:4px 0;cursor:pointer"


def card(
    kind: str, body: str, *, title: str = "", state: str = "", name: str = "", role: str = ""
) -> str:
    """HTML of a card; `body` is HTML already, title and state are not.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    state : str
        In the reader's language already, as it is put together of parts.
    name : str
        More classes, for style sheets and scripts.
    role : str
        For screen readers, e.g. "status".
    """
    icon, words = KINDS[kind]
    right = f'<span style="margin-left:auto">{html.escape(state)}</span>' if state else ""
    head = f'<span aria-hidden="true">{icon}</span><span>{said(words)}</span>{right}'
    heading = f'<p style="{_TITLE}">{html.escape(said(title))}</p>' if title else ""
    classes = f"course-card course-{kind} {name}".strip()
    spoken = f' role="{role}"' if role else ""
    return (
        f'<div class="{classes}"{spoken} style="{_FRAME}">'
        f'<div style="{_HEAD}">{head}</div>{heading}{body}</div>'
    )


def paragraphs(text: str) -> str:
    """HTML paragraphs, one for each line of `text`."""
    lines = filter(None, (line.strip() for line in said(text).splitlines()))
    return "".join(f'<p style="margin:4px 0">{marked(line)}</p>' for line in lines)


def folded(summary: str, body: str, *, open: bool = False) -> str:
    """HTML that unfolds; `body` is HTML already."""
    head = f'<summary style="{FOLD}">{html.escape(said(summary))}</summary>'
    return f"<details{' open' if open else ''}>{head}{body}</details>"
