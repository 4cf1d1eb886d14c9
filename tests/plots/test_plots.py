"""Pictures: drawn on the Axes they are given, told apart by more than colour, and with a text beside them."""

import base64
import re

import numpy as np
import pytest
from matplotlib.figure import Figure

import gru_course as gc
from gru_course import palette, plots
from gru_course.plots import figure as figure_module
from gru_course.plots.labels import spread


@pytest.fixture
def ax():
    return plots.subplots()[1]


@pytest.fixture
def trace(rng):
    params = gc.init_params(D=3, H=4, rng=rng)
    return gc.gru_forward(rng.normal(size=(2, 7, 3)), None, params)[1]


def drawn_lines(ax):
    return {line.get_label(): line for line in ax.get_lines()}


def written(ax):
    return [text.get_text() for text in ax.texts]


# --- figures ------------------------------------------------------------------------------------------------


def test_a_figure_is_not_on_pyplots_list():
    from matplotlib import pyplot as plt

    before = plt.get_fignums()
    plots.subplots()
    assert plt.get_fignums() == before


def test_the_same_figure_gives_the_same_bytes_without_date_or_program():
    images = []
    for _ in range(2):
        fig, ax = plots.subplots()
        plots.training_history({"training": [3.0, 2.0]}, ax=ax)
        images.append(figure_module.png(fig))
    assert images[0] == images[1]
    assert b"Software" not in images[0]
    assert b"tEXt" not in images[0]


def shown(monkeypatch, fig, alt):
    bundles = []
    monkeypatch.setattr(figure_module, "display", lambda bundle, raw: bundles.append(bundle))
    plots.show(fig, alt=alt)
    (bundle,) = bundles
    return bundle


def test_a_shown_figure_is_an_image_with_alt_text(monkeypatch):
    fig, _ = plots.subplots(size=(7.5, 3.0))
    bundle = shown(monkeypatch, fig, 'Errors of "two" models:\n  5 < 6 & falling.')
    assert bundle["text/plain"] == 'Errors of "two" models: 5 < 6 & falling.'
    html = bundle["text/html"]
    assert html.startswith('<img alt="Errors of &quot;two&quot; models: 5 &lt; 6 &amp; falling." width="720"')
    data = re.search(r'src="data:image/png;base64,([^"]+)">$', html)[1]
    assert base64.b64decode(data).startswith(b"\x89PNG")


def test_showing_closes_a_figure_of_pyplot(monkeypatch):
    from matplotlib import pyplot as plt

    plt.switch_backend("agg")
    fig, _ = plt.subplots()
    shown(monkeypatch, fig, "Nothing yet.")
    assert not plt.fignum_exists(fig.number)


@pytest.mark.parametrize("alt", ["", "  \n", None])
def test_a_figure_without_a_description_is_an_error(alt):
    with pytest.raises(ValueError, match="alt: expected a sentence that says what the picture shows"):
        plots.show(Figure(), alt=alt)


def test_showing_something_else_is_an_error(ax):
    with pytest.raises(TypeError, match="figure: expected a Matplotlib figure, got Axes"):
        plots.show(ax, alt="Axes")


# --- gates --------------------------------------------------------------------------------------------------


def test_gates_have_the_inks_of_their_letters_and_their_names_beside_them(ax, trace):
    assert plots.gates(trace, ax=ax) is ax
    lines = drawn_lines(ax)
    for name in ("r", "z"):
        ink = palette.INKS[name]
        assert lines[ink.label].get_color() == ink.color
        assert ink.label in written(ax)
    assert lines["reset gate r"].get_linestyle() != lines["update gate z"].get_linestyle()


def test_gates_show_the_numbers_of_the_trace(ax, trace):
    plots.gates(trace, ax=ax, row=1, unit=2)
    np.testing.assert_array_equal(drawn_lines(ax)["update gate z"].get_ydata(), trace.z[1, :, 2])
    np.testing.assert_array_equal(drawn_lines(ax)["reset gate r"].get_ydata(), trace.r[1, :, 2])


def test_without_a_unit_gates_show_the_mean_over_units(ax, trace):
    plots.gates(trace, ax=ax, names=("z", "h_cand", "h"))
    np.testing.assert_allclose(drawn_lines(ax)["update gate z"].get_ydata(), trace.z[0].mean(axis=1))
    np.testing.assert_allclose(drawn_lines(ax)["state h"].get_ydata(), trace.hs[0].mean(axis=1))


def test_the_map_of_a_gate_has_all_units_with_the_busiest_on_top(ax, trace):
    assert plots.gate_map(trace, "z", ax=ax) is ax
    (mesh,) = ax.collections
    shown = np.asarray(mesh.get_array())
    assert shown.shape == (4, 7)
    assert (np.diff(shown.mean(axis=1)) >= 0).all()
    np.testing.assert_allclose(np.sort(shown, axis=0), np.sort(trace.z[0].T, axis=0))
    assert mesh.get_clim() == (0, 1)


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        ({"unit": 4}, IndexError, "unit: expected 0 to 3, got 4"),
        ({"row": 2}, IndexError, "row: expected 0 to 1, got 2"),
        ({"names": ("q",)}, ValueError, "names: expected any of r, z, h_cand, h, got 'q'"),
        ({"times": np.arange(3)}, ValueError, "times: expected 7 labels, one for each step, got 3"),
    ],
)
def test_asking_for_what_is_not_there_is_an_error(ax, trace, wrong, error, message):
    with pytest.raises(error, match=message):
        plots.gates(trace, ax=ax, **wrong)


# --- forecasts and errors -----------------------------------------------------------------------------------


def test_a_forecast_is_named_beside_its_line(ax, rng):
    dates = np.arange("2015-01-01", "2015-01-11", dtype="datetime64[D]")
    truth, a, b = rng.normal(size=(3, 10))
    assert plots.forecast(dates, truth, {"GRU": a, "as today": b}, ax=ax) is ax
    assert {"GRU", "as today"} <= set(written(ax))
    lines = drawn_lines(ax)
    assert lines["GRU"].get_linestyle() != lines["as today"].get_linestyle()
    np.testing.assert_array_equal(lines["as today"].get_ydata(), b)


@pytest.mark.parametrize(("end", "corner"), [("2015-04-30", "2015"), ("2015-01-11", "2015-Jan")])
def test_the_corner_of_a_date_axis_names_a_month_only_if_all_days_are_in_it(ax, end, corner):
    dates = np.arange("2015-01-01", end, dtype="datetime64[D]")
    plots.forecast(dates, np.zeros(len(dates)), {"GRU": np.ones(len(dates))}, ax=ax)
    ax.figure.draw_without_rendering()
    assert ax.xaxis.get_offset_text().get_text() == corner


def test_a_forecast_for_other_dates_is_an_error(ax):
    with pytest.raises(ValueError, match=r"GRU: expected one value for each of 5 dates, got \(4,\)"):
        plots.forecast(np.arange(5), np.zeros(5), {"GRU": np.zeros(4)}, ax=ax)


def test_bars_say_their_values_and_the_spread_over_seeds(ax):
    assert plots.error_bars({"as today": 2.907, "GRU": [2.5, 2.7]}, ax=ax, highlight="GRU") is ax
    assert [label.get_text() for label in ax.get_yticklabels()] == ["as today", "GRU"]
    assert written(ax) == ["2.91", "2.60 ± 0.14"]
    assert ax.get_xlim()[0] == 0
    (dots,) = ax.get_lines()
    assert list(dots.get_xdata()) == [2.5, 2.7]


def test_a_history_marks_the_best_epoch(ax):
    curves = {"training": [3.0, 2.0, 1.0], "validation": [3.0, 2.5, 2.8]}
    assert plots.training_history(curves, ax=ax, mark_best="validation") is ax
    rings = [line for line in ax.get_lines() if line.get_fillstyle() == "none"]
    assert [(ring.get_xdata()[0], ring.get_ydata()[0]) for ring in rings] == [(2, 2.5)]


def test_labels_keep_their_distance_and_their_order():
    placed = spread(np.array([10.0, 11.0, 50.0, 10.5]), gap=13)
    assert (np.diff(np.sort(placed)) >= 13 - 1e-9).all()
    assert list(np.argsort(placed)) == [0, 3, 1, 2]
    assert placed[2] == 50
    assert placed[[0, 1, 3]].mean() == pytest.approx(10.5)


# --- the cell -----------------------------------------------------------------------------------------------


def lit_colors(part, ax):
    plots.cell_diagram(part, ax=ax)
    return {line.get_color() for line in ax.get_lines() if line.get_linewidth() > 2}


@pytest.mark.parametrize("part", ["r", "h_cand", "z", "h"])
def test_the_diagram_lights_up_one_part_in_its_own_colour(part, ax):
    assert lit_colors(part, ax) == {palette.INKS[part].color}


def test_without_a_part_the_diagram_lights_up_all_four(ax):
    assert {ink.color for ink in palette.INKS.values()} < lit_colors(None, ax)


def test_the_diagram_says_every_quantity_and_operation(ax):
    texts = " ".join(written(plots.cell_diagram(ax=ax)))
    for word in (
        "x_t",
        "h_{t-1}",
        "h_t",
        "r_t",
        "z_t",
        r"\tilde{h}_t",
        r"\sigma",
        r"\tanh",
        "1-",
        r"\odot",
        "+",
    ):
        assert word in texts


def test_an_unknown_part_of_the_diagram_is_an_error(ax):
    with pytest.raises(ValueError, match="part: expected one of r, h_cand, z, h or None, got 'c'"):
        plots.cell_diagram("c", ax=ax)
