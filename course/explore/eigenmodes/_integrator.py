import numpy as np

from course.explore.eigenmodes._modes import pulse_response, within
from course.live import Button, Choice, Handle, Preset, Slider, Switch, figure, stacked
from course.models.rate_network import noise_spread, simulate
from course.models.rate_network.examples import integrator as equal_weights
from course.plots import curves, traces
from course.plots.modes import response

TAU = 10.0  # ms
ALL, ONE = "all units", "one unit"
N = 20  # units
T = 3000.0  # ms
DT = 10.0  # ms
LONGEST = 20_000.0  # ms, that a memory is shown to last
FINE = 10  # steps to each DT when rectified: those steps are not exact
PULSES = (200.0, 400.0, 0.1), (1000.0, 1200.0, 0.05), (1800.0, 2000.0)
VALUES = np.linspace(0.9, 1.02, 241)
NEAR = np.abs(1 - VALUES) > 6e-4
LASTS = np.full(VALUES.size, np.nan)
LASTS[NEAR] = TAU / np.abs(1 - VALUES[NEAR])


@figure(
    "A neural integrator and its leak",
    Slider("value", 0.9, 1.02, 1.0, 0.001, "", "λ", "eigenvalue of the mean"),
    Slider("third", -0.3, 0.3, -0.1, 0.01, meaning="height of the third pulse"),
    Slider("sigma", 0.0, 0.5, 0.0, 0.02, label="σ", meaning="noise of each unit's input"),
    Choice("into", (ALL, ONE), ALL, "input to"),
    Switch("rectify", False, "rates cannot be negative"),
    Button("seed", "new noise"),
    presets=[
        Preset("λ = 0.99", value=0.99).shows(
            "One percent too little: each sum leaks away in a second."
        ),
        Preset("λ = 1.01", value=1.01).shows(
            "One percent too much: the first pulse is enough, and the rates run away."
        ),
        Preset("noise", sigma=0.2).shows(
            "What keeps a sum keeps noise as well: the mean walks at random. Press new noise."
        ),
        Preset("noise and a leak", sigma=0.2, value=0.98).shows(
            "A leak forgets the noise too. The band grows no wider, but the sums are gone."
        ),
        Preset("one unit", into=ONE).shows(
            "Twenty times the input to one unit alone: it stands out while the pulse "
            "lasts, and all of them keep the sum."
        ),
        Preset("too deep", third=-0.3).shows(
            "The third pulse takes more than there is: the rates go negative."
        ),
        Preset("too deep, rectified", third=-0.3, rectify=True).shows(
            "A rate cannot fall below 0: what the pulse takes beyond that is lost."
        ),
    ],
    handles=[
        Handle("tau", x="value", at=lambda r: r.lasts),
        Handle("h", y="third", at=sum(PULSES[2]) / 2),
    ],
    mosaic=[["h", "tau"], ["r", "tau"]],
    height_ratios=[1, 3],
    width_ratios=[5, 2],
    narrow=stacked(6.2, h=3, r=8, tau=6),
    size=(7.2, 4.4),
)
def integrator(value, third, sigma, into, rectify, seed):
    """Twenty units that add up three pulses of input, and noise, for as long as λ is 1."""
    t = DT * np.arange(round(T / DT))
    train = (*PULSES[:2], (*PULSES[2], third))
    h = sum(height * ((first <= t) & (t < last)) for first, last, height in train)
    shares = np.ones(N) if into == ALL else N * (np.arange(N) == 0)
    W = equal_weights(N, value)
    steps, F = (FINE, "relu") if rectify else (1, "linear")
    noise = sigma * np.sqrt(TAU / DT) * np.random.default_rng(seed).normal(size=(N, h.size))
    hears = np.repeat(np.outer(shares, h) + noise, steps, axis=1)
    run = simulate(W, hears, tau=TAU, dt=DT / steps, F=F, limit=1e4)
    run = run._replace(t=run.t[::steps], r=run.r[:, ::steps])
    t = DT * np.arange(t.size + 1)
    gap = abs(1 - value)
    return {
        "h": h,
        "lasts": TAU / gap if gap > 1e-4 else LONGEST,
        "sum": pulse_response(t, 1.0, TAU, train),
        "theory": pulse_response(t, value, TAU, train),
        "spread": noise_spread(value, t, sigma, tau=TAU) / np.sqrt(N),
        "run": run,
    }


@integrator.show
def show_integrator(ax, r):
    t = DT * np.arange(r.sum.size)
    ax.h.still(xlim=(0, T), ylim=(-0.35, 0.35), ylabel="input")
    ax.h.line("h", DT * np.arange(r.h.size), r.h, color="you", drawstyle="steps-post")
    ax.r.still(xlim=(0, T), ylim=(-4, 7), xlabel="time (ms)", ylabel="rate", zero="y")
    units = traces.joined(r.run.t, within(r.run.r, 50))
    ax.r.line("units", *units, color="soft", lw=0.6, label="units")
    ax.r.line("sum", t, r.sum, color="ink", lw=1, ls="--", label="perfect sum")
    shown = r.spread if r.sigma > 0 and not r.rectify else np.full(t.size, np.nan)
    for sign, name in ((-1, "below"), (1, "above")):
        edge = within(r.theory + sign * shown, 50)
        ax.r.line(name, t, edge, color="soft", lw=1.6, ls=":", label="± 1 SD" if sign > 0 else None)
    mean = r.run.t, within(r.run.r.mean(axis=0), 50)
    response(ax.r, "mean", (t, within(r.theory, 50)), mean, labels=("closed form", "mean"))
    ax.tau.still(yscale="log", xlim=(0.9, 1.02), ylim=(80, LONGEST), title="memory lasts (ms)")
    ax.tau.still(xlabel="λ", xticks=[0.9, 0.95, 1.0])
    ax.tau.still.axvline(1.0, color="soft", lw=1, ls="--")
    ax.tau.line("lasts", VALUES, LASTS, **curves.WIDE)
    ax.tau.points("here", r.value, r.lasts, color="you", ms=8, clip_on=False)
    gap = 1 - r.value
    if abs(gap) < 1e-9:
        life = "no leak"
    else:
        life = f"time constant {TAU / abs(gap) / 1000:z.2f} s of {'decay' if gap > 0 else 'growth'}"
    rule = ", rectified" if r.rectify else ""
    noise = f" Noise spreads it by {r.spread[-1]:z.2f}." if r.sigma and not r.rectify else ""
    return (
        f"λ = {r.value:z.3f}{rule}: {life}. At 3 s the mean is "
        f"{r.run.r[:, -1].mean():z.2f}, the perfect sum {r.sum[-1]:z.2f}.{noise}"
    )
