"""The phase plane of Izhikevich's neuron: nullclines, fixed points, threshold, trajectory."""

import numpy as np

from course.models.izhikevich import fixed_points, nullclines
from course.models.izhikevich.threshold import separatrix


def plane(ax, *, xlim=(-90.0, 34.0), ylim=(-24.0, 24.0)):
    """Axes and empty artists for `show_plane` and `show_trajectory`.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    xlim, ylim : tuple of float
        mV and mV/ms.

    Returns
    -------
    dict
    """
    ax.set(xlim=xlim, ylim=ylim, xlabel="v (mV)", ylabel="u (mV/ms)")
    line = {"clip_on": True}
    artists = {
        "path": ax.plot([], [], color="0.72", lw=1, **line)[0],
        "jump": ax.plot([], [], color="0.72", lw=1, ls=":", **line)[0],
        "v": ax.plot([], [], color="C0", label="v' = 0", **line)[0],
        "u": ax.plot([], [], color="C2", label="u' = 0", **line)[0],
        "threshold": ax.plot([], [], color="C3", ls="--", label="threshold", **line)[0],
        "peak": ax.axvline(30.0, color="0.5", lw=1, ls=":"),
        "past": ax.plot([], [], color="0.15", lw=1.3, **line)[0],
        "stable": ax.plot([], [], ls="", marker="o", ms=7, color="0.15", **line)[0],
        "unstable": ax.plot([], [], ls="", marker="o", ms=7, color="0.15", mfc="w", **line)[0],
        "now": ax.plot([], [], ls="", marker="o", ms=8, color="C1", zorder=5, **line)[0],
    }
    ax.legend(
        loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3, columnspacing=1.0, handlelength=1.4
    )
    return artists


def show_plane(artists, model, I, window=None):
    """Move the nullclines, fixed points and threshold of `model` under the input I (mV/ms).

    `window` is the range of u that is seen, default the axes' own.
    """
    ax = artists["v"].axes
    (left, right), window = ax.get_xlim(), window or ax.get_ylim()
    lines = nullclines(model, I, np.linspace(left, right, 150))
    artists["v"].set_data(lines.v, lines.u)
    artists["u"].set_data(lines.v_recovery, lines.u_recovery)
    points = fixed_points(model, I)
    for kind in ("stable", "unstable"):
        chosen = [(p.v, p.u) for p in points if p.kind.startswith("stable") == (kind == "stable")]
        artists[kind].set_data(*np.reshape(chosen, (-1, 2)).T)
    saddle = next((point for point in points if point.kind == "saddle"), None)
    if saddle is not None and any(point.kind.startswith("stable") for point in points):
        curve = separatrix(model, I, saddle, v=(left, right), u=window)
        artists["threshold"].set_data(curve.v, curve.u)
    else:
        artists["threshold"].set_data([], [])
    artists["peak"].set_xdata([model.v_peak, model.v_peak])


def show_trajectory(artists, model, trace, now=None):
    """Move the trajectory: all of it pale, dark up to `now` (ms), resets dotted.

    Parameters
    ----------
    artists : dict
    model : Izhikevich
    trace : course.models.izhikevich.Trace
    now : float, optional
        Default the end.
    """
    v, u = trace.v.copy(), trace.u.copy()
    tops = np.flatnonzero(v >= model.v_peak)
    after = u[tops].copy()
    u[tops] -= model.d  # arrive at the peak, then jump
    artists["jump"].set_data(*_jumps(model, after))
    ends = np.minimum(tops + 1, v.size)
    v = np.insert(v, ends, np.nan)
    u = np.insert(u, ends, np.nan)
    artists["path"].set_data(v, u)
    last = trace.t.size - 1 if now is None else int(np.searchsorted(trace.t, now))
    last = min(last, trace.t.size - 1)
    stop = last + 1 + int(np.searchsorted(tops, last))
    artists["past"].set_data(v[:stop], u[:stop])
    artists["now"].set_data([trace.v[last]], [trace.u[last]])


def _jumps(model, after):
    """One dotted line from the peak to the reset for every spike."""
    gap = np.full(after.size, np.nan)
    x = np.stack([np.full(after.size, model.v_peak), np.full(after.size, model.c), gap], axis=1)
    y = np.stack([after - model.d, after, gap], axis=1)
    return x.ravel(), y.ravel()


def voltage(ax, *, xlim, ylim=(-92.0, 38.0)):
    """Voltage against time, pale, and dark up to a moving point; returns its artists."""
    ax.set(xlim=xlim, ylim=ylim, xlabel="time (ms)", ylabel="v (mV)")
    artists = {"V": ax.plot([], [], color="0.72", lw=1.0)[0]}
    artists["past"] = ax.plot([], [], color="0.15", lw=1.3)[0]
    artists["now"] = ax.plot([], [], ls="", marker="o", ms=8, color="C1", zorder=5)[0]
    return artists


def show_voltage(artists, trace, now=None):
    """Move what `voltage` drew; `now` in ms, default the end."""
    last = trace.t.size - 1 if now is None else int(np.searchsorted(trace.t, now))
    last = min(last, trace.t.size - 1)
    artists["V"].set_data(trace.t, trace.v)
    artists["past"].set_data(trace.t[: last + 1], trace.v[: last + 1])
    artists["now"].set_data([trace.t[last]], [trace.v[last]])
