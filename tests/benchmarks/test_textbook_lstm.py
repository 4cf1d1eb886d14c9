"""The LSTM that is timed beside the GRU is an LSTM: the same numbers as the course's own."""

import numpy as np

from benchmarks import textbook_lstm
from benchmarks.gru_lstm import report, tasks_for
from benchmarks.timing import Samples
from gru_course.nn.lstm import init_lstm_params, lstm_backward, lstm_forward

B, T, D, H = 2, 4, 3, 5


def test_states_and_gradients_are_those_of_the_reference(rng):
    params = init_lstm_params(D, H, rng)
    weights = {name: array + rng.normal(scale=0.3, size=array.shape) for name, array in params}
    params = params.replace(**weights)
    xs, h0, c0 = rng.normal(size=(B, T, D)), rng.uniform(-1, 1, (B, H)), rng.normal(size=(B, H))
    d_hs = rng.normal(size=(B, T, H))
    hs, trace = lstm_forward(xs, (h0, c0), params)
    d_xs, (d_h0, d_c0), grads = lstm_backward(d_hs, trace, params)

    ours, caches = textbook_lstm.forward(xs, h0, c0, weights)
    d_ours = textbook_lstm.backward(d_hs, xs, caches, weights)
    same = {"rtol": 0, "atol": 1e-12}  # two orders of the same sums
    np.testing.assert_allclose(ours, hs, **same)
    for one, other in zip(d_ours, (d_xs, d_h0, d_c0), strict=False):
        np.testing.assert_allclose(one, other, **same)
    assert d_ours[3].keys() == weights.keys()
    for name, gradient in grads:
        np.testing.assert_allclose(d_ours[3][name], gradient, **same)


def test_both_are_given_the_same_work():
    gradients = {name: task.run()[-1] for name, task in tasks_for(D=3, H=5, B=2, T=4).items()}
    numbers = {name: sum(array.size for array in each.values()) for name, each in gradients.items()}
    assert numbers == {"GRU": 3 * 5 * (3 + 5 + 1), "LSTM": 4 * 5 * (3 + 5 + 1)}


def test_the_report_takes_the_ratio_round_by_round():
    samples = {"GRU": Samples(1, [1.0, 3.0, 2.0]), "LSTM": Samples(1, [2.0, 3.0, 8.0])}
    text = report({(6, 32, 32, 50): samples}, 3, [("cores", "2")])
    assert text.splitlines()[-1] == "| 6, 32, 32, 50 | 2000.00 | 3000.00 | 0.50 | 0.25 | 1.00 |"
    assert "- cores: 2" in text.splitlines()
