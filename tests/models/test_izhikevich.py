"""Izhikevich's neuron: closed forms, SciPy, the published schemes and the published pictures."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from course.models.izhikevich import (
    PRESETS,
    Izhikevich,
    State,
    fixed_points,
    nullclines,
    simulate,
)
from course.models.izhikevich.patterns import PATTERNS

# Izhikevich (2003), figure 2: a, b, c, d
PAPER = {
    "RS": (0.02, 0.2, -65, 8),
    "IB": (0.02, 0.2, -55, 4),
    "CH": (0.02, 0.2, -50, 2),
    "FS": (0.1, 0.2, -65, 2),
    "LTS": (0.02, 0.25, -65, 2),
    "TC": (0.02, 0.25, -65, 0.05),
    "RZ": (0.1, 0.26, -65, 2),
}


def rest(model, I=0.0):
    point = fixed_points(model, I)[0]
    return {"start": State(point.v, point.u)}


def intervals_after_a_step(name, I=10.0):
    """Intervals (ms) of a preset at rest that gets a step of input, as in the paper's figure."""
    model = PRESETS[name]
    result = simulate(model, lambda t: np.where(t > 50, I, 0.0), duration=550, **rest(model))
    assert result.spikes[0] > 50
    return np.diff(result.spikes)


def bursts(spikes, gap):
    """Number of spikes in each group that silences longer than `gap` ms set apart."""
    return [len(group) for group in np.split(spikes, np.flatnonzero(np.diff(spikes) > gap) + 1)]


def scipy_spikes(model, I, duration, v=-65.0):
    a, b, c, d = model[:4]
    u, t, spikes = b * v, 0.0, []

    def peak(t, y):
        return y[0] - 30.0

    peak.terminal = True
    while True:
        run = solve_ivp(
            lambda t, y: [0.04 * y[0] ** 2 + 5 * y[0] + 140 - y[1] + I, a * (b * y[0] - y[1])],
            (t, duration),
            [v, u],
            method="DOP853",
            rtol=1e-11,
            atol=1e-11,
            events=peak,
        )
        if run.status != 1:
            return np.array(spikes)
        t = run.t_events[0][0]
        spikes.append(t)
        v, u = c, run.y_events[0][0][1] + d


def test_presets_are_those_of_the_paper():
    assert {name: model[:4] for name, model in PRESETS.items()} == PAPER


@pytest.mark.parametrize("name", PRESETS)
def test_default_spike_times_agree_with_scipy(name):
    truth = scipy_spikes(PRESETS[name], 10.0, 300.0)
    spikes = simulate(PRESETS[name], 10.0, duration=300).spikes
    # measured worst case 1e-4 ms; the last of up to 80 spikes carries every error before it
    np.testing.assert_allclose(spikes, truth, rtol=0, atol=5e-4)


def test_runge_kutta_converges_with_its_fourth_order():
    truth = scipy_spikes(PRESETS["RS"], 10.0, 300.0)
    steps = np.array([0.2, 0.1, 0.05, 0.025])
    errors = [
        np.abs(simulate(PRESETS["RS"], 10, duration=300, dt=dt).spikes - truth).max()
        for dt in steps
    ]
    order = np.polyfit(np.log(steps), np.log(errors), 1)[0]
    assert 3.5 < order < 5.5  # spikes fall at random places in a step, so not exactly 4


def test_published_half_steps_converge_with_first_order():
    truth = scipy_spikes(PRESETS["RS"], 10.0, 100.0)
    steps = [0.04, 0.02, 0.01, 0.005]
    errors = []
    for dt in steps:
        spikes = simulate(PRESETS["RS"], 10, duration=100, dt=dt, scheme="published").spikes
        errors.append(np.abs(spikes - truth).max())
    order = np.polyfit(np.log(steps), np.log(errors), 1)[0]
    assert 0.8 < order < 1.3  # the spike's rounding to the grid adds up to one dt


def test_published_millisecond_step_halves_the_fast_spiking_rate():
    exact = simulate(PRESETS["FS"], 10, duration=500).spikes
    published = simulate(PRESETS["FS"], 10, duration=500, dt=1.0, scheme="published").spikes
    assert 0.4 < len(published) / len(exact) < 0.6


@pytest.mark.parametrize("name", PRESETS)
def test_published_scheme_repeats_the_2003_script_exactly(name):
    a, b, c, d = PAPER[name]
    I = np.random.default_rng(7).normal(8.0, 5.0, 500)
    v, u, spikes = -65.0, b * -65.0, []
    for t in range(500):  # the order of the script: reset first, then two halves, then u
        if v >= 30:
            spikes.append(t)
            v, u = c, u + d
        v = v + 0.5 * (0.04 * (v * v) + 5 * v + 140 - u + I[t])
        v = v + 0.5 * (0.04 * (v * v) + 5 * v + 140 - u + I[t])
        u = u + a * (b * v - u)
    result = simulate(PRESETS[name], I, dt=1.0, scheme="published")
    assert len(spikes) > 3
    assert result.spikes[result.spikes < 500].tolist() == spikes
    if v < 30:
        assert (result.v[-1], result.u[-1]) == (v, u)


@pytest.mark.parametrize("name", PATTERNS)
def test_gallery_repeats_the_2004_script_exactly(name):
    p = PATTERNS[name]
    q = {"k1": 5.0, "k0": 140.0} | p.parameters
    t = np.arange(round(p.duration / p.dt)) * p.dt
    (V, u), VV, uu, spikes = p.start, [], [], []
    for now, I in zip(t, p.I(t)):
        V = V + p.dt * (0.04 * (V * V) + q["k1"] * V + q["k0"] - u + I)
        if p.panel == "R":
            u = u + p.dt * q["a"] * (q["b"] * (V + 65))
        else:
            u = u + p.dt * q["a"] * (q["b"] * V - u)
        if V > 30:
            spikes.append(now)
            VV.append(30)
            V, u = q["c"], u + q["d"]
        else:
            VV.append(V)
        uu.append(u)
    result = simulate(Izhikevich(**p.parameters), **p.protocol)
    assert result.v[1:].tolist() == VV
    assert result.u[1:].tolist() == uu
    # the script labels a step by its start, the course a spike by its step's end
    np.testing.assert_allclose(result.spikes - p.dt, spikes, rtol=0, atol=1e-9)


# Izhikevich (2004), figure 1. Spikes of each burst, bursts being more than 14 ms apart; the
# counts are those of the author's script. Single spikes stand as bursts of one.
GALLERY = {
    "tonic spiking": [2, 1, 1, 1],  # the first interval is 4 ms
    "phasic spiking": [1],
    "tonic bursting": [10, 6, 6, 6],
    "phasic bursting": [6],
    "mixed mode": [3, 1, 1, 1],
    "spike frequency adaptation": [4, 1, 1],
    "class 1 excitable": [1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
    "spike latency": [1],
    "subthreshold oscillations": [1],
    "resonator": [1],
    "integrator": [1],
    "rebound spike": [1],
    "rebound burst": [7],
    "threshold variability": [1],
    "bistability": [1, 1, 1, 1, 1],
    "depolarizing after-potential": [1],
    "accommodation": [1],
    "inhibition-induced spiking": [1, 1, 1],
    "inhibition-induced bursting": [7, 5],
}


# The author's script of the figure: a b c d, V at the start, end and step (ms), and the input at
# some times: just before and just after each change, and along each ramp.
SCRIPT = """
A 0.02 0.2 -65 6 -70 100 0.25    10:0 10.25:14 99:14
B 0.02 0.25 -65 6 -64 200 0.25    20:0 20.25:0.5 199:0.5
C 0.02 0.2 -50 2 -70 220 0.25    22:0 22.25:15 219:15
D 0.02 0.25 -55 0.05 -64 200 0.2    20:0 20.2:0.6 199:0.6
E 0.02 0.2 -55 4 -70 160 0.25    16:0 16.25:10 159:10
F 0.01 0.2 -65 8 -70 85 0.25    8.5:0 8.75:30 84:30
G 0.02 -0.1 -55 6 -60 300 0.25    0:0 30:0 130:7.5 230:15
H 0.2 0.26 -65 0 -64 300 0.25    0:-0.5 30:-0.5 130:1 230:2.5
I 0.02 0.2 -65 6 -70 100 0.2    10:0 10.2:7.04 12.8:7.04 13:0 99:0
J 0.05 0.26 -60 0 -62 200 0.25    20:0 20.25:2 24.75:2 25:0 199:0
K 0.1 0.26 -60 -1 -62 400 0.25    40:0 41:0.65 44:0 60:0 61:0.65 64:0 281:0.65 284:0 321:0.65 324:0
L 0.02 -0.1 -55 6 -60 100 0.25    9:0 9.25:9 11:9 11.25:0 14.25:9 16:9 16.25:0 71:9 72:0 81:9 82:0
M 0.03 0.25 -60 4 -64 200 0.2    20:0 20.2:-15 24.8:-15 25:0 199:0
N 0.03 0.25 -52 0 -64 200 0.2    20:0 20.2:-15 24.8:-15 25:0 199:0
O 0.03 0.25 -60 4 -64 100 0.25    10:0 11:1 15:0 70:0 71:-6 75:0 80:0 81:1 85:0
P 0.1 0.26 -60 0 -61 300 0.25    37.5:0.24 38:1.24 42.5:0.24 216:0.24 217:1.24 221:0.24 299:0.24
Q 1 0.2 -60 -21 -70 50 0.1    9:0 9.1:20 10.9:20 11:0 49:0
R 0.02 1 -55 4 -65 400 0.5    0:0 100:4 199.5:7.98 200:0 300:0 306.25:2 312:3.84 312.5:0 399:0
S -0.02 -1 -60 8 -63.8 350 0.5    0:80 49.5:80 50:75 250:75 250.5:80
T -0.026 -1 -45 -2 -63.8 350 0.5    0:80 49.5:80 50:75 250:75 250.5:80
"""


def test_gallery_has_the_numbers_of_the_2004_script():
    rows = [line.split() for line in SCRIPT.strip().splitlines()]
    assert len(rows) == 20
    for row, p in zip(rows, PATTERNS.values()):
        assert p.panel == row[0]
        a, b, c, d, v0, duration, dt = map(float, row[1:8])
        equation = {"G": {"k1": 4.1, "k0": 108}, "L": {"k1": 4.1, "k0": 108}}.get(p.panel, {})
        if p.panel == "R":
            equation = {"v_r": -65, "leak": 0}
        assert p.parameters == {"a": a, "b": b, "c": c, "d": d} | equation
        assert (p.start.v, p.duration, p.dt) == (v0, duration, dt)
        assert p.start.u == (-16 if p.panel == "R" else b * v0)
        for sample in row[8:]:
            t, I = map(float, sample.split(":"))
            assert p.I(np.array([t])) == pytest.approx([I]), f"panel {p.panel} at {t} ms"


def gallery(name):
    p = PATTERNS[name]
    return simulate(Izhikevich(**p.parameters), **p.protocol)


@pytest.mark.parametrize("name", GALLERY)
def test_gallery_has_the_published_order_of_spikes_and_bursts(name):
    assert bursts(gallery(name).spikes, gap=14.0) == GALLERY[name]


def test_gallery_has_all_twenty_panels():
    assert "".join(p.panel for p in PATTERNS.values()) == "ABCDEFGHIJKLMNOPQRST"


def test_class_1_starts_slow_and_class_2_starts_fast():
    first = {name: np.diff(gallery(name).spikes) for name in PATTERNS if name[:5] == "class"}
    slow, fast = first["class 1 excitable"], first["class 2 excitable"]
    assert slow[0] > 40 and slow[-1] < slow[0] / 2  # rate grows more than twofold along the ramp
    assert fast[0] < 21 and len(fast) == 13
    assert fast[-1] > fast[0] / 2


@pytest.mark.parametrize(
    "name, low, high",
    [  # when the pattern's spikes may come, from the figure's input traces
        ("spike latency", 20.0, 35.0),  # well after the pulse of 10 to 13 ms
        ("resonator", 320.0, 345.0),  # the pair 40 ms apart, not the one 20 ms apart
        ("integrator", 15.0, 25.0),  # the close pair, not the one 10 ms apart
        ("rebound spike", 25.0, 80.0),  # after the inhibition has ended
        ("rebound burst", 25.0, 100.0),
        ("threshold variability", 80.0, 99.0),  # only the pulse that inhibition prepared
        ("bistability", 37.5, 221.0),  # between the pulse that starts and the one that stops
        ("accommodation", 300.0, 320.0),  # the fast ramp, not the slow and higher one
        ("inhibition-induced spiking", 50.0, 250.0),
        ("inhibition-induced bursting", 50.0, 250.0),
    ],
)
def test_gallery_spikes_come_when_the_input_says(name, low, high):
    spikes = gallery(name).spikes
    assert low < spikes.min() and spikes.max() < high


def test_regular_spiking_adapts_to_a_steady_rate():
    gaps = intervals_after_a_step("RS")
    assert gaps[0] < 0.5 * gaps[-1]
    np.testing.assert_allclose(gaps[2:], gaps[-1], rtol=5e-3)  # settled after two intervals


def test_intrinsically_bursting_fires_one_burst_and_then_single_spikes():
    gaps = intervals_after_a_step("IB")
    assert (gaps[:2] < 5).all() and (gaps[2:] > 25).all()


def test_chattering_fires_bursts_at_a_steady_rhythm():
    spikes = np.cumsum(intervals_after_a_step("CH"))
    sizes = bursts(spikes, gap=20.0)
    assert len(sizes) >= 8 and set(sizes[1:-1]) == {5}


def test_fast_spiking_is_several_times_faster_and_does_not_tire():
    fast, regular = intervals_after_a_step("FS"), intervals_after_a_step("RS")
    assert fast[-1] < regular[-1] / 5
    np.testing.assert_allclose(fast[4:], fast[-1], rtol=1e-2)


def test_low_threshold_spiking_fires_fast_and_tires():
    gaps = intervals_after_a_step("LTS")
    assert gaps[0] < 4 and gaps[-1] > 3 * gaps[0]
    # it answers an input that leaves the regular spiking cell silent
    weak = lambda t: np.where(t > 50, 1.5, 0.0)  # noqa: E731
    counts = [
        len(simulate(PRESETS[name], weak, duration=300, **rest(PRESETS[name])).spikes)
        for name in ("LTS", "RS")
    ]
    assert counts[0] > 0 and counts[1] == 0


def test_thalamo_cortical_fires_tonically_and_rebounds_in_a_burst():
    model = PRESETS["TC"]
    tonic = simulate(model, lambda t: np.where(t > 50, 1.5, 0.0), duration=550, **rest(model))
    assert bursts(tonic.spikes[-8:], gap=15.0) == [1] * 8
    held = lambda t: np.where((t > 50) & (t < 250), -20.0, 0.0)  # noqa: E731
    rebound = simulate(model, held, duration=550, **rest(model)).spikes
    assert rebound.min() > 250 and bursts(rebound, gap=20.0) == [6]


def test_resonator_fires_only_to_pulses_at_its_own_period():
    model = PRESETS["RZ"]
    point = fixed_points(model, 0.0)[0]
    period = 2 * np.pi / abs(point.eigenvalues[0].imag)
    fired = []
    for gap in np.array([0.5, 1.0, 1.5]) * period:
        pair = lambda t, gap=gap: np.where(((t - 20) % gap < 4) & (20 < t) & (t < 30 + gap), 0.6, 0)  # noqa: E731
        fired.append(len(simulate(model, pair, duration=200, **rest(model)).spikes))
    assert fired == [0, 1, 0]


def test_regular_spiking_fixed_points_are_at_minus_70_and_minus_50():
    # 0.04 v^2 + 4.8 v + 140 = 0
    points = fixed_points(PRESETS["RS"], 0.0)
    np.testing.assert_allclose([p.v for p in points], [-70.0, -50.0], rtol=1e-12)
    np.testing.assert_allclose([p.u for p in points], [-14.0, -10.0], rtol=1e-12)
    assert [p.kind for p in points] == ["stable node", "saddle"]


def test_rest_loses_its_stability_and_then_vanishes_where_the_closed_forms_say():
    # trace 0 at v = (a - k1)/(2 k2) = -62.25, so I = 3.7975; discriminant 0 at I = 4
    kinds = [fixed_points(PRESETS["RS"], I)[0].kind for I in (3.7974, 3.7976)]
    assert kinds == ["stable focus", "unstable focus"]
    assert len(fixed_points(PRESETS["RS"], 3.9999)) == 2
    assert [p.kind for p in fixed_points(PRESETS["RS"], 4.0)] == ["saddle-node"]
    assert fixed_points(PRESETS["RS"], 4.0001) == []


def test_eigenvalues_are_those_of_a_finite_difference_jacobian():
    model, I, h = PRESETS["LTS"], 0.3, 1e-4
    for point in fixed_points(model, I):

        def field(v, u):
            return [0.04 * v**2 + 5 * v + 140 - u + I, model.a * (model.b * v - u)]

        v, u = point.v, point.u
        by_v = np.subtract(field(v + h, u), field(v - h, u)) / (2 * h)
        by_u = np.subtract(field(v, u + h), field(v, u - h)) / (2 * h)
        values = np.linalg.eigvals(np.column_stack([by_v, by_u]))
        # the field is quadratic, so central differences leave rounding of 1e-12 / h
        np.testing.assert_allclose(
            np.sort_complex(point.eigenvalues), np.sort_complex(values), atol=1e-7
        )


@pytest.mark.parametrize("scheme", ["rk4", "euler", "published"])
def test_a_neuron_at_rest_stays_there(scheme):
    model = PRESETS["LTS"]
    result = simulate(model, 0.0, duration=200, scheme=scheme, **rest(model))
    assert np.ptp(result.v) < 1e-9 and len(result.spikes) == 0


def test_a_nullcline_that_no_number_reaches_is_refused():
    with pytest.raises(ValueError, match=r"leak is 4\.94066e-324; allowed is 0, or one"):
        nullclines(Izhikevich(leak=5e-324), 0.0, [-70.0, -60.0])


@pytest.mark.parametrize(
    "changed", [{}, {"v_r": -3.0, "leak": 0.9}, {"v_r": -65.0, "leak": 0.0, "b": 1.0}]
)
def test_nullclines_cross_at_the_fixed_points(changed):
    model = PRESETS["RS"]._replace(**changed)
    for point in fixed_points(model, -2.0):
        curves = nullclines(model, -2.0, np.linspace(-90, point.v, 5))
        np.testing.assert_allclose([curves.v[-1], curves.u[-1]], [point.v, point.u], rtol=1e-12)
        if model.leak:
            assert curves.v_recovery[-1] == point.v
            np.testing.assert_allclose(curves.u_recovery[-1], point.u, rtol=1e-12)
        else:
            assert set(curves.v_recovery) == {point.v}
            assert curves.u_recovery.min() <= point.u <= curves.u_recovery.max()


@pytest.mark.parametrize("scheme", ["rk4", "euler", "published"])
def test_constant_array_and_function_inputs_agree(scheme):
    run = {"dt": 0.1, "scheme": scheme}
    model = PRESETS["CH"]
    constant = simulate(model, 10, duration=100, **run)
    given = simulate(model, np.full(1000, 10), **run)
    function = simulate(model, lambda t: np.full(t.shape, 10.0), duration=100, **run)
    for other in (given, function):
        for mine, theirs in zip(constant, other):
            np.testing.assert_array_equal(mine, theirs)
    assert constant.t.shape == constant.v.shape == constant.u.shape == (1001,)


def test_a_pulse_given_as_a_function_lasts_exactly_as_long_as_it_says():
    def pulse(t):
        return np.where((10 < t) & (t < 13), 7.0, 0.0)

    I = np.zeros(1000)
    I[200:260] = 7.0  # 10 to 13 ms in steps of 0.05 ms
    given = simulate(PRESETS["RS"], I)
    np.testing.assert_array_equal(simulate(PRESETS["RS"], pulse, duration=50).v, given.v)


@pytest.mark.parametrize("scheme", ["rk4", "euler", "published"])
@pytest.mark.parametrize("name", PRESETS)
def test_the_plain_loop_is_the_kernel(name, scheme):
    I = np.random.default_rng(3).normal(12.0, 4.0, 600)
    changed = {"v_r": -3.0, "leak": 0.9, "k0": 139.0}
    for model in (PRESETS[name], PRESETS[name]._replace(**changed)):
        options = {"dt": 0.25, "scheme": scheme, "start": State(-62.0, -11.0)}
        plain = simulate(model, I, plain=True, **options)
        fast = simulate(model, I, **options)
        assert plain.spikes.size == fast.spikes.size > 1
        for mine, theirs in zip(plain, fast):
            # the same operations, but for the order of two products
            np.testing.assert_allclose(mine, theirs, rtol=0, atol=1e-8)


def test_the_plain_loop_agrees_with_scipy():
    truth = scipy_spikes(PRESETS["RS"], 10.0, 100.0)
    spikes = simulate(PRESETS["RS"], 10.0, duration=100, plain=True).spikes
    np.testing.assert_allclose(spikes, truth, rtol=0, atol=5e-4)


@pytest.mark.parametrize("plain", [False, True])
def test_a_model_of_more_than_twenty_spikes_in_a_millisecond_runs_away(plain):
    model = PRESETS["FS"]._replace(c=29.9, d=-10.0)
    with pytest.raises(ValueError, match="runs away"):
        simulate(model, 1e5, duration=5, dt=0.25, plain=plain)


def test_several_spikes_fit_into_one_step():
    model = PRESETS["FS"]
    coarse = simulate(model, 2000.0, duration=5, dt=0.25).spikes
    fine = simulate(model, 2000.0, duration=5, dt=0.001).spikes
    assert len(fine) > 30 and np.diff(fine).min() < 0.1
    assert abs(len(coarse) - len(fine)) <= 1


def test_traces_show_every_spike_at_its_peak():
    result = simulate(PRESETS["RS"], 10, duration=300)
    assert (result.v == 30.0).sum() == len(result.spikes) > 5
    peaks = result.t[result.v == 30.0]
    assert ((0 <= peaks - result.spikes) & (peaks - result.spikes <= 0.05 + 1e-9)).all()


def test_a_model_that_runs_away_is_refused_in_words():
    p = PATTERNS["inhibition-induced bursting"]
    with pytest.raises(ValueError, match="runs away"):
        simulate(Izhikevich(**p.parameters), **(p.protocol | {"scheme": "rk4", "dt": 0.05}))


@pytest.mark.parametrize(
    "changed, message",
    [
        ({"I": np.nan}, "I is nan"),
        ({"I": np.inf}, "I is inf"),
        ({"I": np.array([])}, "I has shape"),
        ({"I": np.array([1.0, np.nan])}, r"I\[1\] is nan"),
        ({"I": np.zeros((2, 2))}, "shape"),
        ({"I": lambda t: 1.0}, "I has shape"),
        ({"duration": None}, "duration is None"),
        ({"duration": -1}, "duration is -1"),
        ({"duration": 1e12}, "duration / dt"),
        ({"dt": 0}, "dt is 0"),
        ({"dt": 0.5}, "dt is 0.5"),
        ({"dt": 2.0, "scheme": "euler"}, "dt is 2.0"),
        ({"scheme": "heun"}, "scheme is 'heun'"),
        ({"start": 31.0}, "start is 31.0"),
        ({"start": np.nan}, "start is nan"),
        ({"start": (-65.0, 1e9)}, "start.u is 1000000000.0"),
        ({"start": (-65.0, np.inf)}, r"start\[1\] is inf"),
        ({"start": State(31.0, 0.0)}, "start.v is 31.0"),
        ({"start": (1.0, 2.0, 3.0)}, r"start has shape \(3,\)"),
        ({"I": np.ones(5)}, "duration is 10.0; allowed is None, as I has 5 steps"),
        ({"plain": 2}, "plain is 2"),
        ({"duration": 1e5, "plain": True}, "steps of a plain run"),
        ({"model": Izhikevich(a=np.nan)}, "a is nan"),
        ({"model": Izhikevich(k2=0.0)}, "k2 is 0"),
        ({"model": Izhikevich(leak=-1.0)}, "leak is -1"),
        ({"model": Izhikevich(c=30.0)}, "c is 30"),
    ],
)
def test_bad_input_is_named(changed, message):
    arguments = {"model": Izhikevich(), "I": 10.0, "duration": 10.0} | changed
    with pytest.raises(ValueError, match=message):
        simulate(**arguments)
