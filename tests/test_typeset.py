"""A minus is no hyphen and an index stands low wherever a reader sees them; code stays code."""

import ast
import re
from pathlib import Path

import pytest

from course import check
from course._typeset import low, marked, minus
from course.check._card import paragraphs

RAW = re.compile(r"(?<![^\W_]|_)[^\W\d_]_[^\W_]+(?![\w(])")
HYPHEN = re.compile(r"(?<![\w)\]}.=-])-\.?\d")
CODE = re.compile(r"`[^`]*`|\w+\(.*?\)+|\w+\[[^\]]*\]")
CHECKS = sorted(Path(check.__file__).parent.glob("[a-z]*.py"))


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("-0.80", "−0.80"),
        ("from -5 to -.5, [-1, 2]", "from −5 to −.5, [−1, 2]"),
        ("0.8 - 0.3 - -0.1 = 0.6", "0.8 − 0.3 − −0.1 = 0.6"),
        ("V - V_rest", "V − V_rest"),
        ("10-20 ms, f-I, 1e-5, 2-norm", "10-20 ms, f-I, 1e-5, 2-norm"),
        ("call f(V=-65.0, I=[-1, 0]) and `-1`, x[-1]: -2", None),
    ],
)
def test_a_number_below_0_has_a_minus_and_code_keeps_its_hyphen(written, plain):
    assert minus(written) == (plain or written.replace(": -2", ": −2"))
    assert minus(minus(written)) == minus(written)


@pytest.mark.parametrize(
    ("written", "page", "picture"),
    [
        ("α_c = 0.138", "α<sub>c</sub> = 0.138", r"$α_\mathrm{c}$ = 0.138"),
        ("at E_Na", "at E<sub>Na</sub>", r"at $E_\mathrm{Na}$"),
        ("g_12 < 1", "g<sub>12</sub> &lt; 1", r"$g_\mathrm{12}$ < 1"),
        ("my_step and f_i(I)", "my_step and f_i(I)", "my_step and f_i(I)"),
        (r"$E_\mathrm{L}$", r"$E_\mathrm{L}$", r"$E_\mathrm{L}$"),
    ],
)
def test_an_index_stands_below_the_line_on_a_page_and_in_a_picture(written, page, picture):
    assert marked(written) == page and low(written) == picture


def sentences(path):
    """What a check may say: texts of several words in its module, holes filled by -0.5."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.JoinedStr):
            parts = [getattr(part, "value", "") for part in node.values]
            yield "".join(part if isinstance(part, str) else "-0.5" for part in parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield node.value


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: path.stem)
def test_no_message_of_a_check_shows_a_hyphen_for_a_minus_or_a_raw_index(path):
    for sentence in sentences(path):
        shown = CODE.sub("", paragraphs(sentence))
        assert not HYPHEN.search(re.sub(r"<[^>]*>", "", shown)), sentence
        assert not RAW.search(shown.replace("&#x27;", "'")), sentence
