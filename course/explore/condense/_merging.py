from functools import cache, lru_cache

import numpy as np

from course.explore.condense import _stored as kept
from course.explore.condense._panels import output
from course.live import Button, Choice, Handle, Preset, Slider, Yours, figure
from course.models import rnn as rnns
from course.plots import conditions

CRITERIA = ("correlation", "PCA loadings", "random")
MOST = 30  # merges


@cache
def path(name, by, components, seed):
    """(networks, percent right of each) after 0 ... 30 merges; lists that `extend` fills."""
    network = rnns.load(name)
    return [network], [kept.correct(network, kept.fresh(name))]


def extend(name, by, components, seed, merges):
    """Make sure that the path holds `merges` merges."""
    networks, scores = path(name, by, components, seed)
    task, test = kept.probe(name, 0, 64).task, kept.fresh(name)
    while len(networks) <= merges:
        networks.append(
            rnns.condense(
                networks[-1],
                task,
                len(networks[-1].W) - 1,
                by="pca" if by == "PCA loadings" else by,
                components=components,
                rng=np.random.default_rng([5, seed, len(networks)]),
            ).rnn
        )
        scores.append(kept.correct(networks[-1], test))
    return networks, scores


@lru_cache(maxsize=4)
def own_path(mine, name):
    """The same when the student's function says who goes, and how the others take over."""
    network = rnns.load(name)
    return [network], [kept.correct(network, kept.fresh(name))]


def extend_own(mine, name):
    """Whether the student's function took one unit more away."""
    networks, scores = own_path(mine, name)
    net = networks[-1]
    N = len(net.W)
    R = rnns.run(net, kept.probe(name, 0, 64).task.inputs).r[:, ::4].reshape(-1, N)

    def asked(hand_over):
        j, gains, constant = hand_over(R.copy(), net.W.copy(), net.W_out.copy())
        rnns.without(net, j, gains, constant=constant)  # refused in words, if it has to be
        return np.concatenate([[j], np.asarray(gains, float), [constant]])

    found = mine.used(asked, np.empty(N + 1))
    if found is None:
        return False
    networks.append(rnns.without(net, int(found[0]), found[1:-1], constant=found[-1]))
    with np.errstate(all="ignore"):
        scores.append(kept.correct(networks[-1], kept.fresh(name)))
    return True


@figure(
    "Merging the units of a trained network",
    Choice("task", kept.TASKS, "evidence"),
    Choice("by", CRITERIA, "correlation", "merge by"),
    Slider("merged", 0, MOST, 0, 1, "units", meaning="units merged away", play=4),
    Slider("components", 1, 8, 3, 1, meaning="PCs compared, for PCA loadings"),
    Button("seed", "other random pairs"),
    Yours(
        "mine(R, W, W_out)",
        "which unit goes, the gains of the others and the constant; its scores are drawn over "
        "those of merging",
    ),
    presets=[
        Preset("eight merged", merged=8).shows("A quarter of the units is gone."),
        Preset("the clock falls at once", task="interval", merged=10).shows(
            "Nine merges did no harm. After the tenth the clock runs too fast."
        ),
        Preset("by loadings", by="PCA loadings", merged=12).shows(
            "Similar loadings on three components serve the choice, not the clock."
        ),
        Preset("at random", by="random", merged=6).shows("Any pair, however different."),
    ],
    handles=[Handle("score", x="merged", at=lambda r: r.scores[r.merged])],
    mosaic=[["score", "z", "P"]],
    size=(7.2, 3.4),
)
def merging(task, by, merged, components, seed, mine):
    """Merge more and more units, the most alike first, and watch the task, outputs and PCs."""
    key = task, by, components if by == "PCA loadings" else 1, seed if by == "random" else 0
    networks = path(*key)[0]
    for k in range(len(networks), merged):
        extend(*key, k)
        yield k / MOST, look(key, k)
    extend(*key, merged)
    shown = look(key, merged)
    for k in range(len(networks), MOST + 1):
        yield (k - 1) / MOST, shown
        extend(*key, k)
    own = own_path(mine, task)[1] if mine.function else []
    while 0 < len(own) <= MOST and extend_own(mine, task):
        shown["mine"] = own
        yield (len(own) - 1) / MOST, shown
    shown["mine"] = own if len(own) > 1 else None
    yield 1.0, shown


def look(key, merged):
    """What the figure shows of the network that has lost `merged` units."""
    networks, scores = path(*key)
    trials = kept.probe(key[0], 0)
    run = rnns.run(networks[merged], trials.task.inputs)
    pcs = rnns.principal_components(trials.aligned(run.r)[::4])
    return {
        "merged": merged,
        "scores": scores,
        "mine": None,
        "z": trials.means(run.z[:, :, 0]),
        "states": signed(trials, run, pcs),
        "participation": pcs.participation,
    }


def signed(trials, run, pcs):
    """Mean states on two components; their signs are such that bright conditions end high."""
    states = trials.means(run.r - run.r.mean(axis=(0, 1))) @ pcs.loadings[:, :2]
    ends = states[-1, -1] - states[0, -1]
    return states * np.where(ends < 0, -1.0, 1.0)


@merging.show
def show_merging(ax, r):
    ax.score.still(xlim=(-1, 31), ylim=(-4, 106))
    ax.score.still(xlabel="units merged", ylabel="trials right (%)")
    number = np.arange(len(r.scores))
    ax.score.line("curve", number, r.scores, color="ink", marker=".", ms=5)
    own = (None, None) if r.mine is None else (np.arange(len(r.mine)), r.mine)
    ax.score.yours("mine", *own)
    ax.score.points("here", r.merged, r.scores[r.merged], color="you", ms=7)
    ax.score.axes.set_title(how(r.by))
    output(ax.z, r.task, r.z)
    ax.P.still(xlim=(-5, 5), ylim=(-4.4, 4.4), xlabel="PC 1", ylabel="PC 2")
    conditions.curves(ax.P, r.states[:, :, 0], r.states[:, :, 1], lw=1.3)
    units = "unit" if r.merged == 1 else "units"
    return (
        f"{r.task}, {r.merged} {units} merged {how(r.by)}, {32 - r.merged} left: "
        f"{r.scores[r.merged]:z.0f} % of new trials right, participation ratio "
        f"{r.participation:z.1f}."
    )


def how(by):
    """A criterion, in words."""
    return "at random" if by == "random" else f"by {by}"
