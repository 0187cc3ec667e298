"""The compiled twins of `model.cut` and `model.refractory`, for all trials in one pass."""

from course._jit import njit


@njit("f8[::1], f8, i8[::1]")
def cut(spikes, duration, trials):
    """Fill trials with the trial of each spike, and count its time from the trial's start."""
    trial = 0
    for i in range(spikes.size):
        while spikes[i] >= (trial + 1) * duration:
            trial += 1
        spikes[i] -= trial * duration
        trials[i] = trial


@njit("f8[::1], i8[::1], f8[::1], f8, b1[::1]")
def refractory(spikes, trials, free, t_ref, keep):
    """Fill keep with which spikes remain; trial k is silent before free[k]."""
    trial = -1
    ready = 0.0
    for i in range(spikes.size):
        if trials[i] != trial:
            trial = trials[i]
            ready = free[trial]
        keep[i] = spikes[i] >= ready
        if keep[i]:
            ready = spikes[i] + t_ref
