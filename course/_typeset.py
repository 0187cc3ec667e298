"""How words are set where a reader sees them: a minus is no hyphen, an index stands low.

Sentences are written as code is, "E_Na is -0.5", and set at the door where they are shown:
`minus` for plain text, `marked` for HTML, `low` for a picture. Code within them stays as
it is, since it may be copied.
"""

import html
import re

# A sign, or between terms.
HYPHEN = re.compile(r"(?<![\w)\]}.=-])-(?=\.?\d|∞)|(?<=[\w)\]] )-(?= [\w([−-])")
SYMBOL = re.compile(r"(?<![^\W_]|_)([^\W\d_])_([^\W_]+)(?![\w(])")  # E_Na, but no f_i(x)
CODE = re.compile(r"(`[^`]*`|\w+\((?:[^()]|\([^()]*\))*\)|\w+\[[^\]]*\]|\$[^$]*\$)")


def minus(words: str) -> str:
    """Words with a minus sign before their negative numbers."""
    return _apart_from_code(words, lambda part: HYPHEN.sub("−", part)) if "-" in words else words


def marked(words: str) -> str:
    """Words as HTML, with indices below the line."""
    escaped = html.escape(minus(words))
    return _apart_from_code(escaped, lambda part: SYMBOL.sub(r"\1<sub>\2</sub>", part))


def low(words: str) -> str:
    """Words as matplotlib sets them, with indices below the line."""
    words = minus(words)
    if "_" not in words:
        return words
    return _apart_from_code(words, lambda part: SYMBOL.sub(r"$\1_\\mathrm{\2}$", part))


def _apart_from_code(words, change):
    parts = CODE.split(words)
    return "".join(part if k % 2 else change(part) for k, part in enumerate(parts))
