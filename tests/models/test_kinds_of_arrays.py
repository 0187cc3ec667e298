"""Numbers of any kind go in: the same numbers come out, and no kernel compiles anew for them.

numba compiles a kernel once for each type of argument, for seconds, and an array that is
read-only, not contiguous or of another width is another type.
"""

import importlib
import pkgutil

import numpy as np
import pytest

import course
from course import _jit
from course.material import respiration_mistakes
from course.models import (
    cable,
    dense_hopfield,
    hodgkin_huxley,
    hopfield,
    integrate_fire,
    izhikevich,
    morris_lecar,
    perceptron,
    poisson,
    rate_network,
    respiration,
    ring_attractor,
    rnn,
    spikes_to_rates,
    spiking_network,
    winner_take_all,
)
from course.models.hodgkin_huxley import euler as hodgkin_huxley_euler
from course.models.hopfield import batch as hopfield_batch
from course.models.integrate_fire import synaptic as synaptic_lif
from course.models.izhikevich import network as izhikevich_network
from course.models.perceptron import deep
from course.models.rnn import tasks as rnn_tasks

if not _jit.COMPILED:
    pytest.skip("nothing is compiled here", allow_module_level=True)

from numba.core.dispatcher import Dispatcher

PATTERNS = np.random.default_rng(0).choice([-1, 1], (3, 60))
STATE = np.random.default_rng(1).choice([-1, 1], 60)
COUPLED = PATTERNS.T @ PATTERNS - 3 * np.eye(60, dtype=int)
POINTS = np.array([[0, 0], [0, 2], [2, 0], [2, 2], [4, 1], [1, 4]])
XOR = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
W3 = np.array([[0, 1, -1], [-1, 0, 1], [1, -1, 0]])


def small_mlp(v):
    start = perceptron.init(2, 3, rng=0)
    arrays = {k: v(np.round(4 * x)) for k, x in start._asdict().items() if k[0] in "Wb"}
    return start._replace(**arrays)


def small_rnn(v):
    start = rnn.init(4, 3, 1, rng=0)
    arrays = {k: v(np.round(2 * x)) for k, x in start._asdict().items() if np.ndim(x)}
    return start._replace(**arrays)


def small_task(v):
    task = rnn_tasks.evidence(3, rng=0)
    inputs, targets, mask = (v(np.round(x)) for x in (task.inputs, task.targets, task.mask))
    return task._replace(inputs=inputs, targets=targets, mask=mask)


# What a caller may hand over goes through `v`; all of it is whole, so that every kind holds it.
CALLS = {
    "lif": lambda v: integrate_fire.simulate(
        integrate_fire.LIF(), v(np.full(500, 300)), sigma=v(100), rng=0, start=v(-65)
    ),
    "lif rates": lambda v: integrate_fire.f_i_curve(
        integrate_fire.LIF(), v(np.array([200, 300, 400])), duration=v(100)
    ),
    "squid": lambda v: hodgkin_huxley.simulate(
        hodgkin_huxley.HodgkinHuxley(), v(np.full(400, 10)), I_rand=v(2), rng=0
    ),
    "squid rates": lambda v: [
        hodgkin_huxley.f_i_curve(
            hodgkin_huxley.HodgkinHuxley(),
            v(np.array([5, 9, 12])),
            duration=v(30),
            skip=v(10),
            order=order,
        )
        for order in (2, 4)
    ],
    "squid, Euler": lambda v: hodgkin_huxley_euler.simulate_euler(
        hodgkin_huxley.HodgkinHuxley(), v(10), start=(v(-65), 0.0, 1.0, 0.0), duration=v(5)
    ),
    "axon": lambda v: cable.simulate(
        cable.Axon(length=1.0), v(10), site=v(0), duration=v(2), start=v(-65)
    ),
    "izhikevich": lambda v: [
        izhikevich.simulate(
            izhikevich.Izhikevich(), v(np.full(400, 10)), scheme=scheme, start=v(-65)
        )
        for scheme in ("rk4", "euler", "published")
    ],
    "morris lecar": lambda v: morris_lecar.simulate(morris_lecar.CLASS_1, v(np.full(400, 50))),
    "izhikevich network": lambda v: [
        izhikevich_network.simulate_network(network, noise=v(np.full((20, 20), 5)))
        for network in (_izhikevich_network(v), izhikevich_network.random_network(15, 5, rng=0))
    ],
    "thalamic input": lambda v: izhikevich_network.thalamic_input(
        _izhikevich_network(v), duration=20, rng=0, sigma_e=v(5), sigma_i=v(2)
    ),
    "spiking network": lambda v: spiking_network.simulate(
        v(np.ones((20, 20)) - np.eye(20)), v(np.full((20, 50), 60)), V_th=v(0)
    ),
    "rate network": lambda v: [
        rate_network.simulate(
            v(W3), v(np.array([1, 2, 3])), F=F, duration=v(20), start=v(np.zeros(3))
        )
        for F in ("linear", "relu", "tanh")
    ],
    "ring": lambda v: ring_attractor.simulate(
        ring_attractor.Ring(),
        duration=v(2),
        phi=v(np.full(200, 1)),
        speed=v(1),
        v=v(1),
        sigma=v(1),
        start=v(np.ones(100)),
        rng=0,
    ),
    "winner take all": lambda v: winner_take_all.simulate(
        winner_take_all.Competition(), v(np.array([1, 2, 3]))
    ),
    "breathing": lambda v: respiration.simulate(respiration.Respiration(), duration=v(50)),
    "breathing, mistaken": lambda v: respiration_mistakes.simulate_mistakes(
        respiration.Respiration(), duration=v(50)
    ),
    "synapses": lambda v: synaptic_lif.simulate_synaptic(
        synaptic_lif.SynapticLIF(),
        AMPA=v(np.array([5, 10])),
        NMDA=v(np.array([7])),
        inh=v(np.array([20])),
        I=v(80),
        duration=v(50),
    ),
    "spikes to rates": lambda v: spikes_to_rates.simulate(
        spikes_to_rates.Population(N=20, K=10), v(np.full(200, 2)), rng=0
    ),
    "train with a dead time": lambda v: poisson.homogeneous_trials(
        v(50), duration=v(500), n_trials=4, rng=0, t_ref=v(5)
    ),
    "varying train with a dead time": lambda v: poisson.inhomogeneous_trials(
        lambda t: v(np.full(len(t), 50)), v(100), duration=v(500), n_trials=4, rng=0, t_ref=v(5)
    ),
    "hopfield": lambda v: [
        hopfield.recall(
            hopfield.train(v(PATTERNS)), v(STATE), rng=0, patterns=v(PATTERNS), mode=mode
        )
        for mode in ("asynchronous", "synchronous")
    ],
    "hopfield, weights given": lambda v: [
        hopfield.recall(v(W), v(STATE), rng=0, patterns=v(PATTERNS))
        for W in (COUPLED, np.triu(COUPLED))
    ],
    "hopfield, by patterns": lambda v: hopfield.recall_patterns(v(PATTERNS), v(STATE), rng=0),
    "hopfield, all": lambda v: hopfield_batch.recall_all(v(PATTERNS), v(PATTERNS[:, ::-1].copy())),
    "dense hopfield": lambda v: dense_hopfield.recall(v(PATTERNS), v(STATE), rng=0),
    "perceptron": lambda v: perceptron.train(v(POINTS), v(np.array([0, 0, 0, 1, 1, 1])), rng=0),
    "backpropagation": lambda v: [
        perceptron.gradients(small_mlp(v), v(XOR), v(np.array([0, 1, 1, 0]))),
        perceptron.fit(small_mlp(v), v(XOR), v(np.array([0, 1, 1, 0])), rate=v(1), epochs=20),
    ],
    "backpropagation in batches": lambda v: deep.fit(
        deep.init([2, 3, 1], rng=0), v(XOR), v(np.array([0, 1, 1, 0])), rng=0, rate=v(1), epochs=5
    ),
    "rnn": lambda v: rnn.run(small_rnn(v), v(np.ones((2, 10, 3)))),
    "rnn, gradients": lambda v: rnn.gradients(small_rnn(v), small_task(v)),
    "rnn, curvature": lambda v: [
        rnn.curvature_product(small_rnn(v), small_task(v), small_rnn(v), kind=kind)
        for kind in ("hessian", "gauss-newton")
    ],
}


def _izhikevich_network(v):
    network = izhikevich_network.random_network(N_e=15, N_i=5, rng=0)
    return network._replace(W=v(np.round(4 * network.W)))


def plain(x):
    return np.array(x, dtype=np.float64) if np.ndim(x) else float(x)


def read_only(x):
    x = plain(x)
    if isinstance(x, np.ndarray):
        x.flags.writeable = False
    return x


def strided(x):
    x = plain(x)
    if not np.ndim(x):
        return np.float64(x)
    wide = np.zeros((*x.shape, 2))
    wide[..., 0] = x
    return wide[..., 0]


def other_order(x):
    return np.asfortranarray(plain(x)) if np.ndim(x) else np.array(float(x))


def unaligned(x):
    if not np.ndim(x):
        return float(x)
    packed = np.zeros(np.shape(x), dtype=[("pad", "i1"), ("x", "<f8")])
    packed["x"] = x
    return packed["x"]


def small(x, dtype):
    if np.ndim(x) == 0:
        return dtype(x)
    x = np.asarray(x).astype(dtype)
    x.flags.writeable = False
    return x


KINDS = {
    "read-only": read_only,
    "strided": strided,
    "Fortran": other_order,
    "unaligned": unaligned,
    "float32": lambda x: np.float32(x) if np.ndim(x) == 0 else np.asarray(x, np.float32),
    "big-endian": lambda x: np.asarray(x).astype(">f8") if np.ndim(x) else float(x),
    "integers": lambda x: np.asarray(x).astype(np.int64) if np.ndim(x) else int(x),
    "small integers": lambda x: small(x, np.int16),
    "tiny integers": lambda x: small(x, np.int8 if np.abs(x).max() < 128 else np.int16),
    "list": lambda x: np.asarray(x).astype(int).tolist(),
}


def kernels():
    """Every kernel of the course."""
    found = {}
    for module in pkgutil.walk_packages(course.__path__, "course."):
        if module.name.rpartition(".")[2] != "__main__":
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, Dispatcher):
                    found[f"{value.py_func.__module__}.{name}"] = value
    return found


def compiled():
    return {name: set(kernel.signatures) for name, kernel in kernels().items() if kernel.signatures}


def same(a, b):
    """Whether two results are equal to the last bit, and of the same types."""
    if isinstance(a, (tuple, list)):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and np.array_equal(a, b, equal_nan=True)
    return a == b or (a != a and b != b)


@pytest.mark.parametrize("name", CALLS)
def test_any_kind_of_numbers_gives_the_same_and_compiles_nothing(name):
    call = CALLS[name]
    expected = call(plain)
    before = compiled()
    for kind, made in KINDS.items():
        assert same(expected, call(made)), f"{kind}: another result"
        new = {kernel: now - before.get(kernel, set()) for kernel, now in compiled().items()}
        assert not any(new.values()), f"{kind}: compiled anew {[k for k in new if new[k]]}"


def test_every_kernel_is_reached_by_these_calls():
    for call in CALLS.values():
        call(plain)
    # A kernel that only other kernels call has no version of its own for Python.
    inner = {name for name, kernel in kernels().items() if not kernel.signatures}
    called = {n for kernel in kernels().values() for n in kernel.py_func.__code__.co_names}
    assert not [name for name in inner if name.rpartition(".")[2] not in called]


def test_no_kernel_takes_an_array_of_an_unusual_kind():
    for call in CALLS.values():
        call(plain)
    unusual = [
        f"{name}: {array}"
        for name, versions in compiled().items()
        for version in versions
        for array in arrays(version)
        if not (array.mutable and array.aligned)
    ]
    assert not unusual


def arrays(types):
    """The array types among a kernel's arguments, in tuples as well."""
    for kind in types:
        if hasattr(kind, "mutable") and hasattr(kind, "layout"):
            yield kind
        elif hasattr(kind, "types"):
            yield from arrays(kind.types)
