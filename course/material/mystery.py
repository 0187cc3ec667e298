"""The mystery neuron: inject currents, watch the voltage, infer what is inside.

A leaky integrate-and-fire neuron whose parameters are drawn from a seed and not
shown. Below threshold it charges like exp(-t / tau_m) towards E_L + R I; above,
it spikes at V_th. That is enough to find them. With a budget it takes current for so
many milliseconds in all, and no strong one: what to inject is then the question.
"""

import numpy as np
from numpy.typing import ArrayLike

from course._valid import count, current, number, positive
from course.models import integrate_fire

RANGES = {  # illustrative, within what cortical cells show; V_th and V_reset relative to E_L
    "tau_m": (8.0, 40.0),  # ms, membrane time constant
    "R": (0.05, 0.4),  # GOhm, input resistance
    "E_L": (-75.0, -60.0),  # mV, resting potential
    "V_th - E_L": (10.0, 25.0),  # mV, height of the threshold above rest
    "E_L - V_reset": (0.0, 5.0),  # mV, depth of the reset below rest
    "t_ref": (1.0, 5.0),  # ms, refractory period
}

STRONGEST = 400.0  # pA, either way, with a budget
MOST = 10_000_000  # steps of one current, likewise


class MysteryNeuron:
    """A neuron to experiment on; `mystery(seed)` makes one.

    Attributes
    ----------
    seed : int
        Its number.
    left : float or None
        ms of current that it still takes; None without a budget.
    """

    __slots__ = ("_model", "left", "seed")

    def __init__(self, seed, budget=None):
        self.left = None if budget is None else positive("budget", budget, "ms")
        self.seed = count("seed", seed, low=0, high=2**63 - 1)
        rng = np.random.default_rng([self.seed, 0x1907])
        tau_m, R, E_L, height, depth, t_ref = (rng.uniform(*span) for span in RANGES.values())
        self._model = integrate_fire.LIF(
            tau_m=round(tau_m, 1),
            R=round(R, 3),
            E_L=round(E_L, 1),
            V_th=round(E_L + height, 1),
            V_reset=round(E_L - depth, 1),
            t_ref=round(t_ref, 1),
        )

    def __repr__(self):
        return f"mystery({self.seed})"

    def inject(
        self,
        I: ArrayLike,
        dt: float = 0.1,
        *,
        duration: float | None = None,
        sigma: float = 0.0,
        rng: np.random.Generator | int | None = None,
    ) -> integrate_fire.Trace:
        """Run the neuron from rest under the current I and return t, V and spikes.

        Parameters
        ----------
        I : float or array, shape (steps,)
            Current in pA; an array holds one value per step of dt.
        dt : float
            Step in ms, above 0 up to 1.
        duration : float, optional
            ms, for a constant I; default 500.
        sigma : float
            Noise: mV, standard deviation of the potential below threshold.
        rng : numpy.random.Generator or int
            Needed with noise.

        Returns
        -------
        course.models.integrate_fire.Trace

        Raises
        ------
        ValueError
            For what `course.models.integrate_fire.simulate` refuses, and with a budget for a
            current beyond 400 pA either way or one that lasts longer than what is left.
        """
        dt = number("dt", dt, low=0.0, high=1.0, open_low=True, unit="ms")
        lasts = 0.0
        if self.left is not None:
            I, dt = current("I", I, duration, dt, usual=500.0, most=MOST, high=STRONGEST, unit="pA")
            duration, lasts = None, I.size * dt
            if lasts > self.left * (1.0 + 1e-9):
                raise ValueError(
                    f"the current lasts {lasts:.6g} ms; allowed is up to {self.left:.6g} ms, "
                    "which are left of the budget"
                )
        trace = integrate_fire.simulate(
            self._model, I, dt=dt, duration=duration, sigma=sigma, rng=rng
        )
        if self.left is not None:
            self.left = max(self.left - lasts, 0.0)
        return trace


def mystery(seed: int, budget: float | None = None) -> MysteryNeuron:
    """The mystery neuron with this number; the same number gives the same neuron.

    Its parameters lie in `RANGES`. Reading them out spoils the fun: they are for
    the check of the exercise.

    Parameters
    ----------
    seed : int
    budget : float, optional
        ms of current that it takes in all, and then none above 400 pA.

    Raises
    ------
    ValueError
        If `seed` is not a whole number of at least 0, or the budget not above 0.
    """
    return MysteryNeuron(seed, budget)
