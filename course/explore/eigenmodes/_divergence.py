"""Lesson 06, fifth part: modes that grow without end, and what rectification does to them."""

from typing import NamedTuple

import numpy as np

from course.explore.eigenmodes._modes import step_response, within
from course.live import Button, Choice, Live, Preset, Slider
from course.models.rate_network import RateRun, linear_response, simulate
from course.plots.modes import bars, plane, response, show_bars, show_modes, show_path

TAU = 10.0  # ms


def divergence(**start):
    """Ten units with one growing mode: it takes over, whatever the input."""
    N, T, DT = 10, 200.0, 2.0
    rest = np.array([0.2, 0.1, 0.0, -0.1, -0.2, -0.4, -0.6, -0.8])

    class Result(NamedTuple):
        values: np.ndarray
        run: RateRun
        theory: np.ndarray  # (N, n), length of each mode's part in closed form
        simulated: np.ndarray  # (N, n)
        first: np.ndarray  # (N,), the leading mode, with the sign that the rates have
        now: int

    def compute(t, lead, second, seed):
        rng = np.random.default_rng(seed)
        values = np.array([lead, second, *rest])
        E, h = np.linalg.qr(rng.standard_normal((N, N)))[0], rng.standard_normal(N)
        h /= np.linalg.norm(h)
        W = (E * values) @ E.T
        run = simulate((W + W.T) / 2, h, tau=TAU, dt=DT, T=T, limit=1e12)
        theory = np.stack([abs(g) * step_response(run.t, x, TAU) for g, x in zip(E.T @ h, values)])
        sign = np.sign(E[:, 0] @ h)
        return Result(values, run, theory, np.abs(E.T @ run.r), sign * E[:, 0], round(t / DT))

    def draw(axes):
        c, share, units = axes["c"], axes["share"], axes["units"]
        c.set(xlim=(0, T), ylim=(1e-2, 1e5), yscale="log", title="modes, absolute value")
        c.set(yticks=[0.01, 1, 100, 1e4])
        share.set(xlim=(0, T), ylim=(0, 1.05), xlabel="time (ms)", title="mode 1's share of |r|")
        units.set(xlim=(0.3, N + 0.7), ylim=(-1, 1), xticks=range(1, N + 1), xlabel="unit")
        units.set(title="rates / |r|")
        units.axhline(0.0, color="0.75", lw=0.8)
        artists = {
            "others": c.plot([], [], color="0.7", lw=1)[0],
            "first": response(c, "C1", "1"),
            "second": response(c, "C2", "2"),
            "share": response(share, "C1"),
            "e": bars(units, "C1", width=9, alpha=0.35, label="mode 1"),
            "r": units.plot([], [], "o", color="C0", ms=5, label="rates")[0],
            "cursors": [ax.axvline(0.0, color="0.15", lw=1) for ax in (c, share)],
        }
        units.legend(loc="lower right", ncols=2)
        c.legend(loc="upper left", ncols=2, columnspacing=1.0, handlelength=1.6)
        return artists

    def update(artists, result):
        t, now = result.run.t, result.now
        gap = np.full((N - 2, 1), np.nan)
        floor = np.maximum(result.theory, 1e-6)
        artists["others"].set_data(
            np.tile(np.append(t, np.nan), N - 2), np.hstack([floor[2:], gap]).ravel()
        )
        for k, name in enumerate(("first", "second")):
            artists[name]["theory"].set_data(t[1:], floor[k, 1:])
            artists[name]["simulated"].set_data(t[1:], np.maximum(result.simulated[k, 1:], 1e-6))
        for source, name in ((result.theory, "theory"), (result.simulated, "simulated")):
            share = source[0, 1:] / np.linalg.norm(source[:, 1:], axis=0)
            artists["share"][name].set_data(t[1:], share)
        r = result.run.r[:, now]
        show_bars(artists["e"], result.first)
        artists["r"].set_data(np.arange(1, N + 1), r / np.linalg.norm(r))
        for cursor in artists["cursors"]:
            cursor.set_xdata([t[now], t[now]])

    def summary(result):
        size, value = np.linalg.norm(result.run.r[:, result.now]), result.values[0]
        share = result.simulated[0, result.now] / size
        grows = "" if value <= 1 else f", grows e-fold in {TAU / (value - 1):.0f} ms"
        return (
            f"Mode 1: λ = {value:.2f}{grows}. At {result.run.t[result.now]:.0f} ms |r| is "
            f"{size:.3g}, mode 1's share {share:.2f}."
        )

    return Live(
        "Divergence: one mode takes over",
        [
            Slider("t", DT, T, 40.0, DT, "ms", "time", "when the rates are read", play=20),
            Slider("lead", 0.3, 1.5, 1.3, 0.05, "", "λ₁", "eigenvalue of mode 1"),
            Slider("second", 0.3, 1.5, 0.8, 0.05, "", "λ₂", "eigenvalue of mode 2"),
            Button("seed", "new modes and input", start=1),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.divergence",
        start=start,
        presets=[
            Preset("stable", "Below 1 every mode settles, and none takes over.",
                   {"lead": 0.9, "t": 200.0}),
            Preset("two grow", "Both grow, but the faster one wins: only the distance between the "
                   "two lines counts.", {"lead": 1.4, "second": 1.2, "t": 200.0}),
            Preset("alike", "Two modes with one eigenvalue: neither takes over, and any mixture "
                   "of them is a mode as well.", {"lead": 1.3, "second": 1.3, "t": 200.0}),
        ],
        mosaic=[["c", "units"], ["share", "units"]],
        panels={"height_ratios": [3, 2], "width_ratios": [5, 4]},
        size=(7.2, 4.6),
    )  # fmt: skip


def rectified_response(W, h, t, tau):
    """Rates of two units from rest with F = [x]+ and h >= 0, in closed form.

    Until a unit's net input falls to 0 the network is linear. After that the loser decays,
    and the winner hears its own input and what is left of the loser.

    Returns
    -------
    (array, shape (2, n); the time of the switch in ms, or None)
    """
    from scipy.optimize import brentq

    def net(time):
        return (h + W @ linear_response(W, h, time, tau=tau)).min()

    r = linear_response(W, h, t, tau=tau)
    below = np.flatnonzero((h[:, None] + W @ r).min(axis=0) < 0)
    if below.size == 0 or below[0] == 0:
        return r, None
    switch = brentq(net, t[below[0] - 1], t[below[0]])
    at = linear_response(W, h, switch, tau=tau)
    loser = int(np.argmin(h + W @ at))
    late = t >= switch
    s = (t[late] - switch) / tau
    fade = np.exp(-s)
    r[loser, late] = at[loser] * fade
    winner = 1 - loser
    r[winner, late] = (
        h[winner] + (at[winner] - h[winner]) * fade + W[winner, loser] * at[loser] * s * fade
    )
    return r, switch


def winner(**start):
    """Two units whose difference grows: linear, and with rates that cannot be negative."""
    INHIBIT, EXCITE = "inhibit each other", "excite each other"
    T, LOW, HIGH = 150.0, -1.5, 3.0
    directions = np.array([[1.0, 1.0], [-1.0, 1.0]]) / np.sqrt(2.0)  # difference and sum

    class Result(NamedTuple):
        linear: np.ndarray  # (2, n), closed form
        theory: np.ndarray  # (2, n), rectified, closed form
        runs: tuple  # RateRun of both, simulated
        switch: float | None  # ms, when one unit falls silent
        values: tuple  # eigenvalues of difference and sum

    def compute(w, h1, h2, sign):
        weight = -w if sign == INHIBIT else w
        W, h = np.array([[0.0, weight], [weight, 0.0]]), np.array([h1, h2])
        runs = tuple(
            simulate(W, h, tau=TAU, dt=0.5, T=T, F=F, limit=1e6) for F in ("linear", "relu")
        )
        t = runs[0].t
        theory, switch = rectified_response(W, h, t, TAU)
        return Result(linear_response(W, h, t, tau=TAU), theory, runs, switch, (-weight, weight))

    def draw(axes):
        artists = {"plane": plane(axes["plane"], LOW, HIGH)}
        artists["plane"]["linear"] = axes["plane"].plot([], [], ":", color="0.15", lw=1.5)[0]
        axes["plane"].set_title("linear (dotted), rectified")
        for name in ("linear", "rectified"):
            ax = axes[name]
            ax.set(xlim=(0, T), ylim=(LOW, HIGH), ylabel="rate", title=name)
            ax.axhline(0.0, color="0.75", lw=0.8)
            artists[name] = [response(ax, "C0", "r₁"), response(ax, "C3", "r₂")]
        handles, labels = axes["linear"].get_legend_handles_labels()
        handles, labels = handles + artists["plane"]["modes"], [*labels, "sum mode", "difference"]
        axes["rectified"].set(xlabel="time (ms)")
        axes["plane"].legend(handles, labels, loc="upper center", bbox_to_anchor=(0.45, -0.16),
                             ncols=2, columnspacing=1.0, handlelength=1.6)  # fmt: skip
        return artists

    def update(artists, result):
        t, both = result.runs[0].t, {}
        for name, theory, run in zip(("linear", "rectified"), result[:2], result.runs):
            both[name] = within(run.r, 30)
            for k, unit in enumerate(artists[name]):
                unit["theory"].set_data(t[: theory.shape[1]], within(theory[k], 30))
                unit["simulated"].set_data(run.t, both[name][k])
        show_modes(artists["plane"], directions[:, ::-1], 5.0)
        show_path(artists["plane"], both["rectified"])
        artists["plane"]["linear"].set_data(*both["linear"])

    def summary(result):
        (first, second), end = result.values, result.runs[1].r[:, -1]
        at = result.switch
        switch = "" if at is None else f" One hears less than 0 from {at:.1f} ms on."
        return (
            f"λ = {first:z.2f} for the difference, {second:z.2f} for the sum.{switch} "
            f"Rectified, at 150 ms: {end[0]:.2f} and {end[1]:.2f}."
        )

    return Live(
        "Two units, linear and rectified",
        [
            Slider("w", 0.0, 2.0, 1.5, 0.05, meaning="strength of both weights"),
            Slider("h1", 0.0, 2.0, 1.1, 0.01, "", "h₁", "input to unit 1"),
            Slider("h2", 0.0, 2.0, 1.0, 0.01, "", "h₂", "input to unit 2"),
            Choice("sign", (INHIBIT, EXCITE), INHIBIT, "they"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.winner",
        start=start,
        presets=[
            Preset("w = 0.8", "Below 1 both settle, and the difference of the inputs comes out "
                   "five times larger.", {"w": 0.8}),
            Preset("a close race", "One hundredth more input decides, only later.", {"h1": 1.01}),
            Preset("a tie", "With equal inputs there is nothing to amplify: only the sum answers.",
                   {"h1": 1.0}),
            Preset("excitation", "When the sum grows no rate ever turns negative, and "
                   "rectification cannot help.", {"w": 1.2, "sign": EXCITE}),
        ],
        mosaic=[["linear", "plane"], ["rectified", "plane"]],
        size=(7.2, 4.6),
    )  # fmt: skip
