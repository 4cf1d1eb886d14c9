"""How people count the parameters of a GRU, rightly and wrongly."""

import math

import numpy as np

import gru_course as gc
from gru_course.nn.cell import GRUParams


def weights_and_biases_apart(D, H):
    weights = 3 * H * (D + H)
    biases = 3 * H
    return weights + biases


def input_and_recurrent_weights_apart(D, H):
    return 3 * (D * H + H * H + H)


def one_more_row_for_the_bias(D, H):
    return 3 * (D + H + 1) * H


def multiplied_out(D, H):
    return 3 * H**2 + 3 * D * H + 3 * H


def adds_block_by_block(D, H):
    total = 0
    for _ in ("reset", "update", "candidate"):
        total += H * (D + H)
        total += H
    return total


def from_shapes(D, H):
    shapes = [(D + H, H), (H,)] * 3
    return sum(math.prod(shape) for shape in shapes)


def from_shapes_with_numpy(D, H):
    return sum(np.prod(shape) for shape in [(D + H, H), (D + H, H), (D + H, H), (H,), (H,), (H,)])


def makes_the_arrays(D, H):
    W_r = np.zeros((D + H, H))
    W_z, W_h = W_r.copy(), W_r.copy()
    b_r = b_z = b_h = np.zeros(H)
    return W_r.size + W_z.size + W_h.size + b_r.size + b_z.size + b_h.size


def asks_the_course(D, H):
    return gc.init_params(D, H, np.random.default_rng(0)).size


def asks_params_made_by_hand(D, H):
    W, b = np.zeros((D + H, H)), np.zeros(H)
    return GRUParams(W_r=W, W_z=W, W_h=W, b_r=b, b_z=b, b_h=b).flat.shape[0]


def as_a_float(D, H):
    return 3.0 * ((D + H) * H + H)


def as_a_numpy_number(D, H):
    return np.int64(3) * np.int64((D + H) * H + H)


def as_an_array_without_axes(D, H):
    return np.array(3 * ((D + H) * H + H))


def prints_on_the_way(D, H):
    per_gate = (D + H) * H + H
    print(f"per gate: {per_gate}")
    return per_gate * 3


def other_names(inputs, units):
    return 3 * units * (inputs + units + 1)


def with_a_helper(D, H):
    def linear(n_in, n_out):
        return n_in * n_out + n_out

    return linear(D + H, H) + linear(D + H, H) + linear(H + D, H)


by_lambda = lambda D, H: 3 * (H * (H + D) + H)  # noqa: E731


class Counter:
    def method(self, D, H):
        return 3 * ((D + H) * H + H)


def power_of_two(D, H):
    return 3 * (D * H + H**2 + H)


def sizes_of_real_arrays(D, H):
    W = np.zeros((D + H, H))
    b = np.zeros(H)
    return 3 * (W.size + b.size)


def a_float_that_is_whole(D, H):
    return 3.0 * H * (D + H + 1)


def counts_one_by_one(D, H):
    n = 0
    for _ in range(3):
        for _i in range(D + H):
            for _j in range(H):
                n += 1
        for _j in range(H):
            n += 1
    return n


def calls_itself_three_times(D, H, blocks=3):
    if blocks == 0:
        return 0
    return (D + H + 1) * H + calls_itself_three_times(D, H, blocks - 1)


def block(n_in, n_out):
    return n_in * n_out + n_out


def a_helper_for_a_block(D, H):
    r = block(D + H, H)
    z = block(D + H, H)
    c = block(D + H, H)
    return r + z + c


def halved_and_doubled(D, H):
    return 6 * H * (D + H + 1) / 2


def numpy_sum(D, H):
    return np.sum([D * H, H * H, H]) * 3


def a_dict_of_sizes(D, H):
    sizes = {"W_r": (D + H) * H, "W_z": (D + H) * H, "W_h": (D + H) * H, "b_r": H, "b_z": H, "b_h": H}
    return sum(sizes.values())


def an_array_without_axes(D, H):
    return np.array(3 * (D * H + H * H + H))


RIGHT = [
    weights_and_biases_apart,
    input_and_recurrent_weights_apart,
    one_more_row_for_the_bias,
    multiplied_out,
    adds_block_by_block,
    from_shapes,
    from_shapes_with_numpy,
    makes_the_arrays,
    asks_the_course,
    asks_params_made_by_hand,
    as_a_float,
    as_a_numpy_number,
    as_an_array_without_axes,
    prints_on_the_way,
    other_names,
    with_a_helper,
    by_lambda,
    Counter().method,
    power_of_two,
    sizes_of_real_arrays,
    a_float_that_is_whole,
    counts_one_by_one,
    calls_itself_three_times,
    a_helper_for_a_block,
    halved_and_doubled,
    numpy_sum,
    a_dict_of_sizes,
    an_array_without_axes,
]


def no_biases(D, H):
    return 3 * H * (D + H)


def like_pytorch(D, H):
    weight_ih, weight_hh = 3 * H * D, 3 * H * H
    bias_ih = bias_hh = 3 * H
    return weight_ih + weight_hh + bias_ih + bias_hh


def two_gates_and_no_candidate(D, H):
    n_gates = 2
    return n_gates * (D * H + H * H + H)


def an_lstm(D, H):
    return 4 * H * (D + H + 1)


def one_matrix_and_one_bias(D, H):
    return (D + H) * H + H


def no_recurrent_weights(D, H):
    return 3 * (H * D + H)


def no_input_weights(D, H):
    return 3 * H * (H + 1)


def as_many_columns_as_inputs(D, H):
    return 3 * D * (D + H + 1)


def arguments_in_the_other_order(H, D):
    return 3 * (D + H + 1) * H


def one_bias_vector(D, H):
    return 3 * (D + H) * H + H


def biases_as_long_as_the_row(D, H):
    return 3 * (D + H) * (H + 1)


def three_numbers_as_biases(D, H):
    return 3 * ((D + H) * H + 1)


def multiplied_the_sizes(D, H):
    return 3 * (D * H * H + H)


def a_square_matrix(D, H):
    concat = D + H
    return 3 * (concat * concat + H)


def forgot_the_columns(D, H):
    return 3 * (D + H + H)


def forgot_the_parentheses(D, H):
    return 3 * (D + H * H + H)


def gates_have_biases_only(D, H):
    W = 3 * (D + H) * H
    b_r, b_z = H, H
    return W + b_r + b_z


def counts_h0_too(D, H):
    return 3 * (D + H + 1) * H + H


def counts_the_readout_too(D, H):
    return 3 * H * (D + H + 1) + (H + 1) * D


def both_directions(D, H):
    return 2 * 3 * H * (D + H + 1)


def in_bytes(D, H):
    return 3 * H * (D + H + 1) * 8


def a_pair(D, H):
    return 3 * (D + H) * H, 3 * H


def takes_them_for_arrays(D, H):
    return 3 * (D.shape[1] * H.shape[1] + H.shape[1])


def zeros_of_two_arguments(D, H):
    W = np.zeros(D + H, H)
    return 3 * (W.size + H)


def the_one_from_the_text(D, H):
    return 4704


def two_gates_without_bias(D, H):
    return 2 * (D + H) * H


def an_lstm_without_bias(D, H):
    return 4 * (D * H + H * H)


def an_lstm_with_the_biases_of_pytorch(D, H):
    return 4 * (D * H + H * H + 2 * H)


def only_shows_it(D, H):
    print(3 * (D + H + 1) * H)


def caret_in_the_sum(D, H):
    return 3 * (D * H + H ^ 2 + H)


def caret_in_parentheses(D, H):
    return 3 * (D * H + (H ^ 2) + H)


def inputs_twice(D, H):
    return 3 * (D * H + D * H + H)


def as_text(D, H):
    return f"{3 * ((D + H) * H + H)}"


def a_whole_sentence(D, H):
    return f"{3 * ((D + H) * H + H)} parameters"


def a_dict_of_two(D, H):
    return {"weights": 3 * (D + H) * H, "biases": 3 * H}


def zero(D, H):
    return 0


def minus(D, H):
    return 3 * ((D - H) * H + H)


def len_of_params(D, H):
    return len(gc.init_params(D=D, H=H, rng=np.random.default_rng(0)))


def cubed(D, H):
    return ((D + H) * H + H) ** 3


def half_of_it(D, H):
    return 3 * ((D + H) * H + H) // 2


def activations_as_well(D, H):
    return 3 * ((D + H) * H + H) + D + H


def negative(D, H):
    return -3 * ((D + H) * H + H)


def returns_in_the_loop(D, H):
    n = 0
    for _k in range(3):
        n += (D + H) * H + H
        return n


def two_blocks_without_biases(D, H):
    return 2 * (D + H) * H


def bracket_closed_too_early(D, H):
    return 3 * ((D + H) * H) + H


WRONG = [
    (no_biases, "no-bias"),
    (like_pytorch, "two-biases"),
    (two_gates_and_no_candidate, "two-blocks"),
    (an_lstm, "four-blocks"),
    (one_matrix_and_one_bias, "one-block"),
    (no_recurrent_weights, "no-recurrent-weights"),
    (no_input_weights, "no-input-weights"),
    (as_many_columns_as_inputs, "D-and-H-exchanged"),
    (arguments_in_the_other_order, "arguments-in-another-order"),
    (one_bias_vector, "one-bias-in-all"),
    (biases_as_long_as_the_row, "bias-for-every-row"),
    (three_numbers_as_biases, "one-number-as-bias"),
    (multiplied_the_sizes, "product-for-sum"),
    (a_square_matrix, "square-of-D-plus-H"),
    (forgot_the_columns, "no-product"),
    (forgot_the_parentheses, "missing-parentheses"),
    (gates_have_biases_only, "biases-of-the-gates-only"),
    (counts_h0_too, "h0-counted"),
    (counts_the_readout_too, "readout-counted"),
    (both_directions, "counted-twice"),
    (in_bytes, "bytes"),
    (a_pair, "not-added-up"),
    (takes_them_for_arrays, "sizes-taken-for-arrays"),
    (zeros_of_two_arguments, "shape-in-two-arguments"),
    (the_one_from_the_text, "written-down"),
    (two_gates_without_bias, "two-blocks"),
    (an_lstm_without_bias, "four-blocks"),
    (an_lstm_with_the_biases_of_pytorch, "four-blocks"),
    (only_shows_it, "no-return"),
    (caret_in_the_sum, "caret-for-power"),
    (caret_in_parentheses, "caret-for-power"),
    (inputs_twice, "input-weights-twice"),
    (as_text, "text-for-number"),
    (a_whole_sentence, "text-for-number"),
    (a_dict_of_two, "not-added-up"),
    (zero, "nothing-counted"),
    (minus, "minus-for-plus"),
    (len_of_params, "no-length"),
    (cubed, "power-of-three"),
    (half_of_it, "halved"),
    (activations_as_well, "inputs-counted"),
    (negative, "sign-turned"),
    (returns_in_the_loop, "one-block"),
    (two_blocks_without_biases, "two-blocks"),
    (bracket_closed_too_early, "one-bias-in-all"),
]


def three_biases_and_one_matrix(D, H):
    return (D + H) * H + 3 * H


def three_biases_in_each_of_three(D, H):
    return 3 * ((D + H) * H + 3 * H)


WRONG += [
    (three_biases_and_one_matrix, "one-matrix-in-all"),
    (three_biases_in_each_of_three, "three-taken-twice"),
]
