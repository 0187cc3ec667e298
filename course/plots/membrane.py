"""A membrane with gates: voltage, gates and currents against time, gates against voltage."""

GATES = {"m": "C1", "h": "C3", "n": "C0"}
CURRENTS = {"I_Na": ("C1", "sodium"), "I_K": ("C0", "potassium"), "I_L": ("C2", "leak")}


def voltage(ax, *, xlim, ylim=(-95, 65), reversals=("E_Na", "E_K")):
    """Membrane potential against time, with lines at reversal potentials.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    xlim, ylim : tuple of float
        ms and mV.
    reversals : sequence of str
        Fields of the model whose potential gets a dashed line: "E_Na", "E_K", "E_L".

    Returns
    -------
    dict
        The artists "V" and those of `reversals`, for `show_voltage`.
    """
    ax.set(xlim=xlim, ylim=ylim, xlabel="time (ms)", ylabel="V (mV)")
    colors = {name: CURRENTS[f"I_{name[2:]}"][0] for name in reversals}
    artists = {
        name: ax.axhline(0.0, color=color, lw=1, ls="--", alpha=0.7, label=name)
        for name, color in colors.items()
    }
    return artists | {"V": ax.plot([], [], color="0.1")[0]}


def show_voltage(artists, model, trace):
    """Move what `voltage` drew: anything with t (ms) and V (mV), and the model it came from."""
    artists["V"].set_data(trace.t, trace.V)
    for name in artists.keys() - {"V"}:
        artists[name].set_ydata([getattr(model, name)] * 2)


def gates(ax, *, xlim):
    """Gates m, h and n against time; returns the artists by name for `show_gates`."""
    ax.set(xlim=xlim, ylim=(-0.04, 1.04), xlabel="time (ms)", ylabel="gates")
    artists = {g: ax.plot([], [], color=color, label=g)[0] for g, color in GATES.items()}
    ax.legend(loc="upper right", ncols=3)
    return artists


def show_gates(artists, trace):
    """Move what `gates` drew."""
    for name in GATES:
        artists[name].set_data(trace.t, getattr(trace, name))


def currents(ax, *, xlim, ylim, parts=("I_Na", "I_K", "I_L")):
    """Ionic currents against time, outward positive; returns the artists by name."""
    ax.set(xlim=xlim, ylim=ylim, xlabel="time (ms)", ylabel="current\n(µA/cm²)")
    ax.axhline(0.0, color="0.8", lw=0.8)
    artists = {
        name: ax.plot([], [], color=CURRENTS[name][0], label=CURRENTS[name][1])[0] for name in parts
    }
    ax.legend(loc="upper right", ncols=len(parts))
    return artists


def show_currents(artists, t, found):
    """Move what `currents` drew: times in ms and anything with I_Na, I_K and I_L."""
    for name, line in artists.items():
        line.set_data(t, getattr(found, name))


def against_voltage(ax, *, xlim, ylabel, ylim, log=False):
    """A quantity of each gate against V, the present V as a line, the present values as dots.

    Returns
    -------
    dict
        "curves" and "dots", each by gate, and "V", for `show_against_voltage`.
    """
    ax.set(xlim=xlim, ylim=ylim, xlabel="V (mV)", ylabel=ylabel)
    if log:
        ax.set_yscale("log")
        ax.yaxis.set_major_formatter("{x:g}")
    artists = {"V": ax.axvline(0.0, color="0.6", lw=1)}
    artists["curves"] = {g: ax.plot([], [], color=c, label=g)[0] for g, c in GATES.items()}
    artists["dots"] = {g: ax.plot([], [], "o", color=c, ms=7)[0] for g, c in GATES.items()}
    return artists


def show_against_voltage(artists, V, curves, V_now, now):
    """Move what `against_voltage` drew.

    Parameters
    ----------
    artists : dict
    V : array, shape (n,)
        mV.
    curves, now : Gates
        Values along V, and at the present V.
    V_now : float
        mV.
    """
    artists["V"].set_xdata([V_now, V_now])
    for name in GATES:
        artists["curves"][name].set_data(V, getattr(curves, name))
        artists["dots"][name].set_data([V_now], [getattr(now, name)])


def coarse(least, sizes):
    """The smallest of `sizes` that is at least `least`, or the last: limits that seldom change."""
    return next((size for size in sizes if size >= least), sizes[-1])
