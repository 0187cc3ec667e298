"""Colors by meaning in four looks, and what matplotlib is to make of them.

A figure says what a thing is, as in `ax.V.line("V", t, V, color="ink")`; which color that
is depends on the page. The names, which mean the same in every lesson:

    ink     the state itself, V, spikes; outlines and words
    soft    leak, theory (dashed), a pinned curve, the words of an axis
    exc     excitation, a positive weight
    inh     inhibition, a negative weight
    na      sodium: m solid, h dashed
    k       potassium and its gate n; passed, done
    you     from outside: input, drives, what the hand moves, the student's own curve
    sky     a fifth kind: post-I, air, calcium
    faint   hairlines and bodies: decoration
    paper   what the figure stands on
    raised  a field on it
    wash    a tint behind words
    edge    the outline of a control

A name alone is for lines, words and small marks: at least 4.5:1 on the paper, 7:1 in the
looks of high contrast. `area` is for areas that have such an outline or a word beside them.
Color is never the only sign: a dash, a marker, an ending or a word says the same.
"""

import functools
from typing import Any, NamedTuple

import matplotlib
import numpy as np
from matplotlib.colors import Colormap, LinearSegmentedColormap, is_color_like, to_rgb
from matplotlib.patheffects import withStroke
from matplotlib.rcsetup import cycler

from course import _valid

PX = 0.72  # points to a CSS pixel, at 100 dots to the inch
COLORS = (
    *("ink", "soft", "exc", "inh", "na", "k", "you", "sky"),
    *("faint", "paper", "raised", "wash", "edge"),
)
MAPS = ("ember", "signed", "plain")
_AREAS = {  # Okabe and Ito's own, which are too pale for words on white
    "exc": "#d55e00",
    "inh": "#0072b2",
    "na": "#e69f00",
    "k": "#009e73",
    "you": "#cc79a7",
    "sky": "#56b4e9",
}


class Look(NamedTuple):
    """The colors of one look."""

    name: str
    ink: str
    soft: str
    exc: str
    inh: str
    na: str
    k: str
    you: str
    sky: str
    faint: str
    paper: str
    raised: str
    wash: str
    edge: str
    activity: tuple  # from none to most, away from the paper
    weights: tuple  # negative, none, positive; the ends are `inh` and `exc`

    @property
    def dark(self) -> bool:
        """Whether light words stand on dark paper."""
        return _luminance(self.paper) < _luminance(self.ink)

    def area(self, name: str) -> str:
        """The color of an area that has an outline or a word in the color `name` beside it."""
        _valid.choice("name", name, COLORS)
        own: str = getattr(self, name)
        return own if self.dark else _AREAS.get(name, own)

    @property
    def ember(self) -> Colormap:
        """The map of activity, densities and rates."""
        return _map("ember", self.activity)

    @property
    def signed(self) -> Colormap:
        """The map of weights and of whatever is negative, none or positive."""
        return _map("signed", self.weights)

    @property
    def plain(self) -> Colormap:
        """The map of what is only there or not: from the paper to the ink."""
        return _map("plain", (self.paper, self.ink))

    def over(self, color: Any) -> str:
        """The color of words on a field of this color: ink or paper, whichever reads better."""
        _known(color)
        dark, light = sorted((self.ink, self.paper), key=_luminance)
        return light if _luminance(color) < 0.18 else dark

    def share_seen(self, color: Any) -> float:
        """The least share of a color, mixed with paper, of a mark that can still be seen (3:1)."""
        _known(color)
        low, high = 0.0, 1.0
        own, paper = np.array(to_rgb(color)), np.array(to_rgb(self.paper))
        for _ in range(10):
            share = 0.5 * (low + high)
            light = sorted((_luminance(paper), _luminance(share * own + (1 - share) * paper)))
            seen = (light[1] + 0.05) / (light[0] + 0.05) >= 3.0
            low, high = (low, share) if seen else (share, high)
        return high

    def style(self, style: dict[str, Any]) -> dict[str, Any]:
        """Keywords of matplotlib in which the names above stand for their colors here.

        Names are known as values of whatever is a color, also in lists, in (name, opacity)
        and in dicts such as `bbox`; `cmap` knows "ember", "signed" and "plain". `rim` is the
        width of a line with a rim of paper, over an image. All else is left.
        """
        known = {key: self._known(key, value) for key, value in style.items() if key != "rim"}
        if "rim" in style:
            known["path_effects"] = [withStroke(linewidth=style["rim"], foreground=self.paper)]
        return known

    def _known(self, key, value):
        if isinstance(value, dict):
            return self.style(value)
        if key == "cmap":
            return getattr(self, value) if value in MAPS else value
        return self.color(value) if _is_color(key) else value

    def color(self, name: Any) -> Any:
        """The color of a name, of (name, opacity) or of each of several; others as they are."""
        if isinstance(name, str):
            return getattr(self, name) if name in COLORS else name
        if isinstance(name, (list, tuple)):
            return type(name)(map(self.color, name))
        return name

    def rc(self) -> dict[str, Any]:
        """All settings of matplotlib, none of them the session's."""
        return _rc(self)


LIGHT = Look(
    name="light",
    ink="#16191d",
    soft="#59616b",
    exc="#bf4b00",
    inh="#0069a6",
    na="#8a5c00",
    k="#00755a",
    you="#a33c7e",
    sky="#00748f",
    faint="#c3c9d1",
    paper="#ffffff",
    raised="#f5f6f8",
    wash="#e9ecef",
    edge="#7b8490",
    activity=("#f4f1ea", "#f8d277", "#ec8c2c", "#bf4b00", "#6e2400"),
    weights=("#0069a6", "#83b8da", "#f3f2ef", "#f2a981", "#bf4b00"),
)
DARK = Look(
    name="dark",
    ink="#eceef1",
    soft="#a3acb8",
    exc="#ff8b4d",
    inh="#62b5f2",
    na="#f5b93d",
    k="#3dcba0",
    you="#ee9acb",
    sky="#7cd0ea",
    faint="#444c57",
    paper="#15181d",
    raised="#1f242b",
    wash="#2a3038",
    edge="#78828f",
    activity=("#242a31", "#6e3c12", "#cc6a12", "#f8b93e", "#fff1c9"),
    weights=("#62b5f2", "#2f6c99", "#242a31", "#96522c", "#ff8b4d"),
)
CONTRAST = Look(
    name="contrast",
    ink="#ffffff",
    soft="#d3dae3",
    exc="#ff9a62",
    inh="#7cc5ff",
    na="#ffca55",
    k="#4fe3b4",
    you="#ffabdb",
    sky="#93e2fb",
    faint="#8b949f",
    paper="#000000",
    raised="#000000",
    wash="#1c2127",
    edge="#d3dae3",
    activity=("#101418", "#7a3f0c", "#e0761a", "#ffc64d", "#fff6dd"),
    weights=("#7cc5ff", "#2f74a6", "#101418", "#a3582c", "#ff9a62"),
)
CONTRAST_LIGHT = Look(
    name="contrast-light",
    ink="#000000",
    soft="#3d444c",
    exc="#8f3800",
    inh="#004f80",
    na="#614000",
    k="#00523e",
    you="#7f2a61",
    sky="#005063",
    faint="#6b737d",
    paper="#ffffff",
    raised="#ffffff",
    wash="#e9ecef",
    edge="#3d444c",
    activity=("#f4f1ea", "#f8d277", "#e0761a", "#8f3800", "#4a1800"),
    weights=("#004f80", "#83b8da", "#f3f2ef", "#f2a981", "#8f3800"),
)
LOOKS = {look.name: look for look in (LIGHT, DARK, CONTRAST, CONTRAST_LIGHT)}


def is_color(value: Any) -> bool:
    """Whether matplotlib knows it as a color."""
    try:
        return is_color_like(value)
    except Exception:  # of whatever kind the value's own conversion raises
        return False


def _known(color):
    if not is_color(color):
        raise ValueError(f"color is {_valid.shown(color)}; allowed is a color of matplotlib")


def _is_color(key):
    """Whether a keyword of matplotlib takes a color."""
    return key in ("c", "fc", "ec", "mfc", "mec") or "color" in key


def _luminance(color):
    """Relative luminance as WCAG 2.2 defines it, from 0 to 1."""
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color))
    return sum(part * c for part, c in zip((0.2126, 0.7152, 0.0722), linear))


@functools.cache
def _map(name, colors):
    return LinearSegmentedColormap.from_list(name, colors)


@functools.cache
def _rc(look):
    settings: dict[Any, Any] = dict(matplotlib.rcParamsDefault)
    settings.pop("backend", None)  # which windows a student's own figures open is not ours to say
    own: Any = matplotlib.RcParams(_settings(look))  # checked once: 300 checks a frame are 0.2 ms
    return settings | dict(own)


def _settings(look):
    small, usual, thin = 12 * PX, 13 * PX, 1 * PX
    return {
        "figure.facecolor": look.paper,
        "figure.edgecolor": look.paper,
        "figure.constrained_layout.h_pad": 0.06,
        "figure.constrained_layout.w_pad": 0.06,
        "savefig.facecolor": look.paper,
        "text.color": look.ink,
        "font.family": "DejaVu Sans",  # comes with matplotlib, so words are alike everywhere
        "font.size": small,
        "mathtext.fontset": "dejavusans",
        "axes.facecolor": look.paper,
        "axes.edgecolor": look.faint,
        "axes.labelcolor": look.soft,
        "axes.titlecolor": look.ink,
        "axes.titlelocation": "left",
        "axes.titlesize": usual,
        "axes.titlepad": 7,
        "axes.labelsize": small,
        "axes.linewidth": thin,
        "axes.axisbelow": True,
        "axes.grid": False,
        "axes.prop_cycle": cycler(color=[look.ink]),  # other colors have a meaning
        "axes.spines.bottom": False,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "grid.color": look.faint,
        "grid.linewidth": thin,
        "xtick.color": look.faint,
        "ytick.color": look.faint,
        "xtick.labelcolor": look.soft,
        "ytick.labelcolor": look.soft,
        "xtick.labelsize": small,
        "ytick.labelsize": small,
        "xtick.major.width": thin,
        "ytick.major.width": thin,
        "xtick.major.size": 4 * PX,
        "ytick.major.size": 4 * PX,
        "xtick.direction": "out",
        "ytick.direction": "out",
        "legend.frameon": False,
        "legend.fontsize": small,
        "lines.linewidth": 2 * PX,
        "lines.solid_capstyle": "round",
        "patch.edgecolor": look.ink,
        "hatch.color": look.ink,
        "image.cmap": "gray",
        "image.interpolation": "nearest",
        "image.aspect": "auto",
    }
