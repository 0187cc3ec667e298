"""The respiratory rhythm against SciPy, against itself and against the published regimes.

Rubin, Shevtsova, Ermentrout, Smith & Rybak (2009), J. Neurophysiol. 101:2146-2165.
"""

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import root

from course.models import respiration
from course.models.respiration import (
    PRESETS,
    PUBLISHED_START,
    START,
    Respiration,
    State,
    ablate,
    currents,
    phases,
    simulate,
)
from course.models.respiration.model import slopes


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def published(t, y, d, g_NaP=5.0):
    """The published equations written anew, numbers in place; b is [from, to], as in the paper."""
    V, h, m = y[:4], y[4], np.array([0, *y[5:]])
    f = np.array([sigmoid((V[0] + 30) / 8), *sigmoid((V[1:] + 30) / 4)])
    b = {(3, 1): 0.3, (4, 1): 0.2, (3, 2): 0.05, (4, 2): 0.35}
    b |= {(2, 3): 0.25, (4, 3): 0.1, (2, 4): 0.35, (3, 4): 0.35}
    excitation = np.array(
        [
            0.115 * d[0] + 0.07 * d[1] + 0.025 * d[2],
            0.3 * d[0] + 0.3 * d[1] + 0.4 * f[0],
            0.63 * d[0],
            0.33 * d[0] + 0.4 * d[1],
        ]
    )
    inhibition = np.zeros(4)
    for (source, target), weight in b.items():
        inhibition[target - 1] += weight * f[source - 1]
    I = 2.8 * (V + 60) + 10 * excitation * V + 60 * inhibition * (V + 75) + 10 * m * (V + 85)
    I[0] += g_NaP * sigmoid((V[0] + 40) / 6) * h * (V[0] - 50)
    I[0] += 5 * sigmoid((V[0] + 29) / 4) ** 4 * (V[0] + 85)
    dh = (sigmoid(-(V[0] + 48) / 6) - h) * np.cosh((V[0] + 48) / 12) / 6000
    dm = (np.array([0.9, 1.3, 0.9]) * f[1:] - m[1:]) / np.array([2000, 1000, 2000])
    return np.concatenate([-I / 20, [dh], dm])


FIRST = np.array([-50.8, -36.2, -36.8, -41.8, 0.3, 0.3, 0.3, 0.3])
DURATIONS = ("period", "inspiration", "post_inspiration", "expiration")


def scipy_run(drives, T, drop, step):
    """LSODA at rtol 1e-9; V, f as `simulate` records them."""
    t = np.arange(drop, drop + T, step)
    y = solve_ivp(published, (0, t[-1]), FIRST, "LSODA", t, rtol=1e-9, atol=1e-11, args=(drives,)).y
    f = sigmoid((y[:4] + 30) / np.array([[8], [4], [4], [4]]))
    return t, y, f


@pytest.fixture(scope="module", params=PRESETS, ids=str)
def rhythm(request):
    """A preset's run beside SciPy's."""
    model = PRESETS[request.param]
    ours = simulate(model, duration=10_000, drop=8000)
    t, y, f = scipy_run(model.drives, 10_000, 8000, 1.0)
    return request.param, ours, ours._replace(t=t, V=y[:4], f=f)


def durations_by_hand(t, f):
    """Mean period and durations by counting samples between upward jumps, interpolating nothing."""
    lead = np.maximum(f[0], f[1]) - np.maximum(f[2], f[3])
    inside = lead > (lead.min() + lead.max()) / 2
    starts = np.flatnonzero(~inside[:-1] & inside[1:]) + 1
    whole = slice(starts[0], starts[-1])
    cycles, step = starts.size - 1, t[1] - t[0]
    post = ~inside & (f[2] > f[3]) & (f[2] > 0.05)
    parts = [inside[whole].sum(), post[whole].sum(), (~inside & ~post)[whole].sum()]
    return np.array([starts[-1] - starts[0], *parts]) * step / cycles


def test_period_and_durations_agree_with_scipy(rhythm):
    name, ours, scipys = rhythm
    wanted = durations_by_hand(scipys.t, scipys.f)
    got = np.array([getattr(phases(ours), duration) for duration in DURATIONS])
    # 0.5 % is promised; 1 ms records of a phase of 200 ms allow 0.5 ms
    assert np.allclose(got, wanted, rtol=1e-3, atol=0.5), name


def test_voltages_agree_with_scipy_from_the_same_start():
    t, y, _ = scipy_run((1, 1, 1), 1200, 0, 1.0)
    ours = simulate(duration=1200, dt=0.05, every=20)
    assert np.allclose(ours.t, t, atol=1e-9)
    slow = np.abs(np.gradient(y[:4], axis=1)) < 0.5  # jumps of 1 mV/ms turn 1e-3 ms into 1e-3 mV
    assert np.abs(ours.V - y[:4])[slow].max() < 2e-2
    assert np.abs(ours.h - y[4]).max() < 1e-5
    assert np.abs(ours.m[1:] - y[5:]).max() < 1e-4


def test_error_falls_with_the_square_of_the_step():
    runs = [
        simulate(duration=8, dt=dt, every=round(0.8 / dt)) for dt in (0.1, 0.05, 0.025, 0.00625)
    ]
    error = [np.abs(run.V - runs[-1].V).max() for run in runs[:3]]
    assert 3.3 < error[0] / error[1] < 4.7
    assert 3.3 < error[1] / error[2] < 4.7  # 4.2 against dt / 4 instead of the limit


def test_published_rhythms_have_three_two_and_one_phase(rhythm):
    # Rubin et al. (2009): all drives; pons removed; raphe only
    name, ours, _ = rhythm
    p = phases(ours)
    order = {"three-phase": [0, 1, 2], "two-phase": [0, 2], "one-phase": [0, 2]}[name]
    first = int(np.flatnonzero(p.kinds[1:] == 0)[0]) + 1
    whole = p.kinds[first : first + p.cycles * len(order)]
    assert p.cycles >= 2
    assert np.array_equal(whole, np.tile(order, p.cycles))
    loud = set(np.flatnonzero(ours.f.max(axis=1) > 0.1))
    assert loud == {"three-phase": {0, 1, 2, 3}, "two-phase": {0, 1, 3}, "one-phase": {0}}[name]
    assert np.ptp(p.periods) < 0.005 * p.period  # the last of the transient
    assert p.period == pytest.approx(p.inspiration + p.post_inspiration + p.expiration)


def test_three_phases_are_led_by_the_populations_that_name_them():
    run = simulate(duration=8000, drop=6000)
    p = phases(run)
    middle = np.searchsorted(run.t, (p.edges[1:] + p.edges[:-1]) / 2)
    leader = run.f[:, middle].argmax(axis=0)
    assert np.array_equal(np.maximum(leader - 1, 0), p.kinds)  # pre-I and early-I share the first
    assert np.array_equal(np.unique(p.kinds), [0, 1, 2])


def test_rhythm_with_raphe_alone_needs_persistent_sodium():
    # pacemaking of pre-I (Rubin et al. 2009): without g_NaP it is silent
    silent = phases(
        simulate(PRESETS["one-phase"]._replace(g_NaP=0.0), duration=15_000, drop=10_000)
    )
    assert silent.cycles == 0
    assert np.isnan(silent.period)


def growth_at_rest(g_NaP, guess):
    """Rest with all drives on, and the leading eigenvalue of its Jacobian, 1/s."""
    drives, scale = (1, 1, 1), np.array([1, 1, 1, 1, 1e3, 1e3, 1e3, 1e3])  # slow gates count too
    rest = root(lambda y: scale * published(0, y, drives, g_NaP), guess, tol=1e-12).x
    J = np.empty((8, 8))
    for j, step in enumerate(1e-5 * np.eye(8)):
        up, down = (published(0, rest + sign * step, drives, g_NaP) for sign in (1, -1))
        J[:, j] = (up - down) / 2e-5
    values = 1000 * np.linalg.eigvals(J)
    return rest, values[values.real.argmax()]


SPIRAL = np.array([-48.13, -35.35, -38.84, -40.85, 0.5055, 0.1870, 0.1284, 0.0560])


def test_without_persistent_sodium_rest_is_an_unstable_spiral():
    rest, value = growth_at_rest(0.0, FIRST)
    assert np.allclose(rest, SPIRAL, rtol=0, atol=[0.006] * 4 + [6e-5] * 4)
    assert value.real == pytest.approx(0.03774, abs=1e-5)  # 1/s
    assert 2 * np.pi / abs(value.imag) == pytest.approx(1.7309, abs=1e-4)  # s, a turn
    assert growth_at_rest(0.5, SPIRAL)[1].real == pytest.approx(1.5, abs=0.05)  # sodium hastens it


def test_the_spiral_around_rest_grows_as_its_eigenvalue_says():
    rest, value = growth_at_rest(0.0, SPIRAL)
    start = State(tuple(rest[:4] + 0.02), rest[4], tuple(rest[5:]))
    run = simulate(Respiration(g_NaP=0.0), duration=24_000.0, drop=30_000.0, start=start)
    turns = 4 * 2000 * np.pi / abs(value.imag)  # ms
    early, late = (np.ptp(run.f[1][(run.t >= t) & (run.t < t + turns)]) for t in (0.0, 2 * turns))
    assert late < 0.005  # still close to rest
    assert 1000 * np.log(late / early) / (2 * turns) == pytest.approx(value.real, rel=0.01)


def test_without_persistent_sodium_the_rhythm_is_only_a_matter_of_time():
    blocked = Respiration(g_NaP=0.0)
    assert phases(simulate(blocked, duration=20_000.0, drop=20_000.0)).cycles == 0  # not yet
    late = phases(simulate(blocked, duration=20_000.0, drop=60_000.0))
    at_once = phases(simulate(blocked, duration=20_000.0, start=PUBLISHED_START))
    settled = phases(simulate(blocked, duration=20_000.0, drop=20_000.0, start=PUBLISHED_START))
    assert at_once.cycles >= 8 and at_once.edges[:-1][at_once.kinds == 0][1] < 3000.0
    assert settled.period == pytest.approx(1919.5, abs=0.5)  # LSODA and DOP853 at 1e-10: 1919.5
    assert late.period == pytest.approx(settled.period, rel=2e-3)


def test_without_persistent_sodium_every_start_breathes_within_a_minute():
    draw = np.random.default_rng(0)
    for _ in range(20):
        V, gates = draw.uniform(-70, -20, 4), draw.uniform(0, 1, 4)
        start = State(tuple(V), gates[0], tuple(gates[1:]))
        run = simulate(
            Respiration(g_NaP=0.0), duration=10_000.0, drop=60_000.0, dt=0.15, start=start
        )
        assert phases(run).period == pytest.approx(1919.5, rel=0.01), start


@pytest.mark.parametrize(
    ("name", "period"), [("three-phase", 2518.5), ("two-phase", 3331.3), ("one-phase", 1250.8)]
)
@pytest.mark.parametrize("start", [START, PUBLISHED_START], ids=["own start", "published start"])
def test_each_rhythm_is_the_same_from_both_starts(name, period, start):
    # LSODA at 1e-8 from both starts
    run = simulate(PRESETS[name], duration=20_000.0, drop=30_000.0, start=start)
    assert phases(run).period == pytest.approx(period, abs=0.3)


def test_post_inspiration_ends_between_pons_0_40_and_0_44():
    def duration(pons):
        model = Respiration(drives=(pons, 1.0, 1.0))
        return phases(simulate(model, duration=20_000.0, drop=30_000.0)).post_inspiration

    assert duration(0.40) == 0.0
    assert duration(0.44) > 50.0


def test_a_rhythm_without_breath_has_no_inspiration():
    # post-I and aug-E take turns, and pre-I follows them below 0.1
    run = simulate(ablate(Respiration(), "early-I"), duration=10_000, drop=20_000)
    p = phases(run)
    assert np.ptp(run.f[2]) > 0.2 and 0.05 < run.f[0].max() < 0.1
    assert p.cycles == 0 and np.isnan(p.period) and not np.any(p.kinds == 0)


def outputs(*rows):
    """A run of which only the outputs are given, one record a ms."""
    f = np.array(rows, float)
    n = f.shape[1]
    return respiration.Breathing(
        np.arange(n) * 1.0, np.zeros((4, n)), f, np.zeros(n), np.zeros((4, n)), Respiration()
    )


@pytest.mark.parametrize(("peak", "cycles"), [(0.09, 0), (0.11, 3), (0.3, 3)])
def test_an_inspiration_needs_an_output_above_a_tenth(peak, cycles):
    up = np.tile(np.repeat([0.0, peak], 10), 4)
    found = phases(outputs(up, 0 * up, 0 * up, np.where(up > 0, 0.0, 0.5)))
    assert found.cycles == cycles


@pytest.mark.parametrize(("peak", "post"), [(0.04, 0.0), (0.06, 10.0)])
def test_post_inspiration_needs_an_output_that_is_not_silent(peak, post):
    third = np.arange(180) // 10 % 3  # pre-I, post-I, nobody, 10 ms each
    found = phases(outputs(third == 0, 0 * third, peak * (third == 1), 0 * third))
    assert found.cycles == 4 and found.period == pytest.approx(30.0)
    assert found.inspiration == pytest.approx(10.0, abs=1.0)
    assert found.post_inspiration == pytest.approx(post, abs=1.0)


def test_phases_begin_where_the_line_between_two_records_crosses():
    # pre-I rises and falls by 0.1 a ms against aug-E at 1 - pre-I: equal at 0.5
    f = np.tile(np.r_[np.linspace(0, 1, 11), np.linspace(0.9, 0.1, 9)], 3)
    found = phases(outputs(f, 0 * f, 0 * f, 1 - f))
    assert found.edges.tolist() == pytest.approx([0, 5, 15, 25, 35, 45, 55, 59])
    assert found.kinds.tolist() == [2, 0, 2, 0, 2, 0, 2]
    assert found.cycles == 2 and found.periods.tolist() == pytest.approx([20.0, 20.0])
    assert (found.inspiration, found.expiration) == (pytest.approx(10.0), pytest.approx(10.0))


def test_a_phase_that_begins_with_the_last_record_is_there():
    f = np.r_[np.zeros(10), np.ones(10), np.zeros(10), 1.0]
    found = phases(outputs(f, 0 * f, 0 * f, 1 - f))
    assert found.kinds.tolist() == [2, 0, 2, 0]
    assert found.edges.tolist() == pytest.approx([0.0, 9.5, 19.5, 29.5, 30.0], abs=0.03)


def test_currents_sum_to_the_capacitive_current():
    run = simulate(duration=3000, drop=100, dt=0.05, every=1)
    total = sum(currents(run))
    dV = np.gradient(run.V, run.t, axis=1)
    inner = slice(2, -2)
    scale = np.abs(run.model.C * dV).max()
    assert np.abs(total + run.model.C * dV)[:, inner].max() < 2e-3 * scale  # O(dt^2) differences


def test_currents_belong_to_their_populations():
    I = currents(simulate(duration=100))
    assert np.all(I.NaP[1:] == 0) and np.all(I.NaP[0] < 0)
    assert np.all(I.K[1:] == 0) and np.all(I.K[0] > 0)
    assert np.all(I.AD[0] == 0) and np.all(I.AD[1:] > 0)
    assert np.all(I.synE < 0) and np.all(I.synI > 0)


def test_a_drive_off_is_the_preset():
    assert ablate(Respiration(), drive="pons") == PRESETS["two-phase"]
    assert ablate(PRESETS["two-phase"], drive="RTN") == PRESETS["one-phase"]


def test_a_removed_population_has_no_output_and_no_effect():
    without = simulate(ablate(Respiration(), "post-I"), duration=3000)
    b = np.array(Respiration().b)
    b[:, 2] = 0
    cut = simulate(Respiration(b=b), duration=3000)
    others = [0, 1, 3]
    assert np.all(without.f[2] == 0)
    assert np.array_equal(without.V[others], cut.V[others])
    assert without.model.removed == ("post-I",)


def test_removed_pre_I_no_longer_excites_early_I():
    without = simulate(ablate(Respiration(), "pre-I"), duration=2000)
    cut = simulate(Respiration(a_12=0.0), duration=2000)  # pre-I inhibits nobody
    assert np.array_equal(without.V[1:], cut.V[1:])


def test_a_run_goes_on_where_another_ended():
    whole = simulate(duration=400, dt=0.05)
    half = simulate(duration=200.5, dt=0.05)
    rest = simulate(duration=199, dt=0.05, start=half)
    assert rest.t[0] == half.t[-1]
    shared = slice(half.t.size - 1, half.t.size - 1 + rest.t.size)
    # one Euler step at the seam: dt^2/2 V'' is below 1e-3 mV away from jumps
    assert np.abs(rest.V - whole.V[:, shared]).max() < 5e-3


def test_records_are_a_thinned_run():
    every, tenth = simulate(duration=50, every=1), simulate(duration=50, every=10)
    assert np.array_equal(every.V[:, ::10], tenth.V)
    dropped = simulate(duration=20, drop=30, every=10)
    assert np.array_equal(dropped.V, tenth.V[:, 30:])
    assert dropped.t[0] == 0.0


UNUSUAL = Respiration(
    C=15.0,
    g_NaP=4.0,
    g_K=6.0,
    g_L=2.5,
    g_synE=9.0,
    E_synE=3.0,
    V_half=-31.0,
    tau_h_max=4000.0,
    tau_AD=(1500.0, 900.0, 1800.0),
    k_AD=(0.8, 1.2, 1.0),
    b=tuple(tuple(0.05 * (i + 2 * j + 1) for j in range(4)) for i in range(4)),
    drives=(0.9, 0.7, 1.3),
)


@pytest.mark.parametrize(
    "model",
    [
        *PRESETS.values(),
        UNUSUAL,
        ablate(UNUSUAL, "pre-I", "RTN"),
        ablate(ablate(Respiration(), "early-I"), "aug-E"),
    ],
)
def test_the_plain_reading_is_the_kernel(model):
    options = {"duration": 200.0, "drop": 50.0, "dt": 0.15, "every": 4}
    fast = simulate(model, **options)
    plain = simulate(model, **options, plain=True)
    for mine, theirs in zip(plain[:5], fast[:5]):
        assert np.allclose(mine, theirs, rtol=1e-9, atol=1e-9)  # rounding, along 1600 steps


def test_the_plain_reading_goes_on_from_a_run_as_the_kernel_does():
    run = simulate(duration=300.0)
    fast = simulate(PRESETS["one-phase"], duration=100.0, start=run)
    plain = simulate(PRESETS["one-phase"], duration=100.0, start=run, plain=True)
    for mine, theirs in zip(plain[:5], fast[:5]):
        assert np.allclose(mine, theirs, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", PRESETS)
def test_the_slopes_are_the_published_equations(name):
    model = PRESETS[name]
    draw = np.random.default_rng(1)
    for _ in range(20):
        V, gates = draw.uniform(-70.0, -10.0, 4), draw.uniform(0.0, 1.0, 4)
        dV_dt, dh_dt, dm_dt = slopes(V, gates[0], np.append(0.0, gates[1:]), model)
        wanted = published(0.0, np.concatenate([V, gates]), model.drives)
        assert dm_dt[0] == 0.0
        assert np.allclose([*dV_dt, dh_dt, *dm_dt[1:]], wanted, rtol=1e-12)


def test_a_plain_run_is_bounded():
    with pytest.raises(ValueError, match="steps of a plain run"):
        simulate(duration=30_000.0, plain=True)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"C": 0.0}, "C is 0.0"),
        ({"g_NaP": -1.0}, "g_NaP is -1.0"),
        ({"E_K": np.nan}, "E_K is nan"),
        ({"b": np.zeros((3, 4))}, "b has shape"),
        ({"drives": (1.0, np.inf, 0.0)}, r"drives\[1\] is inf"),
        ({"removed": ("early-E",)}, "removed is 'early-E'"),
    ],
)
def test_bad_parameters_are_named(change, message):
    with pytest.raises(ValueError, match=message):
        simulate(Respiration(**change), duration=10)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"duration": -1.0}, "duration is -1"),
        ({"duration": 1e9}, "steps, is"),
        ({"dt": 1.0}, "dt is 1.0; allowed is .* 0.2"),
        ({"every": 0}, "every is 0"),
        ({"duration": 1.0}, "two records"),
        ({"start": START._replace(V=(-60.0,) * 3)}, "start.V has shape"),
        ({"start": START._replace(V=(np.nan,) * 4)}, r"start.V\[0\] is nan"),
        ({"start": START._replace(h=1.1)}, "start.h is 1.1"),
        ({"start": START._replace(m=(0.0, -1.0, 0.0))}, r"start.m\[1\] is -1.0"),
        ({"start": START._replace(m=(50.0,) * 3)}, "dt is 0.1; allowed is"),
        ({"start": (-60.0, 0.3, 0.3)}, "start is .*; allowed is a State"),
    ],
)
def test_bad_arguments_are_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        simulate(**arguments)


def test_unknown_names_are_refused():
    with pytest.raises(ValueError, match="population is 'late-I'"):
        ablate(Respiration(), "late-I")
    with pytest.raises(ValueError, match="drive is 'cortex'"):
        ablate(Respiration(), drive="cortex")
