"""Lesson 07: what survives without the tuned input, and how large it is."""

import math

import numpy as np

from course.live import Handle, Preset, Slider, Yours, figure, levels
from course.models.ring_attractor import Ring, angles, simulate
from course.models.ring_attractor.theory import critical_w1, shares, stationary
from course.plots import curves
from course.plots import ring as plots

DURATION = 40.0
EVERY = 10
DT = 0.02
COLUMNS = round(DURATION / DT) // EVERY + 1
W1 = np.linspace(0.2, 6.0, 30)
HALF_WIDTHS = np.linspace(0.05, math.pi, 400)
TRIED = np.linspace(0.6, 3.1, 60)  # half widths for which the student's own bump is asked


@figure(
    "The tuned input ends: what survives?",
    Slider.of(Ring, "w1", 0.0, 6.0, 0.05, "w₁"),
    Slider("w0", -2.0, 0.95, -1.0, 0.05, label="w₀", meaning="uniform weight"),
    Slider("h0", 1.0, 5.0, 3.0, 0.1, label="h₀", meaning="uniform input; T = 2"),
    Slider("phi", 0.0, 355.0, 120.0, 5.0, "°", "φ", "angle of the tuned input"),
    Slider("off", 0.0, 35.0, 10.0, 0.5, "τ", meaning="when it ends"),
    presets=[
        Preset("nearly", w1=1.9).shows("Just below the critical weight: the ring forgets slowly."),
        Preset("remembers", w1=4.0).shows("The bump shrinks, then stays where the input was."),
        Preset("at threshold", w1=2.0, w0=0.9, h0=2.0).shows(
            "h₀ = T and w₀ = 0.9, as at the start of the lesson: the bump fades."
        ),
        Preset("too strong", w1=5.8).shows("The bump that holds itself has no bounded height."),
    ],
    handles=[
        Handle("Z", x="off", label="when the input ends"),
        Handle("heat", y="phi", at=lambda r: r.off / 2),
    ],
    mosaic=[["heat"], ["Z"]],
    height_ratios=[1, 1],
    sharex=True,
    size=(7.2, 4.4),
)
def memory(w1, w0, h0, phi, off):
    """The tuned input is switched off: what survives?"""
    ring = Ring(h0=h0, w0=w0, w1=w1)
    run = simulate(
        ring, duration=DURATION + DT, dt=DT, phi=math.radians(phi), off=off, rng=0, every=EVERY
    )
    return {"run": run, "kept": stationary(ring._replace(h1=0.0)), "critical": critical_w1(ring)}


@memory.show
def show_memory(ax, r):
    run = r.run
    most = min(run.a.max(initial=0.1), 20.0)
    path = np.where(run.t < r.off, run.phi, np.nan)
    plots.over_time(ax.heat, run.t, run.a, path, r.off, most, COLUMNS, DURATION)
    ax.heat.still(xlabel="")
    kept = r.kept.Z if np.isfinite(r.kept.Z) else -1.0
    ax.Z.still(xlim=(0, DURATION), xlabel="time (τ)", ylabel="|Z|")
    ax.Z.level("kept", kept, label="derived", **curves.WIDE)
    ax.Z.line("Z", run.t, np.abs(run.Z), color=plots.BUMP, label="simulated")
    ax.Z.cursor("off", r.off, color=plots.INPUT, lw=1.2, label="input ends")
    ax.Z.limits(y=(0, 1.3 * min(levels(np.abs(run.Z).max(initial=0.0)), 10.0)))
    critical = r.critical
    last = f"|Z| = {abs(run.Z[-1]):z.3f} at {run.t[-1]:z.0f} τ, derived {r.kept.Z:z.3f}."
    if run.diverged_at is not None or not np.isfinite(r.kept.Z):
        last = "The bump grows without bound."
    between = f"from w₁ = {critical.onset:z.2f} to {critical.divergence:z.2f}"
    if critical.onset >= critical.divergence:
        between = f"nowhere; it grows from w₁ = {critical.divergence:z.2f}"
    return f"{last} A bump holds itself {between}."


def derived_curve(ring):
    """(w1, |Z|) of the self-consistent bumps of `ring` without motion, one for each half width.

    From I = h0 - T + w0 U A(c) = -U cos c follows U, from U = h1 + w1 U B(c) then w1.
    """
    base, c = ring.h0 - ring.T, HALF_WIDTHS
    A, B = shares(c)
    gain = -np.cos(c) - ring.w0 * A
    if base == 0.0:  # the width depends on w0 alone
        w1 = np.linspace(0.0, 6.0, 400)
        k = int(np.argmax(gain > 0))
        left = 1 - w1 * B[k]
        return w1, np.where(left > 0, ring.h1 * B[k] / np.where(left > 0, left, 1.0), np.nan)
    with np.errstate(divide="ignore"):
        U = base / gain
    U = np.where(np.isfinite(U) & (U > 0) & (U >= ring.h1), U, np.nan)
    w1, Z = ((1 - ring.h1 / U) / B)[::-1], (U * B)[::-1]
    if base > 0 and ring.w0 < 1.0:  # and below: all neurons active
        low = np.linspace(0.0, np.clip(w1[0], 0.0, 2.0), 100)[:-1] if w1[0] > 0 else np.empty(0)
        flat = ring.h1 / (2 - low)
        low, flat = np.append(low, w1[0]), np.append(flat, Z[0])
        return np.concatenate([low, w1]), np.concatenate([flat, Z])
    return w1, Z


def own_curve(bump, ring):
    """(w1, |Z|) of the student's bump of each half width."""
    found = [bump(c, ring.h0, ring.T, ring.w0) for c in TRIED.tolist()]
    w1, U = np.array(found, dtype=float).T
    return np.array([w1, np.where(U > 0, U * shares(TRIED).B, np.nan)])


def _bounded(result):
    """Whether there is a bump, or silence, and the simulation stays there."""
    return bool(np.isfinite(result.bump.peak) and np.isfinite(result.a).all())


def _here(result):
    """|Z| at the w1 chosen; NaN where it grows without bound."""
    return result.bump.Z if _bounded(result) else np.nan


@figure(
    "The height of the bump, derived and simulated",
    Slider("w1", 0.0, 6.0, 4.0, 0.05, label="w₁", meaning="tuned weight"),
    Slider("w0", -2.0, 0.95, -1.0, 0.05, label="w₀", meaning="uniform weight"),
    Slider("h0", 2.0, 5.0, 3.0, 0.1, label="h₀", meaning="uniform input; T = 2"),
    Slider("h1", 0.0, 1.0, 0.0, 0.05, label="h₁", meaning="tuned input"),
    Yours(
        "mine(c, h0, T, w0)",
        "the weight and the amplitude of the bump of half width c; its curve is drawn where there "
        "is no tuned input",
    ),
    presets=[
        Preset("weak input", h1=0.1).shows("A little tuned input rounds the jump off."),
        Preset("everyone active", h1=0.3, h0=5.0, w0=0.0, w1=1.5).shows(
            "Below w₁ = 2 the curve is h₁/(2 − w₁), as long as no neuron is silent."
        ),
        Preset("at threshold", h1=0.5, h0=2.0, w0=0.9, w1=1.0).shows(
            "h₀ = T: no bump of its own, only a gain that grows without bound."
        ),
    ],
    handles=[Handle("curve", x="w1", at=_here)],
    mosaic=[["curve", "profile"]],
    width_ratios=[4, 3],
)
def amplitude(w1, w0, h0, h1, mine):
    """|Z| against w1: the derived curve, simulations over it, and the profile at one w1."""
    ring = Ring(h0=h0, h1=h1, w0=w0, w1=w1)
    first = 0.5 + 0.5 * np.cos(angles(ring) - math.pi)
    options = {"dt": 0.1, "start": first, "phi": math.pi, "every": 2000}
    runs = [simulate(ring._replace(w1=x), duration=200.1, keep=False, **options) for x in W1]
    Z = [np.nan if run.diverged_at else abs(run.Z[-1]) for run in runs]
    run = simulate(ring, duration=200.1, **options)
    a = run.a[:, -1] * (np.nan if run.diverged_at else 1.0)
    curve = derived_curve(ring)
    own = mine.used(lambda f: own_curve(f, ring), like=np.empty((2, TRIED.size)))
    return {
        "ring": ring,
        "curve": curve,
        "mine": None if h1 else own,
        "simulated": np.array(Z),
        "a": a,
        "bump": stationary(ring),
        "critical": critical_w1(ring),
    }


@amplitude.show
def show_amplitude(ax, r):
    ring, bump = r.ring, r.bump
    ax.curve.still(xlim=(0, 6), ylim=(0, 3), xlabel="tuned weight w₁", ylabel="|Z|")
    ax.curve.line("derived", *r.curve, label="derived", **curves.WIDE)
    look = {"marker": ".", "color": plots.BUMP, "label": "simulated"}
    ax.curve.points("simulated", W1, r.simulated, **look)
    ax.curve.yours("mine", *((None, None) if r.mine is None else r.mine))
    ax.curve.points("here", ring.w1, _here(r), color=plots.INPUT, ms=8, label="this w₁")
    look = {"color": "soft", "lw": 1}
    ax.curve.cursor("onset", r.critical.onset, ls=":", label="onset", **look)
    ax.curve.cursor("divergence", r.critical.divergence, ls="--", label="no bound", **look)
    theta = angles(ring)
    derived = np.full(theta.size, np.nan)
    if np.isfinite(bump.peak):
        U = bump.Z * ring.w1 + ring.h1
        derived = np.maximum(bump.peak - U * (1 + np.cos(theta)), 0.0)
    most = min(levels(bump.peak), 20.0)
    plots.profile(ax.profile, theta, theory=derived, activity=r.a)
    ax.profile.still(ylabel="activity")
    ax.profile.limits(y=(-0.02 * most, 1.05 * most))
    onset, divergence = r.critical
    if not _bounded(r):
        return f"The bump grows without bound above w₁ = {divergence:z.2f}."
    return (
        f"Derived |Z| = {r.bump.Z:z.3f}, peak {r.bump.peak:z.3f}, half width "
        f"{math.degrees(r.bump.half_width):z.0f}°; onset w₁ = {onset:z.2f}, "
        f"divergence {divergence:z.2f}. Simulated peak {r.a.max():z.2f}."
    )
