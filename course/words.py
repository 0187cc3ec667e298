"""The words and the symbols of the course: `course.glossary("ISI")`, `course.notation("02")`.

A lesson's source marks the place where it defines a word, `[[word]]`, and every word
stands there before it is used. `tests/test_words.py` looks after that.
"""

import difflib
import html
import re
from typing import NamedTuple

ALL = tuple(f"{number:02d}" for number in range(13))
IN_TIME = tuple(lesson for lesson in ALL if lesson not in ("09", "10"))


class Symbol(NamedTuple):
    """A row of the notation."""

    symbol: str  # as in formulas
    code: str  # as in code; "" if it does not stand there
    unit: str
    meaning: str
    lessons: tuple  # numbers of those in which it stands


SYMBOLS = (
    Symbol("$t,\\ dt$", "t, dt", "ms", "time, time step", IN_TIME),
    Symbol("$V$", "V", "mV", "membrane potential", ("00", "01", "02", "03", "05", "08")),
    Symbol("$V_{rest}$", "V_rest", "mV", "where V stays without input", ("03", "05")),
    Symbol("$E_L$", "E_L", "mV", "reversal potential of the leak", ("01", "02", "03", "08")),
    Symbol("$E_{Na}, E_K$", "E_Na, E_K", "mV", "of sodium, of potassium", ("03", "08")),
    Symbol("$V_{th}$", "V_th", "mV", "threshold", ("01", "02", "05")),
    Symbol("$V_{reset}$", "V_reset", "mV", "potential after a spike", ("02", "05")),
    Symbol("$t_{ref}$", "t_ref", "ms", "refractory period", ("02", "04", "05")),
    Symbol("$C$", "C", "pF; 03: µF/cm²", "capacitance", ("02", "03", "08")),
    Symbol("$R$", "R", "GΩ", "resistance: 1 pA × 1 GΩ = 1 mV", ("01", "02")),
    Symbol("$g$", "g", "nS; 03: mS/cm²", "conductance: 1 nS × 1 mV = 1 pA", ("03", "08")),
    Symbol("$I$", "I", "pA; 03: µA/cm²; 04: mV/ms", "current", ("02", "03", "04")),
    Symbol("$\\tau$", "tau", "ms", "time constant: a decay leaves 37 % of its height", IN_TIME),
    Symbol("$V_{half},\\ k$", "V_half, k", "mV", "midpoint and width of a sigmoid", ("01", "08")),
    Symbol("$\\alpha_x, \\beta_x$", "alpha, beta", "1/ms", "opening, closing rate", ("03",)),
    Symbol("$x_\\infty, \\tau_x$", "", "1, ms", "goal of a gate and its time constant", ("03",)),
    Symbol("$\\phi$", "phi", "", "temperature factor", ("03",)),
    Symbol("$v, u$", "v, u", "mV, mV/ms", "potential and recovery", ("04",)),
    Symbol("$\\sigma_V$", "sigma", "mV", "SD that V would have without spikes", ("02",)),
    Symbol("$r$", "rate, r", "Hz", "firing rate", ("00", "02", "04", "05", "06")),
    Symbol("$a_j$", "a", "", "activity of unit j", ("00", "01", "07", "10", "11", "12")),
    Symbol("$n_i$", "n", "", "net input of unit i", ("01", "10")),
    Symbol("$f(n)$", "f", "", "activation function", ("01", "10")),
    Symbol("$W_{ij}$", "W[i, j]", "", "weight to i from j", ALL[:2] + ALL[5:8] + ALL[9:]),
    Symbol("$\\Gamma$", "", "", "coincidence factor of two spike trains", ("04",)),
    Symbol("$w$", "w", "", "one weight", ("01", "04", "06", "10")),
    Symbol("", "w_sd", "", "spread of the weights, their standard deviation", ("05",)),
    Symbol("$s_j$", "s", "", "1 in the step after a spike of unit j, else 0", ("05",)),
    Symbol("$J$", "J", "mV", "jump that one spike causes", ("05",)),
    Symbol("$t_d$", "delay", "ms", "time from a spike to its effect", ("05",)),
    Symbol("$\\eta$", "eta", "", "drive from outside; 1 just reaches the threshold", ("05",)),
    Symbol("$N$", "N", "", "number of units", ("01", "05", "07", "09", "11", "12")),
    Symbol("$K_E, K_I$", "K_E, K_I", "", "inputs of each neuron", ("05",)),
    Symbol("$g_{inh}$", "g_inh", "", "inhibitory jump over excitatory jump", ("05",)),
    Symbol("$h$", "h", "that of r", "input from outside", ("06", "07", "12")),
    Symbol("$F$", "F", "that of r", "rate of a unit against what it hears", ("06",)),
    Symbol("$K$", "K", "", "trains of spikes to each neuron", ("06",)),
    Symbol("$c_k,\\ g_k$", "", "that of r", "part of rates, of input, in mode k", ("06",)),
    Symbol("$T,\\ D$", "", "1/ms, 1/ms²", "trace, determinant of A = (W − 1)/τ", ("06",)),
    Symbol("$\\mu_\\pm$", "", "1/ms", "eigenvalues of A", ("06",)),
    Symbol("$w_0,\\ w_1$", "w0, w1", "", "uniform and tuned weight", ("07",)),
    Symbol("$h_0,\\ h_1$", "h0, h1", "that of a", "uniform and tuned input", ("07",)),
    Symbol("$\\varphi,\\ \\psi$", "phi, psi", "rad", "angle of the input, of the bump", ("07",)),
    Symbol("$Z$", "Z", "that of a", "mean of the activities, each an arrow at its angle", ("07",)),
    Symbol("$U,\\ c$", "U, c", "that of a, rad", "amplitude, half width of a bump", ("07",)),
    Symbol("$f_i$", "f", "", "output of population i, 0 to 1", ("08",)),
    Symbol("$h,\\ m_i$", "h, m", "", "gate of pre-I's sodium, adaptation of the others", ("08",)),
    Symbol("$b_{ij},\\ c_{ik}$", "b, c", "", "inhibition to i from j, excitation by k", ("08",)),
    Symbol("$d_k$", "drives", "", "drive k: pons, RTN, raphe", ("08",)),
    Symbol("$\\lambda$", "length", "µm; 03: cm", "length constant", ("01", "03")),
    Symbol("$\\lambda_k$", "values", "", "k-th eigenvalue or variance", ("05", "06", "11")),
    Symbol("$\\theta$", "theta", "rad", "an angle", ("07",)),
    Symbol("$D$", "D", "", "participation ratio", ("05", "11")),
    Symbol("$s_i$", "s", "", "state of unit i, -1 or 1", ("09",)),
    Symbol("$\\xi^\\mu_i$", "patterns[k]", "", "stored pattern", ("09",)),
    Symbol("$m_\\mu$", "overlap", "", "overlap with a stored pattern", ("09",)),
    Symbol("$E$", "energy", "", "energy, which recall lowers", ("09",)),
    Symbol("$T$", "T", "", "temperature: how often units err", ("09",)),
    Symbol("$M$", "M", "", "09: stored patterns; 11: matrix of a small step", ("09", "11")),
    Symbol("$\\alpha$", "load, alpha", "", "09: patterns per unit; 11: dt/τ", ("09", "11")),
    Symbol("$b$", "b", "", "bias", ("10", "11")),
    Symbol("$L$", "loss", "", "loss, which training lowers", ("10", "11")),
    Symbol("$\\delta_l$", "", "", "slope of L by the net inputs of layer l", ("10",)),
    Symbol("$z$", "z", "", "10: last net input; 11: output", ("10", "11")),
    Symbol("$\\mu$", "", "", "multiplier of a direction in one step", ("11",)),
    Symbol("", "rng", "", "where random numbers come from; one seed, one series", ALL),
)

# word -> what it means; several forms of one word are parted by a comma
WORDS = {
    "action potential, spike": "the pulse of about 1 ms and 100 mV that a neuron sends",
    "AMPA": "a substance that opens fast excitatory synapses, and their name",
    "activity": "how strongly a unit responds, akin to a firing rate",
    "attractor": "a state, or a set of states, to which a system returns",
    "axon": "the fiber that carries spikes away",
    "bias": "an input to a unit that never changes",
    "coincidence factor": "how many spikes of a cell a model predicts, beyond chance; 1 for all",
    "conductance": "how easily ions pass; one over resistance",
    "coefficient of variation, CV": (
        "standard deviation of the intervals between spikes over their mean"
    ),
    "dendrite": "the branches that receive",
    "depolarize": "make the potential less negative",
    "eigenvector, mode": "a pattern that a linear network only scales",
    "embedding": "many neurons drawn as one moving point",
    "excitatory postsynaptic potential, EPSP": "the rise that an excitatory synapse causes",
    "f–I curve": "firing rate against injected current",
    "Fano factor": "variance of a spike count over its mean",
    "fixed point": "a state that does not change",
    "GABA": "the substance with which most inhibitory synapses act",
    "gate": "the part of a channel that opens and closes",
    "Hebb's rule": "units that are active together strengthen their weights",
    "inhibitory postsynaptic potential, IPSP": "the fall that an inhibitory synapse causes",
    "interspike interval, ISI": "the time from one spike of a neuron to its next",
    "leak": "the current that brings the potential back to rest",
    "net input": "weighted sum of what a unit hears",
    "NMDA": "a substance that opens slow excitatory synapses, and their name",
    "nullcline": "where one variable does not change",
    "overlap": "how much a state agrees with a stored pattern",
    "overfitting": "learning the noise of examples by heart, so that new ones come out worse",
    "participation ratio": "how many dimensions the activity fills",
    "perceptron": "a unit with a threshold that learns a dividing line",
    "Poisson process": "spikes that do not know of each other",
    "principal component analysis, PCA": "finds the directions in which many neurons vary most",
    "peristimulus time histogram, PSTH": "rate over time, averaged over trials",
    "raster": "spikes of many neurons or trials, a row each",
    "refractory period": "the time after a spike without another",
    "rest": "the potential without input",
    "retrotrapezoid nucleus, RTN": "neurons in the brain stem that drive breathing",
    "rheobase": "the weakest constant current that makes a neuron fire",
    "soma": "the cell body",
    "synapse": "where one neuron acts on another",
    "threshold": "the potential above which a spike follows",
    "time constant": "the time in which a decay leaves 37 % of its height",
    "unit": "an idealized neuron, or a group of neurons",
    "weight": "strength and sign of a connection",
}


def forms():
    """Each form of each word -> the entry that it stands in."""
    return {form: entry for entry in WORDS for form in entry.split(", ")}


class Table(NamedTuple):
    """Rows with a head; shows itself as a table."""

    head: tuple
    rows: list

    def __repr__(self):
        return "\n".join(" · ".join(filter(None, row)) for row in self.rows)

    def _repr_markdown_(self):
        lines = [self.head, ["---"] * len(self.head), *self.rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def notation(lesson=None):
    """The symbols of the course, or of one lesson, with unit and meaning.

    Parameters
    ----------
    lesson : str, optional
        Its number, e.g. "02".

    Raises
    ------
    ValueError
        If there is no such lesson.
    """
    if lesson is not None and lesson not in ALL:
        raise ValueError(f"lesson is {lesson!r}; allowed are {', '.join(ALL)}")
    rows = [
        (row.symbol, f"`{row.code}`" if row.code else "", row.unit, row.meaning)
        for row in SYMBOLS
        if lesson is None or lesson in row.lessons
    ]
    return Table(("symbol", "code", "unit", "meaning"), rows)


def glossary(word=None):
    """What a word of the course means, or all of them.

    Parameters
    ----------
    word : str, optional
        E.g. "ISI"; capitals and a plural do not matter.

    Raises
    ------
    ValueError
        If it is no word of the course; names those like it.
    """
    if word is None:
        return Table(("word", "meaning"), sorted(WORDS.items(), key=lambda row: row[0].lower()))
    entries = {form.lower(): entry for form, entry in forms().items()}
    asked = str(word).strip().lower()
    for found in (asked, asked.removesuffix("s")):
        if found in entries:
            return Table(("word", "meaning"), [(entries[found], WORDS[entries[found]])])
    near = ", ".join(difflib.get_close_matches(asked, entries, 3)) or "course.glossary() has all"
    raise ValueError(f"word is {word!r}, which is not in the glossary; {near}")


# -- in a lesson's text ---------------------------------------------------------------

DEFINED = re.compile(r"\[\[([^\]|]+)(?:\|([^\]]+))?\]\]")


def with_meanings(text):
    """Markdown in which each `[[word]]` is set off and shows its meaning under the mouse.

    `[[ISI|interspike intervals]]` shows other words than the glossary's.
    """

    def marked(match):
        entry = forms().get(match[1])
        if entry is None:
            raise ValueError(f"a lesson defines {match[1]!r}, which is not in the glossary")
        meaning = html.escape(WORDS[entry], quote=True)
        return f'<dfn title="{meaning}">{match[2] or match[1]}</dfn>'

    return DEFINED.sub(marked, text)
