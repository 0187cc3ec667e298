"""More right answers to the exercise of lesson NN."""

import numpy as np

RIGHT = {
    "decay": [
        lambda t, tau: np.power(np.e, -np.asarray(t) / tau),
        lambda t, tau: 1 / np.exp(np.divide(t, tau)),
    ],
}
