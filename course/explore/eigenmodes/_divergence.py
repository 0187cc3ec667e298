"""Lesson 06, fifth part: modes that grow without end, and what rectification does to them."""

import numpy as np

from course.explore.eigenmodes._modes import step_response, within
from course.live import Button, Choice, Handle, Preset, Slider, figure
from course.models.rate_network import linear_response, rectified_pair, simulate
from course.plots import traces
from course.plots.modes import bars, eigenvectors, path, plane, response

TAU = 10.0  # ms
N = 10  # units
T = 200.0  # ms
DT = 2.0  # ms
UNITS = np.arange(1, N + 1)
REST = (0.2, 0.1, 0.0, -0.1, -0.2, -0.4, -0.6, -0.8)  # the other eigenvalues


@figure(
    "Divergence: one mode takes over",
    Slider("t", DT, T, 40.0, DT, "ms", "time", "when the rates are read", play=20),
    Slider("lead", 0.3, 1.5, 1.3, 0.05, "", "λ₁", "eigenvalue of mode 1"),
    Slider("second", 0.3, 1.5, 0.8, 0.05, "", "λ₂", "eigenvalue of mode 2"),
    Button("seed", "new modes and input", start=1),
    presets=[
        Preset("stable", lead=0.9, t=200.0).shows(
            "Below 1 every mode settles, and none takes over."
        ),
        Preset("two grow", lead=1.4, second=1.2, t=200.0).shows(
            "Both grow, but in the end the faster one wins: only the distance between the two "
            "lines counts."
        ),
        Preset("alike", lead=1.3, second=1.3, t=200.0).shows(
            "Two modes with one eigenvalue: neither takes over, and any "
            "mixture of them is a mode as well."
        ),
    ],
    handles=[Handle("c", x="t", label="time"), Handle("share", x="t", label="time")],
    mosaic=[["c", "units"], ["share", "units"]],
    height_ratios=[3, 2],
    width_ratios=[5, 4],
    size=(7.2, 4.6),
)
def divergence(lead, second, seed):
    """Ten units with one growing mode: it takes over, whatever the input."""
    rng = np.random.default_rng(seed)
    values = np.array([lead, second, *REST])
    E, h = np.linalg.qr(rng.standard_normal((N, N)))[0], rng.standard_normal(N)
    h /= np.linalg.norm(h)
    W = (E * values) @ E.T
    run = simulate((W + W.T) / 2, h, tau=TAU, dt=DT, duration=T, limit=1e12)
    theory = np.stack([abs(g) * step_response(run.t, x, TAU) for g, x in zip(E.T @ h, values)])
    sign = np.sign(E[:, 0] @ h)
    return {
        "values": values,
        "run": run,
        "theory": theory,
        "simulated": np.abs(E.T @ run.r),
        "first": sign * E[:, 0],
    }


@divergence.show
def show_divergence(ax, r):
    t, now = r.run.t, round(r.t / DT)
    theory, simulated = np.maximum(r.theory, 1e-6), np.maximum(r.simulated, 1e-6)
    ax.c.still(xlim=(0, T), ylim=(1e-2, 1e5), yscale="log", title="modes, absolute value")
    ax.c.still(yticks=[0.01, 1, 100, 1e4])
    ax.c.line("others", *traces.joined(t, theory[2:]), color="soft", lw=0.7)
    for k, dash in enumerate(("-", "--")):
        curves = (t[1:], theory[k, 1:]), (t[1:], simulated[k, 1:])
        labels = "closed form" if k == 0 else None, f"mode {k + 1}"
        response(ax.c, k, *curves, labels=labels, ls=dash)
    ax.share.still(xlim=(0, T), ylim=(0, 1.05), xlabel="time (ms)", title="mode 1's share of |r|")
    shares = ((t[1:], _share(part)) for part in (r.theory, r.simulated))
    response(ax.share, "share", *shares)
    rates = r.run.r[:, now]
    ax.units.still(xlim=(0.3, N + 0.7), ylim=(-1, 1), xticks=UNITS, xlabel="unit")
    ax.units.still(title="rates / |r|", zero="y")
    bars(ax.units, "e", r.first, "soft", label="mode 1")
    ax.units.points("r", UNITS, rates / np.linalg.norm(rates), color="ink", ms=5, label="rates")
    for panel in (ax.c, ax.share):
        panel.cursor("now", t[now], color="you", lw=1)
    size, value = np.linalg.norm(r.run.r[:, now]), r.values[0]
    share = r.simulated[0, now] / size
    grows = "" if value <= 1 else f", grows e-fold in {TAU / (value - 1):z.0f} ms"
    return (
        f"Mode 1: λ = {value:z.2f}{grows}. At {t[now]:z.0f} ms |r| is "
        f"{size:z.3g}, mode 1's share {share:z.2f}."
    )


INHIBIT, EXCITE = "inhibit each other", "excite each other"
LAST = 150.0  # ms
LOW, HIGH = -1.5, 3.0  # of the rates
DIRECTIONS = np.array([[1.0, 1.0], [-1.0, 1.0]]) / np.sqrt(2.0)  # difference and sum


@figure(
    "Two units, linear and rectified",
    Slider("w", 0.0, 2.0, 1.5, 0.05, meaning="strength of both weights"),
    Slider("h1", 0.0, 2.0, 1.1, 0.01, "", "h₁", "input to unit 1"),
    Slider("h2", 0.0, 2.0, 1.0, 0.01, "", "h₂", "input to unit 2"),
    Choice("sign", (INHIBIT, EXCITE), INHIBIT, "they"),
    presets=[
        Preset("w = 0.8", w=0.8).shows(
            "Below 1 both settle, and the difference of the inputs comes out five times larger."
        ),
        Preset("a close race", h1=1.01).shows("One hundredth more input decides, only later."),
        Preset("a tie", h1=1.0).shows(
            "With equal inputs there is nothing to amplify: only the sum answers."
        ),
        Preset("excitation", w=1.2, sign=EXCITE).shows(
            "When the sum grows no rate ever turns negative, and rectification cannot help."
        ),
    ],
    handles=[Handle("plane", x="h1", y="h2", label="the inputs")],
    mosaic=[["linear", "plane"], ["rectified", "plane"]],
    size=(7.2, 4.6),
)
def winner(w, h1, h2, sign):
    """Two units whose difference grows: linear, and with rates that cannot be negative."""
    weight = -w if sign == INHIBIT else w
    W, h = np.array([[0.0, weight], [weight, 0.0]]), np.array([h1, h2])
    runs = tuple(
        simulate(W, h, tau=TAU, dt=0.5, duration=LAST, F=F, limit=1e6) for F in ("linear", "relu")
    )
    t = runs[0].t
    theory, switch = rectified_pair(W, h, t, tau=TAU)
    return {
        "linear": linear_response(W, h, t, tau=TAU),
        "theory": theory,
        "runs": runs,
        "switch": switch,
        "values": (-weight, weight),
    }


def _share(parts):
    """The first mode's part of the length of all, from the second time on."""
    return parts[0, 1:] / np.linalg.norm(parts[:, 1:], axis=0)


@winner.show
def show_winner(ax, r):
    for panel, title, theory, run in (
        (ax.linear, "linear", r.linear, r.runs[0]),
        (ax.rectified, "rectified", r.theory, r.runs[1]),
    ):
        panel.still(xlim=(0, LAST), ylim=(LOW, HIGH), ylabel="rate", title=title, zero="y")
        for k, (label, dash) in enumerate((("r₁", "-"), ("r₂", "--"))):
            expected = run.t[: theory.shape[1]], within(theory[k], 30)
            simulated = run.t, within(run.r[k], 30)
            response(panel, k, expected, simulated, labels=(None, label), ls=dash)
    ax.rectified.still(xlabel="time (ms)")
    plane(ax.plane, LOW, HIGH)
    eigenvectors(ax.plane, DIRECTIONS[:, ::-1], 5.0, labels=("sum mode", "difference"))
    path(ax.plane, within(r.runs[1].r, 30))
    ax.plane.line("linear", *within(r.runs[0].r, 30), ls=":", color="ink", lw=1.5)
    ax.plane.points("h", r.h1, r.h2, color="you", ms=7, label="h")
    ax.plane.still(title="linear (dotted), rectified")
    (first, second), end = r.values, r.runs[1].r[:, -1]
    at = r.switch
    switch = "" if at is None else f" One hears less than 0 from {at:z.1f} ms on."
    return (
        f"λ = {first:z.2f} for the difference, {second:z.2f} for the sum.{switch} "
        f"Rectified, at 150 ms: {end[0]:z.2f} and {end[1]:z.2f}."
    )
