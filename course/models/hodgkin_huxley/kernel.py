"""The compiled twins of `model`: the same step, with exponentials made of few operations.

Every exponential of the rates is a power of w = exp(-u / 720), and w is a polynomial of
degree 7 in u / 5760 to the eighth power. `relax` has the exponential of a small number by
its series, to the eighth power as well. Both are within 1e-11 of the exponential for all
that a neuron meets. The tests hold each function to the one of its name in `model`.
"""

from course._jit import njit


@njit(forceinline=True)
def rates(V):
    """alpha_m, beta_m, alpha_h, beta_h, alpha_n, beta_n at 6.3 C, 1/ms."""
    u = min(max(V, -500.0), 500.0) + 65.0  # the gates are fully open or shut beyond
    x = u * (-1 / 5760)  # a factor: divisions are dear
    y = x * x
    w = (1 / 24 + x * (1 / 120)) + y * (1 / 720 + x * (1 / 5040))
    w = ((1.0 + x) + y * (1 / 2 + x * (1 / 6))) + y * y * w
    w = w * w
    w = w * w
    w = w * w
    w4 = (w * w) * (w * w)
    e80 = w4 * w4 * w
    e20 = (e80 * e80) * (e80 * e80)
    e10 = e20 * e20
    alpha_m = linear_over_exp(2.5 - 0.1 * u, e10 * 12.182493960703473)  # exp(2.5)
    beta_m = 4.0 * (e20 * w4)
    alpha_h = 0.07 * e20
    beta_h = 1.0 / (1.0 + e10 * 20.085536923187668)  # exp(3)
    alpha_n = 0.1 * linear_over_exp(1.0 - 0.1 * u, e10 * 2.718281828459045)
    beta_n = 0.125 * e80
    return alpha_m, beta_m, alpha_h, beta_h, alpha_n, beta_n


@njit(forceinline=True)
def linear_over_exp(x, exp_x):
    """x / (exp(x) - 1), by its series where the difference would lose digits."""
    series = 1.0 - 0.5 * x + x * x * (1 / 12 - x * x * (1 / 720))
    return series if abs(x) < 0.02 else x / (exp_x - 1.0)


@njit(forceinline=True)
def relax(x, a, s, d):
    """x after a time d of dx/dt = a - s x: on its way to a / s, with the time constant 1 / s."""
    z = 0.125 * s * d
    p = (1.0 + z) + z * z * ((1 / 2 + z * (1 / 6)) + z * z * (1 / 24))
    p = p * p
    p = p * p
    p = p * p  # exp(s d); far beyond that an infinity, which is as good
    return x + (a / s - x) * (1.0 - 1.0 / p)


@njit(forceinline=True)
def move_V(state, I, d, model):
    V, m, h, n = state
    g_Na = model.g_Na * m * m * m * h
    g_K = model.g_K * (n * n) * (n * n)
    a = g_Na * model.E_Na + g_K * model.E_K + model.g_L * model.E_L + I
    g = max(g_Na + g_K + model.g_L, 1e-6)  # 0 would divide
    return relax(V, a, g, d / model.C), m, h, n


@njit(forceinline=True)
def move_gates(state, d):
    """`d` is the time times phi."""
    V, m, h, n = state
    a_m, b_m, a_h, b_h, a_n, b_n = rates(V)
    m = relax(m, a_m, a_m + b_m, d)
    h = relax(h, a_h, a_h + b_h, d)
    n = relax(n, a_n, a_n + b_n, d)
    return V, m, h, n


@njit(forceinline=True)
def take_turns(state, I, dt, phi, model):
    state = move_V(state, I, 0.5 * dt, model)
    state = move_gates(state, phi * dt)
    return move_V(state, I, 0.5 * dt, model)


@njit(forceinline=True)
def step(state, I, dt, phi, model):
    coarse = take_turns(state, I, dt, phi, model)
    halfway = take_turns(state, I, 0.5 * dt, phi, model)
    fine = take_turns(halfway, I, 0.5 * dt, phi, model)
    V = fine[0] + (fine[0] - coarse[0]) * (1 / 3)
    m = min(max(fine[1] + (fine[1] - coarse[1]) * (1 / 3), 0.0), 1.0)
    h = min(max(fine[2] + (fine[2] - coarse[2]) * (1 / 3), 0.0), 1.0)
    n = min(max(fine[3] + (fine[3] - coarse[3]) * (1 / 3), 0.0), 1.0)
    return V, m, h, n


@njit("f8[::1], f8, f8, HodgkinHuxley, f8[:, ::1]")
def run(I, dt, phi, model, Y):
    """Fill Y = (V, m, h, n) from Y[:, 0] on."""
    state = Y[0, 0], Y[1, 0], Y[2, 0], Y[3, 0]
    for i in range(I.size):
        state = step(state, I[i], dt, phi, model)
        Y[0, i + 1], Y[1, i + 1], Y[2, i + 1], Y[3, i + 1] = state
