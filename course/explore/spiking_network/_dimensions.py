import numpy as np

from course import analysis
from course.explore.spiking_network._network import others, run
from course.live import Button, Preset, Slider, Switch, Yours, figure
from course.plots import network as plots

N = 60
SETTLED = 100  # steps until the common start is forgotten


@figure(
    "Correlations and dimensions of the voltages",
    Slider("w_sd", 0.0, 60.0, 10.0, 1.0, meaning="spread of the weights"),
    Slider("mean", 40.0, 120.0, 60.0, 1.0, meaning="mean input; 60 reaches the threshold"),
    Slider("sd", 0.0, 40.0, 10.0, 1.0, label="noise", meaning="of the input, at each step"),
    Switch("dale", False, "Dale's law: 80 % only excite, 20 % only inhibit"),
    Slider("duration", 5, 300, 50, 5, "time constants", meaning="of the recording"),
    Button("seed", "new network"),
    Yours("mine(variances)", "the participation ratio"),
    presets=[
        Preset("Dale's law", w_sd=20.0, dale=True).shows(
            "Nearly all pairs are correlated; one holds a third to a half of the variance."
        ),
        Preset("strangers", w_sd=0.0).shows(
            "No weights. Pairs still seem correlated: the recording is short."
        ),
        Preset("a long look", w_sd=0.0, duration=300).shows(
            "The same strangers for 300 time constants: correlations shrink to nothing."
        ),
    ],
    mosaic=[["pairs", "values"], ["pairs", "share"]],
    width_ratios=[1.2, 1],
    size=(7.2, 4.4),
)
def dimensions(w_sd, mean, sd, dale, duration, seed, mine):
    """Correlations of all pairs, and the variance along each principal component."""
    excitatory = 0.8 if dale else None
    steps = SETTLED + 10 * duration
    settings = {"w_sd": w_sd, "mean": mean, "sd": sd, "excitatory": excitatory}
    X, *more = (
        run(N, steps, seed=one, **settings)[1].V[:, SETTLED:] for one in (seed, *others(seed))
    )
    variance = _variances(X)
    pairs = analysis.correlations(X)
    average = (pairs.sum() - N) / (N * (N - 1))
    return {
        "correlations": pairs,
        "average": average,
        "share": variance / (variance.sum() or 1.0),
        "others": [found / (found.sum() or 1.0) for found in map(_variances, more)],
        "ratio": analysis.participation_ratio(X),
        "mine": mine(variance),
    }


def _variances(X):
    """Along the principal components, largest first."""
    return np.maximum(np.linalg.eigvalsh(np.cov(X))[::-1], 0.0)


def _range(values):
    low, *_, high = sorted(values)
    return f"{low:z.0f} to {high:z.0f}"


@dimensions.show
def show_dimensions(ax, r):
    plots.correlation(ax.pairs, r.correlations)
    ax.pairs.still(title="every pair of neurons")
    values = r.correlations[~np.eye(N, dtype=bool)]
    plots.distribution(ax.values, values, np.linspace(-1, 1, 41), lowest_top=6)
    ax.values.still(xlabel="correlation", title="density of the pairs")
    for k, share in enumerate(r.others):
        line = np.arange(1, N + 1), np.where(share > 0, share, np.nan)
        ax.share.line(("other", k), *line, color="soft", lw=0.8, zorder=1)
    shown = r.share > 0
    ax.share.still(xlim=(0, N + 1), ylim=(1e-4, 1.3), yscale="log")
    ax.share.still(xlabel="principal component", ylabel="share", title="variance by component")
    ax.share.points(
        "share", np.arange(1, N + 1)[shown], r.share[shown], marker=".", color="ink", ms=5
    )
    look = {"color": "soft", "lw": 2, "ls": "--", "label": "participation ratio"}
    ax.share.cursor("ratio", np.nan_to_num(r.ratio), **look)
    ax.share.yours("mine", r.mine, None)
    if not np.isfinite(r.ratio):
        return "Nothing changes: no correlation and no dimension."
    return (
        f"Mean correlation {r.average:z.2f}; participation ratio {r.ratio:z.1f} of {N}; "
        f"the first component holds {100 * r.share[0]:z.0f} % of the variance, in nine other "
        f"networks {_range(100 * share[0] for share in r.others)} %."
    )
