"""What every public function may be called with: function -> parameter -> domain.

A domain has an inside, which the function must take or refuse in words, and an outside:
values just beyond it and things that are no such value at all. The ranges of models are not
said here again but read from their declarations. Sizes are small, so that thousands of calls
take minutes; what is too large is on the outside.
"""

import functools
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from course._parameter import parameters
from course.models import (
    activation,
    balanced_network,
    cable,
    dynamic_synapse,
    hodgkin_huxley,
    integrate_fire,
    izhikevich,
    morris_lecar,
    perceptron,
    respiration,
    ring_attractor,
    rnn,
    spikes_to_rates,
    spiking_network,
    summation,
    winner_take_all,
)
from course.models.izhikevich import network as izhikevich_network
from course.models.perceptron import deep
from course.models.rnn import tasks as rnn_tasks


class Broken:
    """Fails whatever is asked of it."""

    def __float__(self):
        raise RuntimeError("broken")

    __index__ = __repr__ = __array__ = __len__ = __iter__ = __float__


ODD = [
    *(None, True, math.nan, math.inf, -math.inf, -1, -1e300, 1e300, 5e-324, 10**400, 10**5000),
    *("x", "3", "x" * 5000, b"x", 1j, Fraction(1, 3), Decimal("0.1"), Decimal("NaN")),
    *(np.uint8(200), np.int8(-100), np.float16(1.5), np.bool_(True), np.complex128(1)),
    *([], [[1], [1, 2]], [None], ["1"], {}, {1: 2}, (), (1,), [math.nan], object(), Broken()),
    *(np.array([]), np.ones((2, 2, 2)), np.array(["a"]), np.array([1j]), np.array([math.inf])),
    *(np.array([255], np.uint8), np.array([1], "m8[s]"), np.array([None, 1]), np.ones((0, 3))),
    *(np.ma.masked, len, np.broadcast_to(1.0, (10**9,)), [Fraction(1, 3)], [Decimal("0.1")]),
]


TINY = 1e-307  # a product with it is no normal number: what a session may be told to raise


class Domain:
    """Values inside, and beyond; `typical` ones are a part of the inside that must be taken."""

    def __init__(self, typical, inside=None, beyond=()):
        self.typical = typical
        self.inside = typical if inside is None else inside
        self.outside = st.sampled_from([*beyond, *ODD])


class Later(Domain):
    """The domain that `make` gives when it is first drawn from.

    Of what a kernel computes: whoever only collects the tests waits for no compiler.
    """

    def __init__(self, make):
        made = functools.cache(make)
        self.typical = st.deferred(lambda: made().typical)
        self.inside = st.deferred(lambda: made().inside)
        self.outside = st.deferred(lambda: made().outside)


def number(low, high, least=None, most=None, beyond=(1e9, 1e15, 1e99)):
    """A float; tried from `low` to `high`, allowed from `least` to `most`."""
    ends = [x for x in (least, most) if x is not None]
    near = [float(np.nextafter(x, s * math.inf)) for x, s in zip(ends, (-1, 1))]
    some = [low, high, *([TINY] if low <= 0.0 < high else [])]
    typical = st.floats(low, high, allow_subnormal=False) | st.sampled_from(some)
    return Domain(typical, typical | st.sampled_from(ends or [low]), [*near, 0, *beyond])


def whole(low, high, beyond=(10**7, 10**9, 2**70)):
    return Domain(st.integers(low, high), beyond=[low - 1, 2.5, 3.0, *beyond])


def words(*options):
    return Domain(st.sampled_from(options), beyond=["no such word", 0])


def array(*shape, low=-10.0, high=10.0, beyond=()):
    """An array, or a list of lists, of a shape."""

    def make(seed):
        x = np.random.default_rng(seed).uniform(low, high, shape)
        forms = (x, x, x.astype(np.float32), np.rint(x), np.asfortranarray(x), x.tolist())
        if low <= 0.0 < high and seed % 7 == 0:
            return np.where(x > 0.5 * high, x, TINY)
        return forms[seed % 6]

    wrong = [np.ones((*shape, 2)), np.full(shape, math.nan), np.full(shape, 1e300), *beyond]
    return Domain(st.integers(0, 2**32).map(make), beyond=wrong)


def signs(*shape):
    def make(seed):
        return np.random.default_rng(seed).choice([-1, 1], shape)

    wrong = [
        np.zeros(shape),
        np.full(shape, 2),
        np.full(shape, 255, np.uint8),
        np.ones((*shape, 1)),
    ]
    return Domain(st.integers(0, 2**32).map(make), beyond=wrong)


def one_of(*domains):
    """Any of the domains; what is outside the first may be inside another."""
    typical = st.one_of([d.typical for d in domains])
    inside = st.one_of([d.inside for d in domains])
    return Domain(typical, inside, [1e300, 10**9])


def value(*values, beyond=()):
    return Domain(st.sampled_from(values), beyond=beyond)


def maybe(domain):
    d = Domain(domain.typical | st.none(), domain.inside | st.none())
    d.outside = domain.outside
    return d


def model(kind, start=None, **typical):
    """A model by its declaration: each parameter anywhere in its range, most at their default."""
    start = kind() if start is None else start
    known = parameters(kind)
    anywhere = {name: _field(*known[name]) for name in kind._fields}
    few = st.lists(st.sampled_from(kind._fields), max_size=3, unique=True)
    inside = few.flatmap(
        lambda names: st.fixed_dictionaries(
            {n: anywhere[n] for n in names if anywhere[n] is not None}
        ).map(lambda change: start._replace(**change))
    )
    beyond = []
    for name in kind._fields:
        p = known[name][1]
        ends = [np.nextafter(p.low, -np.inf), np.nextafter(p.high, np.inf)]
        ends += [p.low] if p.open_low else []
        beyond += [start._replace(**{name: e}) for e in ends if math.isfinite(e)]
        beyond += [start._replace(**{name: odd}) for odd in ODD[:45]]
    changes = {n: d.typical for n, d in typical.items()}
    usual = st.fixed_dictionaries({}, optional=changes).map(lambda c: start._replace(**c))
    return Domain(st.just(start) | usual, usual | inside, [*beyond, 7, "model", start._asdict()])


def _field(kind, p):
    if p.shape is not None:
        return None
    if kind is float:
        low, high = max(p.low, -1e12), min(p.high, 1e12)
        return st.floats(low, high, allow_subnormal=False) | st.sampled_from([low, high])
    if kind is int:
        return st.integers(int(max(p.low, 1)), int(min(p.high, 60)))
    if kind is bool:
        return st.booleans()
    if kind is str:
        return st.sampled_from(p.options)
    return st.lists(st.sampled_from(p.options), max_size=2).map(tuple)


def trains(n):
    def make(seed):
        rng = np.random.default_rng(seed)
        return [rng.uniform(0, 100, rng.integers(0, 8)) for _ in range(n)]

    return Domain(st.integers(0, 2**32).map(make), beyond=[[[[1.0]]], [3], 5, [[math.nan]]])


seed = Domain(st.integers(0, 2**40), beyond=[-1, 1.5, "seed", np.random])
switch = value(True, False, 0, 1, beyond=[2, "yes"])
plain = number(-1e3, 1e3, -1e100, 1e100)
duration = number(20.0, 60.0)
train = Domain(trains(1).typical.map(lambda t: t[0]), beyond=[[[1.0]], [math.nan], 3.0])

LIF = model(integrate_fire.LIF, t_ref=number(1.0, 5.0), tau_m=number(5.0, 50.0))
ANY_LIF = one_of(LIF, model(integrate_fire.PerfectIF))
HH = model(hodgkin_huxley.HodgkinHuxley, T=number(5.0, 20.0))
AXON = model(cable.Axon, cable.Axon(n=20, length=1.0))
IZH = model(izhikevich.Izhikevich)
RING = model(ring_attractor.Ring, ring_attractor.Ring(N=20), h1=number(0.0, 1.0))
BUMP = model(ring_attractor.Ring, ring_attractor.PRESETS["memory"]._replace(N=20))
BREATH = model(respiration.Respiration)


@functools.cache
def breathing():
    """A run of the breathing network."""
    return respiration.simulate(duration=200.0, drop=200.0)


def _breathing():
    run = breathing()
    return value(run, beyond=[run._replace(t=3), run._replace(f=run.f[:, 1:]), 3, run.f])


def _begun():
    run = breathing()
    return value(respiration.START, run, beyond=[run._replace(V=run.V[:3])])


BREATHING, BEGUN = Later(_breathing), Later(_begun)
SPIKE = hodgkin_huxley.resting_state(hodgkin_huxley.HodgkinHuxley())
STATE = value(SPIKE, beyond=[(1, 2), SPIKE._replace(m=2.0), SPIKE._replace(V=1e9), "rest"])
COARSE = number(0.01, 0.1, None, 0.1, beyond=(1e-15, 1e9))
NET = izhikevich_network.random_network(8, 2, rng=0)
IZH_NET = model(izhikevich_network.Network, NET)
RNN = model(rnn.RNN, rnn.init(4, 3, 1, rng=0))
TASK = rnn_tasks.evidence(3, rng=0, duration=100.0)
TASKS = value(TASK, beyond=[TASK._replace(mask=0 * TASK.mask), TASK._replace(targets=3), (1,)])
MLP = model(perceptron.MLP, perceptron.init(2, 3, rng=0))
DEEP_NET = deep.init([2, 3, 1], rng=0)
DEEP = value(
    DEEP_NET,
    deep.init([2, 4, 3, 1], rng=1, activation="relu"),
    beyond=[
        *(DEEP_NET._replace(weights=odd) for odd in ((), 3, DEEP_NET.weights[:1], (math.nan,))),
        *(DEEP_NET._replace(biases=odd) for odd in ((), 3, (1.0, 2.0), DEEP_NET.biases[::-1])),
        *(DEEP_NET._replace(activation="step"), 3, "net", DEEP_NET.weights),
        DEEP_NET._replace(weights=tuple(1e99 * W for W in DEEP_NET.weights)),
    ],
)
UNIT = model(perceptron.Perceptron, perceptron.Perceptron(np.ones(2), 0.5))
DENDRITE = model(summation.Dendrite)
SYNAPSES = value(
    [summation.Synapse()],
    (summation.Synapse(w=-3.0), summation.Synapse(time=5.0)),
    beyond=[[], [3], [summation.Synapse(w=math.inf)], [(1, 2)], summation.Synapse()],
)
COMPETITION = model(winner_take_all.Competition)
POPULATION = model(spikes_to_rates.Population, spikes_to_rates.Population(N=5, K=3))
X = array(6, 2)
Y = Domain(
    st.integers(0, 63).map(lambda k: np.array([k >> i & 1 for i in range(6)])),
    beyond=[np.full(6, 2), np.ones(5), [0.5] * 6],
)
RASTER = array(3, 20, low=0.0, high=1.0, beyond=[np.full((3, 20), -1.0), np.full((3, 20), 1e99)])


def _spiking():
    run = spiking_network.simulate(np.zeros((2, 2)), np.full(2, 80.0), duration=3.0)
    return value(run, beyond=[run._replace(spikes=3)])


SADDLE = izhikevich.fixed_points(izhikevich.Izhikevich(), 0.0)[1]
RATE_FN = value(
    lambda t: 0 * t,
    lambda t: np.full(t.shape, 5.0),
    beyond=[lambda t: -1.0 + 0 * t, lambda t: 3, lambda t: t * math.nan, lambda t: "x", 5.0],
)
CURRENT = one_of(number(-50.0, 400.0, -1e12, 1e12), array(200, low=-50.0, high=400.0))
WEIGHTS = array(3, 3, low=-0.4, high=0.4)


def _symmetric(seed):
    x = np.random.default_rng(seed).normal(size=(4, 4))
    x = x + x.T
    np.fill_diagonal(x, 0.0)
    return x


SYMMETRIC = Domain(
    st.integers(0, 2**32).map(_symmetric),
    beyond=[np.eye(4), np.ones((4, 3)), np.ones((5000, 5000)), np.full((4, 4), math.nan)],
)
CORRELATIONS = Domain(
    st.integers(0, 2**32).map(lambda seed: (lambda x: x @ x.T)(_symmetric(seed))),
    beyond=[-np.eye(4), np.triu(np.ones((4, 4))), np.ones((4, 3)), np.full((4, 4), math.nan)],
)
HZ = number(0.0, 100.0, 0.0)
MS = number(1.0, 50.0)
WIDTH = number(1.0, 20.0, beyond=(1e-12, 1e9))
GRID = {"duration": duration, "dt": number(0.1, 1.0, beyond=(1e-12, 1e9))}
MODEL = "models.{}.model.{}".format
one = {"x": one_of(number(-1e3, 1e3, -1e100, 1e100), array(4))}

PAIR = value(
    np.array([[12.0, -10.0], [10.0, -2.0]]),
    [[0, 2], [-3, 0]],
    beyond=[np.array([[1.0, 0.0], [1.0, 1.0]])],
)

BALANCED_SMALL = balanced_network.Balanced(N_E=16, N_I=4, K_E=4, K_I=2)
BALANCED = value(
    BALANCED_SMALL,
    BALANCED_SMALL._replace(g_inh=3.0, eta=2.0, delay=0.0),
    BALANCED_SMALL._replace(eta=0.0),
    beyond=[BALANCED_SMALL._replace(K_E=16), BALANCED_SMALL._replace(J=0.0)],
)
CHANCE = balanced_network.draw(BALANCED_SMALL, duration=5.0, rng=0)
BALANCED_RUN = Later(
    lambda: value(
        balanced_network.simulate(BALANCED_SMALL, duration=250.0, rng=0), beyond=[(), CHANCE]
    )
)

DOMAINS = {
    # -- activation and net input
    **{MODEL("activation", f): one for f in ("linear", "relu", "step", "sigmoid", "tanh")},
    MODEL("activation", "neuron_sigmoid"): one
    | {"Q": HZ, "V_half": plain, "k": number(0.1, 10.0, 1e-6)},
    MODEL("activation", "derivative"): {"fn": value(activation.relu, activation.tanh)},
    MODEL("activation", "net_input"): {"a": array(2, 3), "W": array(4, 3), "b": array(4)},
    **{
        MODEL("net_input", f): {"a": array(4), "w": array(4)}
        for f in ("by_loop", "by_sum", "by_dot")
    },
    **{
        MODEL("net_input", f): {"a": array(4), "W": array(3, 4)}
        for f in ("layer_by_loop", "layer_by_matrix")
    },
    # -- membranes and axons
    **{
        f"models.hodgkin_huxley.model.{f}": {"V": one_of(number(-100.0, 50.0, -500.0, 500.0))}
        for f in ("steady_states",)
    },
    **{
        f"models.hodgkin_huxley.model.{f}": {
            "V": one_of(number(-100.0, 50.0, -500.0, 500.0), array(5)),
            "model": maybe(HH),
        }
        for f in ("rates", "time_constants")
    },
    "models.hodgkin_huxley.model.currents": {"model": HH, "result": STATE},
    "models.hodgkin_huxley.model.resting_state": {"model": HH, "I": number(-10.0, 50.0)},
    "models.hodgkin_huxley.channels.flicker": {
        "alpha": array(5, low=0.0, high=5.0),
        "beta": array(5, low=0.01, high=5.0),
        "N": whole(1, 20, beyond=(10**9,)),
        "dt": number(0.01, 2.0, beyond=(1e99,)),
        "rng": seed,
        "start": number(0.0, 1.0, 0.0, 1.0),
    },
    "models.hodgkin_huxley.clamp.voltage_clamp": {
        "model": HH,
        "V_command": one_of(number(-100.0, 50.0, -500.0, 500.0), array(30)),
        "dt": number(0.01, 1.0, beyond=(1e-15, 1e9)),
        "V_hold": maybe(number(-100.0, 0.0, -500.0, 500.0)),
    },
    "models.hodgkin_huxley.model.simulate": {
        "model": HH,
        "I": one_of(number(-50.0, 100.0, -1e4, 1e4), array(200)),
        "dt": COARSE,
        "I_rand": number(0.0, 5.0, 0.0, 1e4),
        "rng": seed,
        "start": maybe(STATE),
        "plain": switch,
    },
    **{
        f"models.hodgkin_huxley.threshold.{f}": {
            "model": HH,
            "pulse": maybe(number(1.0, 10.0)),
            "tolerance": number(0.1, 1.0, 1e-12),
            "duration": duration,
            "dt": COARSE,
        }
        for f in ("threshold_traces", "threshold_current")
    },
    "models.hodgkin_huxley.f_i.f_i_curve": {
        "model": HH,
        "I": one_of(number(-50.0, 100.0, -1e4, 1e4), array(3)),
        "duration": duration,
        "skip": number(0.0, 20.0, 0.0),
        "dt": COARSE,
        "order": value(2, 4, beyond=[3, 2.5]),
        "carry": switch,
    },
    "models.hodgkin_huxley.euler.simulate_euler": {
        "model": HH,
        "I": number(-20.0, 50.0, -200.0, 200.0),
        "start": STATE,
        "dt": number(0.005, 0.02, None, 0.05, beyond=(1e-15,)),
        "duration": duration,
    },
    "models.cable.theory.length_constant": {"axon": AXON},
    "models.cable.theory.passive_profile": {
        "axon": AXON,
        "x": number(0.0, 1.0, 0.0),
        "I": number(-1.0, 1.0, -1e6, 1e6),
        "site": number(0.0, 1.0, 0.0),
    },
    "models.cable.model.simulate": {
        "axon": AXON,
        "I": number(-50.0, 50.0, -1e6, 1e6),
        "site": number(0.0, 1.0, 0.0),
        "onset": number(0.0, 1.0, 0.0, 1e6),
        "width": number(0.0, 1.0, 0.0, 1e6),
        "duration": number(1.0, 4.0),
        "dt": number(0.01, 0.1, None, 0.1, beyond=(1e-15, 1e9)),
        "every": whole(1, 5),
        "plain": switch,
        "start": maybe(one_of(number(-80.0, 0.0, -200.0, 200.0), array(20))),
    },
    "models.cable.velocity.conduction_velocity": {
        "axon": AXON,
        "dt": number(0.02, 0.1, None, 0.1, beyond=(1e-15, 1e9)),
    },
    # -- integrate and fire
    "models.integrate_fire.model.simulate": {
        "model": ANY_LIF,
        "I": CURRENT,
        "dt": number(0.05, 0.5, beyond=(1e-15, 1e9)),
        "start": maybe(number(-90.0, -60.0, -1e6)),
        "sigma": number(0.0, 5.0, 0.0, 1e6),
        "rng": seed,
    },
    "models.integrate_fire.model.f_i_curve": {
        "model": ANY_LIF,
        "I": one_of(number(-50.0, 400.0, -1e12, 1e12), array(3, high=400.0)),
        "duration": duration,
        "dt": number(0.05, 0.5, beyond=(1e-15, 1e9)),
        "sigma": number(0.0, 5.0, 0.0, 1e6),
        "rng": seed,
    },
    "models.integrate_fire.model.firing_rate": {"model": ANY_LIF, "I": CURRENT},
    "models.integrate_fire.model.rheobase": {"model": ANY_LIF},
    "models.integrate_fire.theory.strength": {"model": LIF, "d": number(0.1, 100.0)},
    "models.integrate_fire.theory.chronaxie": {"model": LIF},
    "models.integrate_fire.theory.sine_response": {
        "model": LIF,
        "I": number(0.0, 1000.0, 0.0, 1e9),
        "f": number(0.5, 200.0, 0.0, 1e6),
    },
    "models.integrate_fire.theory.noisy_firing": {
        "model": LIF,
        "I": number(-50.0, 400.0, -1e6, 1e6),
        "sigma": number(0.5, 5.0, 1e-3, 1e6),
    },
    "models.integrate_fire.synaptic.model.simulate_synaptic": {
        "model": model(integrate_fire.SynapticLIF),
        "AMPA": train,
        "NMDA": train,
        "inh": train,
        "I": number(0.0, 100.0, -1e9, 1e9),
        "dt": number(0.1, 1.0, beyond=(1e-15, 1e9)),
        "duration": duration,
        "start": maybe(number(-90.0, -60.0, -1e6)),
    },
    "models.integrate_fire.euler.euler_rates": {
        "model": LIF,
        "I": array(3, high=400.0),
        "dt": number(0.1, 1.0, beyond=(1e-15, 1e9)),
        "sigma": number(0.0, 5.0, 0.0, 1e6),
        "rng": seed,
        "duration": duration,
    },
    # -- Izhikevich
    "models.izhikevich.model.simulate": {
        "model": IZH,
        "I": one_of(number(-20.0, 20.0, -1e9, 1e9), value(lambda t: 0 * t)),
        "duration": duration,
        "dt": number(0.05, 0.25, beyond=(1e-15, 1e9)),
        "scheme": words("rk4", "euler", "published"),
        "start": one_of(
            number(-80.0, -50.0, -1e4), value(izhikevich.State(-65.0, 3.0), (-65.0, -13.0))
        ),
    },
    "models.morris_lecar.model.simulate": {
        "model": model(morris_lecar.MorrisLecar),
        "I": number(-50.0, 150.0, -500.0, 500.0),
        "duration": duration,
        "dt": number(0.05, 0.5, beyond=(1e-15, 1e9)),
    },
    "models.morris_lecar.model.resting_potential": {
        "model": model(morris_lecar.MorrisLecar),
        "I": number(-50.0, 150.0, -500.0, 500.0),
    },
    "models.izhikevich.theory.nullclines": {
        "model": IZH,
        "I": number(-20.0, 20.0, -1e9, 1e9),
        "v": array(10),
    },
    "models.izhikevich.theory.fixed_points": {"model": IZH, "I": number(-20.0, 20.0, -1e9, 1e9)},
    "models.izhikevich.threshold.separatrix": {
        "model": IZH,
        "I": number(0.0, 0.0, -1e9, 1e9),
        "saddle": value(SADDLE, beyond=[SADDLE._replace(kind="node"), SADDLE._replace(v=math.nan)]),
        "v": value((-100.0, 30.0), (-80, -40), beyond=[(1, -1), (1,), (math.nan, 1)]),
        "u": value((-40.0, 40.0), beyond=[(1, -1), (1, 2, 3)]),
        "step": number(0.1, 1.0, 1e-3, 1e3),
        "most": whole(1, 300),
    },
    "models.izhikevich.network.random_network": {
        "rng": seed,
        "N_e": whole(0, 10, beyond=(9001, 10**9)),
        "N_i": whole(1, 5, beyond=(1001, 10**9)),
        "w_e": number(0.0, 2.0, 0.0, 1e6),
        "w_i": number(0.0, 2.0, 0.0, 1e6),
    },
    "models.izhikevich.network.thalamic_input": {
        "network": IZH_NET,
        "duration": whole(1, 30, beyond=(10**9,)),
        "rng": seed,
        "sigma_e": number(0.0, 5.0, 0.0, 1e6),
        "sigma_i": number(0.0, 5.0, 0.0, 1e6),
    },
    "models.izhikevich.network.simulate_network": {
        "network": IZH_NET,
        "duration": whole(1, 30, beyond=(10**9,)),
        "rng": seed,
        "noise": maybe(array(20, 10)),
        "sigma_e": number(0.0, 5.0, 0.0, 1e6),
        "sigma_i": number(0.0, 5.0, 0.0, 1e6),
    },
    # -- Poisson
    **{
        MODEL("poisson", f): {"rate": HZ, "duration": duration, "rng": seed, "t_ref": MS} | more
        for f, more in (
            ("homogeneous", {}),
            ("homogeneous_trials", {"n_trials": whole(1, 5, beyond=(10**9,))}),
        )
    },
    **{
        MODEL("poisson", f): {
            "rate_fn": RATE_FN,
            "rate_max": number(5.0, 100.0),
            "duration": duration,
            "rng": seed,
            "t_ref": MS,
        }
        | more
        for f, more in (
            ("inhomogeneous", {}),
            ("inhomogeneous_trials", {"n_trials": whole(1, 5, beyond=(10**9,))}),
        )
    },
    MODEL("poisson", "bin_by_bin"): {
        "rate": HZ,
        "dt": number(0.1, 2.0, beyond=(1e-15, 1e9)),
        "duration": duration,
        "rng": seed,
    },
    MODEL("poisson", "refractory_statistics"): {
        "rate": number(1.0, 100.0, 1e-12, 1e12),
        "t_ref": number(0.0, 5.0, 0.0, 1e12),
        "window": MS,
    },
    # -- networks of spiking neurons
    MODEL("spiking_network", "weights"): {
        "N": whole(2, 12, beyond=(14_001, 10**9)),
        "w_sd": number(0.0, 20.0, 0.0, 1e9),
        "sparsity": number(0.0, 1.0, 0.0, 1.0),
        "excitatory": maybe(number(0.5, 0.5, 0.0, 1.0)),
        "rng": seed,
    },
    MODEL("spiking_network", "inputs"): {
        "N": whole(1, 10),
        "T": whole(1, 10, beyond=(10**9,)),
        "mean": number(0.0, 100.0, -1e9, 1e9),
        "sd": number(0.0, 20.0, 0.0, 1e9),
        "rng": seed,
    },
    MODEL("spiking_network", "firing_rate"): {
        "I": number(0.0, 200.0, -1e9, 1e9),
        "V_th": number(0.0, 10.0, -1e9, 1e9),
        "V_rest": number(-70.0, -50.0, -1e9, 1e9),
        "V_reset": number(-80.0, -60.0, -1e9),
        "dt": number(0.05, 0.5, 1e-9),
    },
    MODEL("spiking_network", "events"): {"run": Later(_spiking)},
    MODEL("spiking_network", "simulate"): {
        "W": WEIGHTS,
        "I": array(3, low=50.0, high=100.0),
        "duration": number(0.5, 4.0),
        "V_th": number(0.0, 10.0, -1e9, 1e9),
        "V_rest": number(-70.0, -50.0, -1e9, 1e9),
        "V_reset": number(-80.0, -60.0, -1e9),
        "dt": number(0.05, 0.5, 1e-9),
        "eps": number(-2.0, 2.0, -1e9, 1e9),
        "start": maybe(array(3)),
    },
    MODEL("spikes_to_rates", "f_i_curve"): {"population": POPULATION, "I": CURRENT},
    MODEL("spikes_to_rates", "simulate"): {
        "population": POPULATION,
        "rate": array(30, low=0.0, high=0.1),
        "dt": number(0.1, 1.0, beyond=(1e-15, 1e9)),
        "rng": seed,
        "plain": switch,
    },
    # -- synapses
    MODEL("summation", "psp"): {
        "t": one_of(number(-10.0, 100.0, -1e100, 1e100), array(5)),
        "tau_rise": number(1.0, 3.0, 1e-3, 1e6),
        "tau_decay": number(5.0, 30.0, None, 1e9),
    },
    MODEL("summation", "peak_time"): {
        "tau_rise": number(1.0, 3.0, 1e-3, 1e6),
        "tau_decay": number(5.0, 30.0, None, 1e9),
    },
    MODEL("summation", "simulate"): {"dendrite": DENDRITE, "synapses": SYNAPSES, **GRID},
    # -- excitation and inhibition in balance
    MODEL("balanced_network", "draw"): {
        "model": BALANCED,
        "duration": number(1.0, 20.0),
        "dt": number(0.1, 0.5, beyond=(1e-15, 1e9)),
        "rng": seed,
    },
    MODEL("balanced_network", "simulate"): {
        "model": BALANCED,
        "chance": maybe(value(CHANCE, beyond=[CHANCE._replace(start=CHANCE.start[:3])])),
        "duration": number(1.0, 20.0),
        "dt": number(0.1, 0.5, beyond=(1e-15, 1e9)),
        "watch": whole(0, 3),
        "rng": seed,
        "plain": switch,
    },
    "models.balanced_network.theory.statistics": {
        "run": BALANCED_RUN,
        "drop": number(0.0, 100.0),
    },
    "models.balanced_network.theory.population": {"run": BALANCED_RUN},
    "models.balanced_network.theory.rate": {
        "model": BALANCED,
        "g_inh": maybe(one_of(number(3.0, 8.0), array(3, low=0.0))),
        "eta": maybe(number(0.5, 4.0)),
    },
    "models.balanced_network.theory.limit_rate": {"model": BALANCED},
    # -- networks of rates
    "models.rate_network.theory.modes": {"W": one_of(WEIGHTS, SYMMETRIC), "general": switch},
    "models.rate_network.theory.linear_response": {
        "W": WEIGHTS,
        "h": array(3),
        "t": one_of(number(0.0, 50.0), array(4, low=0.0)),
        "tau": number(5.0, 20.0),
        "start": maybe(array(3)),
    },
    "models.rate_network.theory.noise_spread": {
        "value": number(-1.0, 1.1, -1e6, 1e6),
        "t": one_of(number(0.0, 50.0, 0.0), array(4, low=0.0)),
        "sigma": number(0.0, 2.0, 0.0, 1e6),
        "tau": number(5.0, 20.0),
    },
    "models.rate_network.theory.rectified_pair": {
        "W": value(np.array([[0.0, -1.5], [-1.5, 0.0]]), np.array([[0.0, 0.5], [-0.9, 0.0]])),
        "h": array(2, low=0.0),
        "t": value(np.arange(0.0, 100.0, 0.5), beyond=[np.array([2.0, 1.0])]),
        "tau": number(5.0, 20.0),
    },
    "models.rate_network.pair.nullclines": {
        "r": array(4, low=0.01, high=0.99),
        "W": PAIR,
        "h": array(2),
    },
    "models.rate_network.pair.fixed_points": {"W": PAIR, "h": array(2), "tau": number(5.0, 20.0)},
    MODEL("rate_network", "simulate"): {
        "W": WEIGHTS,
        "h": array(3),
        "tau": number(5.0, 20.0),
        "F": words("linear", "relu", "tanh", "sigmoid"),
        "dt": number(0.1, 1.0, beyond=(1e-15, 1e9)),
        "duration": number(5.0, 20.0),
        "start": maybe(array(3)),
        "limit": number(1e3, 1e9, 1e-100, 1e100),
        "plain": switch,
    },
    "models.rate_network.examples.two_neurons": {"rng": seed},
    "models.rate_network.examples.with_eigenvalues": {"values": array(4), "rng": seed},
    "models.rate_network.examples.integrator": {
        "N": whole(1, 10, beyond=(2001, 10**9)),
        "value": number(-2.0, 2.0, -1e12, 1e12),
    },
    "models.rate_network.examples.balanced": {
        "w": number(0.0, 5.0, -1e6, 1e6),
        "k": number(1.0, 2.0, -1e6, 1e6),
    },
    "models.rate_network.examples.numerical_abscissa": {"W": WEIGHTS, "tau": MS},
    "models.rate_network.examples.transient_peak": {"W": WEIGHTS, "tau": MS},
    **{
        MODEL("winner_take_all", f): {"model": COMPETITION} | more
        for f, more in (
            ("weights", {"N": whole(2, 10, beyond=(2001, 10**9))}),
            (
                "simulate",
                {
                    "h": array(3),
                    "duration": duration,
                    "dt": number(0.1, 1.0),
                    "start": maybe(array(3, low=0.0)),
                    "plain": switch,
                },
            ),
            ("stationary", {"h": array(3)}),
        )
    },
    MODEL("ring_attractor", "angles"): {"ring": RING},
    MODEL("ring_attractor", "weights"): {"ring": RING, "v": number(-1.0, 1.0, -1e6, 1e6)},
    MODEL("ring_attractor", "recurrent"): {
        "ring": RING,
        "a": array(20),
        "v": number(-1.0, 1.0, -1e6, 1e6),
    },
    MODEL("ring_attractor", "bump_angle"): {"a": array(20), "theta": maybe(array(20))},
    MODEL("ring_attractor", "simulate"): {
        "ring": RING,
        "duration": number(1.0, 3.0),
        "dt": number(0.01, 0.1, beyond=(1e-15, 1e9)),
        "phi": number(-3.0, 3.0, -1e6, 1e6),
        "speed": number(-1.0, 1.0, -1e6, 1e6),
        "off": number(0.0, 5.0),
        "lamp": number(0.0, 1.0, -1e6, 1e6),
        "v": number(-1.0, 1.0, -1e6, 1e6),
        "sigma": number(0.0, 0.5, 0.0, 1e6),
        "rng": seed,
        "start": maybe(array(20, low=0.0, high=1.0)),
        "every": whole(1, 5),
        "keep": switch,
        "plain": switch,
    },
    "models.ring_attractor.theory.pulled": {
        "ring": model(ring_attractor.Ring, ring_attractor.PRESETS["memory"]._replace(h1=0.1)),
        "gap": number(-3.0, 3.0),
        "t": one_of(number(0.0, 50.0, 0.0), array(4, low=0.0)),
    },
    "models.ring_attractor.theory.shares": {
        "c": one_of(number(0.1, 3.0, 0.0, 3.2), array(3, low=0.1, high=3.0)),
    },
    "models.ring_attractor.theory.stationary": {"ring": RING, "speed": number(-1.0, 1.0)},
    "models.ring_attractor.theory.critical_w1": {"ring": BUMP},
    "models.ring_attractor.theory.diffusion": {"ring": BUMP, "sigma": number(0.0, 1.0, 0.0, 1e6)},
    # -- breathing
    "models.respiration.slow.rates": {"x": array(8, low=-1.0, high=1.0), "model": BREATH},
    "models.respiration.slow.rest": {"model": BREATH},
    "models.respiration.slow.growth": {"model": BREATH},
    "models.respiration.slow.who_holds": {
        "model": BREATH,
        "early": array(3, low=0.0, high=0.3),
        "aug": array(2, low=0.0, high=0.3),
        "post": number(0.0, 0.3, 0.0, 10.0),
        "h": number(0.1, 0.5, 0.0, 1.0),
        "plain": switch,
    },
    MODEL("respiration", "ablate"): {
        "model": BREATH,
        "population": maybe(words(*respiration.POPULATIONS)),
        "drive": maybe(words(*respiration.DRIVES)),
    },
    MODEL("respiration", "simulate"): {
        "model": BREATH,
        "duration": number(20.0, 100.0),
        "dt": number(0.05, 0.1, beyond=(1e-15, 1e9)),
        "drop": number(0.0, 50.0, 0.0),
        "every": whole(1, 20),
        "start": BEGUN,
        "plain": switch,
    },
    MODEL("respiration", "currents"): {"result": BREATHING},
    "models.respiration.rhythm.phases": {"result": BREATHING},
    "material.respiration_mistakes.simulate_mistakes": {
        "model": BREATH,
        "mistakes": value((), ("h",), ["g_NaP", "V_AD"], beyond=["h", ("x",)]),
        "duration": number(20.0, 100.0, 1.0),
        "dt": number(0.05, 0.2, 0.01, 0.5),
        "drop": number(0.0, 50.0, 0.0),
        "every": whole(1, 20),
    },
    # -- Hopfield
    MODEL("hopfield", "train"): {
        "patterns": signs(3, 8),
        "rule": words("hebb", "covariance", "projection"),
    },
    MODEL("hopfield", "energy"): {"W": SYMMETRIC, "s": signs(4)},
    MODEL("hopfield", "stability"): {"patterns": signs(3, 8)},
    MODEL("hopfield", "overlap"): {"a": signs(8), "b": one_of(signs(8), signs(3, 8))},
    MODEL("hopfield", "recall"): {
        "W": SYMMETRIC,
        "state": signs(4),
        "patterns": maybe(signs(2, 4)),
        "rng": seed,
        "mode": words("asynchronous", "sequential", "synchronous"),
        "max_sweeps": whole(1, 50, beyond=(10**9,)),
    },
    "models.hopfield.patterns.random_patterns": {
        "M": whole(1, 5, beyond=(10**9,)),
        "N": whole(2, 10, beyond=(10**9,)),
        "rng": seed,
    },
    "models.hopfield.patterns.recall_patterns": {
        "patterns": signs(3, 8),
        "state": signs(8),
        "rng": seed,
        "mode": words("asynchronous", "sequential"),
        "max_sweeps": whole(1, 50, beyond=(10**9,)),
    },
    "models.hopfield.heat.warm": {
        "patterns": signs(3, 8),
        "state": signs(8),
        "T": number(0.0, 2.0, 0.0, 1e6),
        "sweeps": whole(1, 20, beyond=(10**9,)),
        "rng": seed,
        "plain": switch,
    },
    "models.hopfield.theory.warm_overlap": {
        "T": one_of(number(0.0, 2.0, 0.0), array(5, low=0.0, high=2.0)),
        "mixed": switch,
    },
    "models.hopfield.patterns.capacity_curve": {
        "N": whole(2, 12, beyond=(10**9,)),
        "loads": one_of(number(0.0, 1.0, 0.0, 1.0), array(2, low=0.0, high=1.0)),
        "trials": whole(1, 3, beyond=(10**9,)),
        "rng": seed,
        "workers": whole(1, 2, beyond=(10**9,)),
    },
    "models.hopfield.batch.recall_all": {
        "patterns": signs(3, 8),
        "states": signs(2, 8),
        "max_steps": whole(1, 50, beyond=(10**9, 10**15)),
    },
    "models.hopfield.batch.forgetting": {
        "patterns": signs(3, 8),
        "bound": maybe(number(0.1, 1.0, 1e-6, 1e6)),
        "max_steps": whole(1, 50, beyond=(-10, 10**15)),
    },
    **{
        f"models.hopfield.states.{f}": {
            "state": signs(8),
            "fraction": number(0.0, 1.0, 0.0, 1.0),
            "rng": seed,
        }
        for f in ("corrupt", "keep_part")
    },
    "models.hopfield.states.lesion": {
        "W": SYMMETRIC,
        "fraction": number(0.0, 1.0, 0.0, 1.0),
        "rng": seed,
        "symmetric": switch,
    },
    "models.hopfield.states.classify": {
        "state": signs(8),
        "patterns": signs(3, 8),
        "labels": value("abc", [1, 2, 3], beyond=["ab", 3]),
    },
    "models.hopfield.states.mixture": {
        "patterns": signs(3, 8),
        "memories": value([0], (0, 1, 2), beyond=[5, [0, 1], [0, 0, 1], [9]]),
        "weights": value(None, beyond=[[1, 2], 5]),
    },
    "models.hopfield.states.name_state": {
        "state": signs(8),
        "patterns": signs(3, 8),
        "close": number(0.5, 1.0, 0.0, 1.0),
    },
    "models.hopfield.states.landscape": {"W": SYMMETRIC},
    "models.hopfield.theory.one_step_error": {"load": number(0.01, 2.0, 1e-12)},
    "models.hopfield.theory.one_step_errors": {
        "N": whole(2, 10, beyond=(10**9,)),
        "M": whole(1, 5, beyond=(10**9,)),
        "trials": whole(1, 3, beyond=(10**9,)),
        "rng": seed,
    },
    "models.hopfield.theory.critical_load": {},
    "models.hopfield.theory.mixture_limit": {},
    "models.hopfield.theory.retrieval_overlap": {"load": number(0.0, 0.3, 0.0)},
    MODEL("dense_hopfield", "recall"): {
        "patterns": signs(3, 8),
        "state": signs(8),
        "n": value(2, 3, 30, "exp", beyond=[1, 31, "power"]),
        "rng": seed,
        "max_sweeps": whole(1, 50, beyond=(10**9,)),
    },
    MODEL("dense_hopfield", "attention"): {
        "patterns": array(3, 5),
        "state": array(5),
        "beta": number(0.1, 10.0, 1e-6, 1e6),
        "steps": whole(1, 20, beyond=(10**9,)),
    },
    MODEL("dynamic_synapse", "simulate"): {
        "synapse": model(dynamic_synapse.Synapse),
        "spikes": train,
    },
    "models.dynamic_synapse.theory.steady": {
        "synapse": model(dynamic_synapse.Synapse),
        "rate": one_of(number(0.1, 200.0, 1e-6, 1e6), array(5, low=0.1, high=200.0)),
    },
    "models.dynamic_synapse.theory.paired_pulse": {
        "synapse": model(dynamic_synapse.Synapse),
        "gap": one_of(number(0.0, 1e3, 0.0, 1e9), array(5, low=0.0, high=1e3)),
    },
    MODEL("oja", "learn"): {
        "x": array(3, 6),
        "w": array(3),
        "rate": number(0.0, 0.1, 0.0, 1e6),
        "rule": words("hebb", "oja"),
    },
    "models.oja.theory.averaged": {
        "C": CORRELATIONS,
        "w": array(4),
        "t": array(5, low=0.0, high=1.0),
        "rule": words("hebb", "oja"),
    },
    # -- images and curves
    MODEL("edges", "scene"): {
        "name": words("shapes", "stripes", "soft edge"),
        "size": whole(8, 20, beyond=(4097, 10**9)),
        "noise": number(0.0, 1.0, 0.0, 1e9),
        "rng": seed,
    },
    MODEL("edges", "gaussian"): {
        "blur": number(0.5, 5.0, 0.05, 4096.0),
        "order": value(0, 1, 2, beyond=[3, 0.5]),
    },
    MODEL("edges", "filtered"): {
        "image": array(9, 8),
        "blur": number(0.5, 5.0, 0.05),
        "order_x": value(0, 1, 2, beyond=[3]),
        "order_y": value(0, 1, 2, beyond=[3]),
    },
    MODEL("edges", "second_derivative"): {"image": array(9, 8), "blur": number(0.5, 5.0, 0.05)},
    MODEL("edges", "zero_crossings"): {"response": array(9, 8), "least": number(0.0, 1.0, 0.0)},
    MODEL("curve_fit", "fit_curve"): {
        "x": value(
            np.linspace(0, 1, 12), np.arange(12), beyond=[np.zeros(12), np.arange(12)[::-1]]
        ),
        "y": array(12),
        "n": whole(1, 4, beyond=(1001, 10**9)),
        "activation": words("relu", "tanh", "sigmoid"),
        "polish": whole(0, 5, beyond=(10**9,)),
    },
    "material.glyphs.glyphs": {
        "characters": value("0", "AZ9", ["1", "2"], beyond=["?", "", [3]]),
        "width": number(1.0, 8.0, 1.0, 8.0),
        "shift": value((0.0, 0.0), (14, -14), beyond=[(15, 0), (0,), (math.nan, 0)]),
        "slant": number(-10.0, 10.0, -10.0, 10.0),
    },
    "material.digits.digits": {},
    "material.lenet.lenet5": {},
    "material.blind.blind": {"seed": seed},
    "material.grasshopper.recording": {},
    "material.mystery.mystery": {"seed": seed, "budget": number(1.0, 1e4, 0.0, -1.0)},
    "material.rasters.kind": {"letter": words("A", "E")},
    "material.squid.potassium": {},
    # -- perceptrons
    MODEL("perceptron", "gate"): {"name": words("AND", "OR", "XOR")},
    MODEL("perceptron", "clouds"): {
        "n": whole(1, 10, beyond=(10**9,)),
        "rng": seed,
        "distance": number(0.0, 5.0, 0.0, 1e9),
        "dim": whole(1, 4, beyond=(101,)),
    },
    MODEL("perceptron", "output"): {"perceptron": UNIT, "X": X},
    MODEL("perceptron", "train"): {
        "X": X,
        "y": Y,
        "rate": number(0.1, 2.0, 1e-6, 1e6),
        "epochs": whole(1, 30, beyond=(10**9,)),
        "start": maybe(UNIT),
        "rng": maybe(seed),
    },
    MODEL("perceptron", "separable"): {"X": X, "y": Y},
    MODEL("perceptron", "mistake_bound"): {"X": X, "y": Y},
    MODEL("perceptron", "xor_by_hand"): {"x": array(3, 2)},
    "models.perceptron.mlp.init": {
        "D": whole(1, 5, beyond=(10**9,)),
        "H": whole(1, 5, beyond=(10**9,)),
        "K": whole(1, 5, beyond=(10**9,)),
        "rng": seed,
        "activation": words("relu", "tanh", "sigmoid"),
        "output": words("linear", "sigmoid"),
    },
    "models.perceptron.mlp.forward": {"mlp": MLP, "X": X},
    "models.perceptron.mlp.gradients": {"mlp": MLP, "X": X, "y": Y},
    "models.perceptron.mlp.fit": {
        "mlp": MLP,
        "X": X,
        "y": Y,
        "rate": number(0.01, 2.0, 1e-9, 1e6),
        "epochs": whole(1, 20, beyond=(10**12,)),
    },
    "models.perceptron.deep.points": {
        "name": words(*deep.POINTS),
        "n": whole(2, 30, beyond=(1, 10**9)),
        "noise": number(0.0, 0.3, 0.0, 100.0),
        "rng": seed,
    },
    "models.perceptron.deep.init": {
        "sizes": value([2, 1], (3, 4, 1), [2, 5, 5, 1], beyond=[[2], [2, 2], [0, 1], [2.5, 1], 3]),
        "rng": seed,
        "activation": words("relu", "tanh", "sigmoid"),
        "gain": maybe(number(0.0, 3.0, 0.0, 1000.0)),
    },
    "models.perceptron.deep.forward": {"net": DEEP, "X": X},
    "models.perceptron.deep.gradients": {
        "net": DEEP,
        "X": X,
        "t": Y,
        "l2": number(0.0, 0.1, 0.0, 1e6),
        "plain": switch,
    },
    "models.perceptron.deep.fit": {
        "net": DEEP,
        "X": X,
        "t": Y,
        "rng": seed,
        "rate": number(0.01, 2.0, 1e-9, 1e6),
        "batch": whole(1, 10, beyond=(10**9,)),
        "epochs": whole(1, 20, beyond=(10**12,)),
        "l2": number(0.0, 0.1, 0.0, 1e6),
    },
    "models.perceptron.deep.flow": {"net": DEEP, "X": X},
    "models.perceptron.deep.flow_theory": {
        "gain": number(0.1, 3.0, 0.0, 10.0),
        "depth": whole(1, 20, beyond=(101, 10**9)),
        "activation": words("relu", "tanh", "sigmoid"),
        "size": number(0.1, 3.0, 0.0, 1e6),
    },
    # -- recurrent networks
    MODEL("rnn", "init"): {
        "N": whole(1, 8, beyond=(5001, 10**9)),
        "n_in": whole(1, 4, beyond=(1001, 10**9)),
        "n_out": whole(1, 4, beyond=(1001, 10**9)),
        "rng": seed,
        "gain": number(0.0, 2.0, 0.0, 1e3),
        "alpha": number(0.1, 1.0, 1e-6, 1.0),
        "activation": words("tanh", "relu"),
    },
    MODEL("rnn", "load"): {"name": words("evidence", "interval")},
    MODEL("rnn", "run"): {"rnn": RNN, "inputs": array(2, 6, 3)},
    MODEL("rnn", "gradients"): {"rnn": RNN, "task": TASKS},
    MODEL("rnn", "curvature_product"): {
        "rnn": RNN,
        "task": TASKS,
        "v": RNN,
        "kind": words("hessian", "gauss-newton"),
    },
    "models.rnn.fixed_points.fixed_points": {
        "rnn": RNN,
        "u": array(3),
        "starts": array(2, 4),
        "dt": number(1.0, 50.0),
    },
    "models.rnn.reach.reach": {
        "rnn": RNN,
        "inputs": array(2, 6, 3),
        "output": whole(0, 0, beyond=(-1, 1)),
    },
    "models.rnn.reach.reach_theory": {
        "gain": number(0.0, 2.0, 0.0, 10.0),
        "steps": whole(0, 50, beyond=(-1, 1001)),
        "alpha": number(0.1, 1.0, 1e-6, 1.0),
    },
    "models.rnn.training.fit": {
        "task": TASKS,
        "start": RNN,
        "method": words("gd", "adam", "newton"),
        "steps": whole(1, 3, beyond=(10**9, 10**12)),
        "rate": maybe(number(0.001, 0.1, 1e-9, 1e6)),
        "clip": maybe(number(0.1, 10.0, 1e-9, 1e9)),
        "kind": words("hessian", "gauss-newton"),
    },
    "models.rnn.condensing.principal_components": {"r": array(2, 6, 3)},
    "models.rnn.condensing.merge": {
        "rnn": RNN,
        "i": whole(0, 1),
        "j": whole(2, 3),
        "gain": number(-2.0, 2.0, -1e6, 1e6),
    },
    "models.rnn.condensing.without": {
        "rnn": RNN,
        "j": whole(0, 3),
        "gains": array(3),
        "constant": number(-2.0, 2.0, -1e6, 1e6),
    },
    "models.rnn.condensing.condense": {
        "rnn": RNN,
        "task": TASKS,
        "n": whole(1, 4),
        "by": words("pca", "correlation", "random"),
        "components": whole(1, 4),
        "rng": seed,
    },
    "models.rnn.condensing.unit_kinds": {"traces": array(8, 3), "flat": number(0.0, 1.0, 0.0)},
    "models.rnn.tasks.evidence": {
        "trials": whole(1, 5, beyond=(10**9,)),
        "rng": seed,
        "coherences": value((0.5, 1.0), [2], beyond=[(-1,), ()]),
        "noise": number(0.0, 2.0, 0.0, 1e6),
        "duration": number(100.0, 300.0),
        "dt": number(10.0, 50.0, 1e-3, 50.0),
    },
    "models.rnn.tasks.interval": {
        "trials": whole(1, 5, beyond=(10**9,)),
        "rng": seed,
        "shortest": number(100.0, 300.0, 100.0),
        "longest": number(400.0, 800.0, None, 1e5),
        "dt": number(10.0, 50.0, 1e-3, 50.0),
    },
    "models.rnn.tasks.performance": {
        "task": TASKS,
        "z": array(*TASK.targets.shape),
        "tolerance": number(0.0, 1.0, 0.0, 1.0),
    },
    # -- analysis
    **{
        f"analysis.trains.{f}": {"trials": trains(3), "duration": duration, name: WIDTH}
        for f, name in (("spike_counts", "width"), ("psth", "width"), ("raster", "dt"))
    },
    "analysis.trains.spike_triggered_average": {
        "spikes": array(6),
        "signal": array(12),
        "lags": array(3),
    },
    "analysis.trains.coincidence_factor": {
        "spikes": train,
        "predicted": train,
        "duration": duration,
        "within": MS,
    },
    "analysis.trains.spike_count_rate": {"spikes": train, "duration": duration},
    "analysis.trains.average_rate": {"trials": trains(3), "duration": duration},
    "analysis.trains.trains": {"raster": RASTER, "dt": MS},
    **{f"analysis.trains.{f}": {"spikes": train} for f in ("isi", "cv", "local_variation")},
    "analysis.trains.isi_histogram": {"trials": trains(3), "longest": duration, "width": WIDTH},
    "analysis.trains.fano": {
        "trials": trains(3),
        "duration": duration,
        "window": maybe(number(1.0, 20.0, beyond=(1e-12,))),
    },
    "analysis.trains.correlogram": {
        "spikes": train,
        "longest": duration,
        "width": WIDTH,
        "other": maybe(train),
    },
    "analysis.trains.filtered": {
        "spikes": train,
        "t": value(np.arange(10.0), beyond=[np.zeros(3), [2, 1]]),
        "tau": MS,
        "kernel": words("exponential", "gaussian"),
    },
    "analysis.populations.population_rate": {
        "raster": RASTER,
        "dt": MS,
        "window": maybe(number(1.0, 20.0, beyond=(1e-12,))),
    },
    "analysis.populations.power_spectrum": {
        "x": array(20),
        "dt": MS,
        "segments": whole(1, 10),
    },
    "analysis.populations.autocorrelation": {"x": array(20), "lags": whole(0, 19)},
    **{
        f"analysis.populations.{f}": {"X": array(3, 20)}
        for f in ("correlations", "mean_correlation", "participation_ratio")
    },
    "analysis.populations.pca": {"X": array(3, 20), "k": maybe(whole(1, 3))},
    # -- stimuli
    "stimuli.times": GRID,
    "stimuli.constant": GRID | {"amplitude": plain},
    "stimuli.step": GRID
    | {"amplitude": plain, "start": MS, "stop": maybe(number(50.0, 60.0)), "baseline": plain},
    "stimuli.pulses": GRID
    | {
        "amplitude": one_of(plain, array(2)),
        "starts": value(1.0, [1.0, 5.0], beyond=[[5.0, math.nan]]),
        "stops": value(10.0, math.inf, beyond=[0.0, math.nan]),
        "baseline": plain,
    },
    "stimuli.ramp": GRID
    | {"first": plain, "last": plain, "start": MS, "stop": maybe(number(51.0, 60.0))},
    "stimuli.sine": GRID
    | {
        "amplitude": plain,
        "frequency": number(0.0, 100.0, 0.0),
        "phase": number(-4.0, 4.0, -1e9, 1e9),
        "baseline": plain,
    },
    "stimuli.white_noise": GRID | {"mean": plain, "sd": number(0.0, 5.0, 0.0), "rng": seed},
    "stimuli.ornstein_uhlenbeck": GRID
    | {
        "mean": plain,
        "sd": number(0.0, 5.0, 0.0),
        "tau": MS,
        "rng": seed,
        "first": maybe(plain),
    },
    "stimuli.poisson_counts": GRID | {"rate": HZ, "rng": seed},
    "stimuli.poisson_spikes": {"rate": HZ, "duration": duration, "rng": seed},
}
