"""The mystery neuron: inject currents, watch the voltage, infer what is inside.

A leaky integrate-and-fire neuron whose parameters are drawn from a seed and not
shown. Below threshold it charges like exp(-t / tau_m) towards E_L + R I; above,
it spikes at V_th. That is enough to find them.
"""

import numpy as np
from numpy.typing import ArrayLike

from course._valid import count, number
from course.models import integrate_fire

RANGES = {  # illustrative, within what cortical cells show; V_th and V_reset relative to E_L
    "tau_m": (8.0, 40.0),  # ms, membrane time constant
    "R": (0.05, 0.4),  # GOhm, input resistance
    "E_L": (-75.0, -60.0),  # mV, resting potential
    "V_th - E_L": (10.0, 25.0),  # mV, height of the threshold above rest
    "E_L - V_reset": (0.0, 5.0),  # mV, depth of the reset below rest
    "t_ref": (1.0, 5.0),  # ms, refractory period
}


class MysteryNeuron:
    """A neuron to experiment on; `mystery(seed)` makes one."""

    __slots__ = ("_model", "seed")

    def __init__(self, seed):
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
            For what `course.models.integrate_fire.simulate` refuses.
        """
        dt = number("dt", dt, low=0.0, high=1.0, open_low=True, unit="ms")
        return integrate_fire.simulate(
            self._model, I, dt=dt, duration=duration, sigma=sigma, rng=rng
        )


def mystery(seed: int) -> MysteryNeuron:
    """The mystery neuron with this number; the same number gives the same neuron.

    Its parameters lie in `RANGES`. Reading them out spoils the fun: they are for
    the check of the exercise.

    Raises
    ------
    ValueError
        If `seed` is not a whole number of at least 0.
    """
    return MysteryNeuron(seed)
