"""The compiled twin of `model.loop`."""

import math

from course._jit import njit

LOOK = 0.1  # ms, longest time without a look at the threshold


@njit
def overlap(u, tau, tau_s):
    """Integral of exp(-(u - x) / tau) exp(-x / tau_s) over x from 0 to u, in ms."""
    slow = max(tau, tau_s)
    fast = min(tau, tau_s)
    x = u / fast - u / slow
    if x > 0.0:
        return math.exp(-u / slow) * (-math.expm1(-x) / x * u)
    return math.exp(-u / slow) * u


@njit
def unblocked(V, Mg):
    return 1.0 / (1.0 + Mg / 3.57 * math.exp(min(-V / 16.13, 700.0)))


@njit
def potential(p, u, V, I_AMPA, I_NMDA, V_inh, I):
    """V after u ms without arrivals: the solution of the first equation."""
    goal = p.E_L + p.R * I
    drive = I_AMPA * overlap(u, p.tau_m, p.tau_AMPA) + I_NMDA * overlap(u, p.tau_m, p.tau_NMDA)
    taken = V_inh * overlap(u, p.tau_m, p.tau_inh)
    return goal + (V - goal) * math.exp(-u / p.tau_m) + (p.R * drive - taken) / p.tau_m


@njit
def crossing(p, u, V, I_AMPA, I_NMDA, V_inh, I):
    """When V, which is above V_th after u ms, reaches it: bisected to the last digit."""
    low = 0.0
    while True:
        middle = 0.5 * (low + u)
        if middle <= low or middle >= u:
            return u
        if potential(p, middle, V, I_AMPA, I_NMDA, V_inh, I) >= p.V_th:
            u = middle
        else:
            low = middle


@njit("SynapticLIF, f8, f8, f8, f8[::1], i8[::1], f8[:, ::1], f8[::1]")
def run(p, I, dt, V, arrivals, kinds, states, spikes):
    """Fill states and spikes; return how many spikes there are."""
    t = 0.0
    I_AMPA = 0.0
    I_NMDA = 0.0
    V_inh = 0.0
    ready = 0.0  # end of the refractory period
    i = 0  # next grid point
    j = 0  # next arrival
    n = 0  # spikes
    while i < states.shape[1]:
        until = min(i * dt, t + LOOK)
        if j < arrivals.size:
            until = min(until, arrivals[j])
        if t < ready:
            until = min(until, ready)
        u = max(until - t, 0.0)
        spike = False
        if t >= ready:
            end = potential(p, u, V, I_AMPA, I_NMDA, V_inh, I)
            spike = end >= p.V_th
            if spike:
                u = crossing(p, u, V, I_AMPA, I_NMDA, V_inh, I)
                until = t + u
                end = p.V_reset
            V = end
        I_AMPA *= math.exp(-u / p.tau_AMPA)
        I_NMDA *= math.exp(-u / p.tau_NMDA)
        V_inh *= math.exp(-u / p.tau_inh)
        t = until
        if spike:
            spikes[n] = t
            n += 1
            ready = t + p.t_ref
        elif j < arrivals.size and arrivals[j] <= t:
            if kinds[j] == 0:
                I_AMPA += p.w_AMPA
            elif kinds[j] == 1:
                I_NMDA += p.w_NMDA * unblocked(V, p.Mg)
            else:
                V_inh += p.w_inh
            j += 1
        elif t >= i * dt:
            states[0, i] = V
            states[1, i] = I_AMPA
            states[2, i] = I_NMDA
            states[3, i] = V_inh
            i += 1
    return n
