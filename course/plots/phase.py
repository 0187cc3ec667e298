"""The phase plane of Izhikevich's neuron: nullclines, fixed points, threshold, trajectory."""

from typing import Annotated, Any

import numpy as np

from course.models.izhikevich import Izhikevich, fixed_points, nullclines
from course.models.izhikevich.threshold import separatrix
from course.plots.given import LINE, Having, Window, checked
from course.plots.panel import Panel

Trace = Annotated[Any, Having(dict.fromkeys("tvu", LINE))]
Voltage = Annotated[Any, Having(dict.fromkeys("tv", LINE))]


@checked
def plane(
    panel: Panel,
    model: Izhikevich,
    I: float,
    trace: Trace,
    now: float,
    *,
    xlim: Window = (-90.0, 34.0),
    window: Window | None = None,
    **style: Any,
) -> None:
    """Nullclines, fixed points and threshold under one input, and a trajectory.

    All of the trajectory is thin, wide up to `now`; resets are dotted.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    model : Izhikevich
    I : float
        mV/ms.
    trace : course.models.izhikevich.Trace
    now : float
        ms.
    xlim : tuple of float
        mV.
    window : tuple of float, optional
        Range of u that is seen, mV/ms; default the panel's own.
    **style
        Of everything, such as a transform.
    """
    panel.still(xlim=xlim, xlabel="v (mV)", ylabel="u (mV/ms)")
    window = window or panel.axes.get_ylim()
    tops = np.flatnonzero(trace.v >= model.v_peak)
    v, u = trace.v, trace.u.copy()
    after = u[tops].copy()
    u[tops] -= model.d  # arrive at the peak, then jump
    ends = np.minimum(tops + 1, v.size)
    v = np.insert(v, ends, np.nan)
    u = np.insert(u, ends, np.nan)
    panel.line("path", v, u, color="soft", lw=0.7, **style)
    panel.line("jump", *_jumps(model, after), color="soft", lw=0.7, ls=":", **style)
    lines = nullclines(model, I, np.linspace(*xlim, 150))
    panel.line("v", lines.v, lines.u, color="soft", lw=2.2, label="v' = 0", **style)
    panel.line(
        "u",
        lines.v_recovery,
        lines.u_recovery,
        color="soft",
        lw=2.2,
        ls="--",
        label="u' = 0",
        **style,
    )
    points = fixed_points(model, I)
    threshold = _threshold(model, I, points, xlim, window)
    panel.line("threshold", *threshold, color="soft", ls=":", label="threshold", **style)
    panel.cursor("peak", model.v_peak, color="soft", lw=1, ls=":")
    last = _last(trace, now)
    stop = last + 1 + int(np.searchsorted(tops, last))
    panel.line("past", v[:stop], u[:stop], color="ink", lw=1.3, **style)
    for kind, face in (("stable", "ink"), ("unstable", "paper")):
        chosen = [(p.v, p.u) for p in points if p.kind.startswith("stable") == (kind == "stable")]
        places = np.reshape(chosen, (-1, 2)).T
        panel.points(kind, *places, ms=7, color="ink", mfc=face, **style)
    panel.points("now", trace.v[last], trace.u[last], ms=8, color="you", zorder=5, **style)


def _threshold(model, I, points, xlim, window):
    """The curve that separates rest from spikes, as v and u; empty where there is none."""
    saddle = next((point for point in points if point.kind == "saddle"), None)
    if saddle is None or not any(point.kind.startswith("stable") for point in points):
        return [], []
    curve = separatrix(model, I, saddle, v=xlim, u=window)
    return curve.v, curve.u


def _last(trace, now):
    """Index of the time `now` in ms."""
    return min(int(np.searchsorted(trace.t, now)), trace.t.size - 1)


def _jumps(model, after):
    """One dotted line from the peak to the reset for every spike."""
    gap = np.full(after.size, np.nan)
    x = np.stack([np.full(after.size, model.v_peak), np.full(after.size, model.c), gap], axis=1)
    y = np.stack([after - model.d, after, gap], axis=1)
    return x.ravel(), y.ravel()


@checked
def voltage(panel: Panel, trace: Voltage, now: float, **style: Any) -> None:
    """Voltage against time, thin, and wide up to a moving point.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    trace : course.models.izhikevich.Trace
    now : float
        ms.
    **style
        Of everything, such as a transform.
    """
    panel.still(xlabel="time (ms)", ylabel="v (mV)")
    last = _last(trace, now)
    panel.line("V", trace.t, trace.v, color="soft", lw=0.7, **style)
    panel.line("past", trace.t[: last + 1], trace.v[: last + 1], color="ink", lw=1.3, **style)
    panel.points("now", trace.t[last], trace.v[last], ms=8, color="you", zorder=5, **style)
