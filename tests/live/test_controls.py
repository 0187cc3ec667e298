"""Controls: what a model declares of a parameter is what its slider says."""

import pytest

from course.live import Button, Choice, Preset, Slider, State, Switch
from course.live.controls import main
from course.live.explorer import Explorer
from course.models.hodgkin_huxley import HodgkinHuxley
from course.models.integrate_fire import LIF
from course.models.spikes_to_rates import Population


def test_a_slider_of_a_parameter_has_its_unit_meaning_and_default():
    assert Slider.of(LIF, "tau_m", 5.0, 60.0, 1.0, "τ_m") == Slider(
        "tau_m", 5.0, 60.0, 30.0, 1.0, "ms", "τ_m", "membrane time constant"
    )
    assert Slider.of(LIF(tau_m=12.0), "tau_m", 5.0, 60.0, 1.0).start == 12.0
    assert Slider.of(LIF, "t_ref", 0.5, 20.0, 0.5, meaning="rest", play=3.0)[7:10] == (
        "rest", False, 3.0
    )  # fmt: skip


@pytest.mark.parametrize(
    ("model", "name", "unit"),
    [(HodgkinHuxley, "g_Na", "mS/cm²"), (HodgkinHuxley, "T", "°C"), (Population, "K", "")],
)
def test_its_unit_is_typeset(model, name, unit):
    assert Slider.of(model, name, 1, 2, 1).unit == unit


def test_a_slider_that_leaves_what_the_model_allows_is_refused():
    with pytest.raises(ValueError, match=r"t_ref is -1.0; allowed is .* 0 .*ms"):
        Slider.of(LIF, "t_ref", -1.0, 20.0, 0.5)


def test_the_controls_in_view_are_those_that_say_so_or_the_first_four():
    controls = [State("at", 0), *(Slider(f"s{k}", 0, 1, 0, 1) for k in range(6))]
    assert main(controls) == ("s0", "s1", "s2", "s3")
    chosen = [controls[2]._replace(main=True), Button("seed", "new noise", main=True)]
    assert main([*controls, *chosen]) == ("s1", "seed")
    with pytest.raises(ValueError, match=r"main is .*; allowed are up to 4 controls"):
        main([control._replace(main=True) for control in controls[1:]])


def test_a_preset_says_its_values_and_then_what_it_shows():
    preset = Preset("strong", I=400.0, gap=0.0).shows("One returns to rest.")
    assert preset == ("strong", "One returns to rest.", {"I": 400.0, "gap": 0.0})


@pytest.mark.parametrize(
    ("control", "message"),
    [
        (Slider("f", float("nan"), 1.0, 0.5, 0.1), "f.low is nan"),
        (Slider("f", 0.0, 0.0, 0.0, 0.1), "f.high is 0"),
        (Slider("f", 0.0, "1", 0.0, 0.1), "f.high is '1'"),
        (Slider("f", 0.0, 1.0, 0.5, -1.0), "f.step is -1"),
        (Slider("f", 0.0, 1.0, 0.5, 0.1, log=True), "f.low is 0"),
        (Slider("f", 0.0, 1.0, 0.5, 0.1, play=-1.0), "f.play is -1"),
        (Slider("f", 0.0, 1.0, 2.0, 0.1), "f is 2"),
        (Choice("k", 3, "a"), "k.options is 3"),
        (Choice("k", ("a", "b"), "c"), "k is 'c'; allowed"),
        (Switch("on", "yes"), "on is 'yes'"),
        (Button("seed", "new", start=-1), "seed is -1"),
    ],
)
def test_a_control_that_cannot_be_drawn_or_moved_is_refused_by_name(control, message):
    with pytest.raises(ValueError, match=message):
        Explorer("None", [control], lambda: None, lambda ax, r: "", call="none")
