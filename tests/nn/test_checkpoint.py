"""What is saved comes back exactly; a file is whole or it is an error."""

import io
import os
import pickle
import re
import subprocess
import sys

import numpy as np
import pytest

import gru_course as gc
from gru_course.nn.checkpoint import load_params, read_npz, save_params, write_npz
from gru_course.nn.lstm import init_lstm_params
from gru_course.nn.model import init_lstm_model, init_model, init_rnn_model
from gru_course.nn.params import ParamGroup, Params
from gru_course.nn.readout import init_linear_params
from gru_course.nn.rnn import init_rnn_params
from gru_course.nn.stack import init_stack


class NotebookParams(Params):
    """A kind of parameters that somebody defines for themselves."""


SETS = {
    "Params": lambda rng: Params(w=rng.normal(size=(2, 3)), b=rng.normal(size=3)),
    "NotebookParams": lambda rng: NotebookParams(q=rng.normal(size=2)),
    "ParamGroup": lambda rng: ParamGroup(a=Params(w=rng.normal(size=2)), b=init_rnn_params(2, 3, rng)),
    "GRUParams": lambda rng: gc.init_params(D=3, H=5, rng=rng),
    "RNNParams": lambda rng: init_rnn_params(3, 5, rng),
    "LSTMParams": lambda rng: init_lstm_params(3, 5, rng),
    "LinearParams": lambda rng: init_linear_params(5, 2, rng),
    "GRUStack": lambda rng: init_stack(3, 5, rng, layers=2, bidirectional=True),
    "GRUModel": lambda rng: init_model(3, 5, 2, rng),
    "GRUModel of a stack": lambda rng: init_model(3, 5, 2, rng, layers=2),
    "RNNModel": lambda rng: init_rnn_model(3, 5, 2, rng),
    "LSTMModel": lambda rng: init_lstm_model(3, 5, 2, rng),
}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "weights.npz"


@pytest.mark.parametrize("make", SETS.values(), ids=SETS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_is_saved_comes_back_exactly(make, dtype, path, rng):
    params = make(rng).astype(dtype)
    save_params(path, params)
    back = load_params(path)
    assert type(back) is type(params)
    assert back.dtype == dtype
    assert repr(back) == repr(params)
    assert (back.flat == params.flat).all()
    back.flat[...] += 1  # and it can be worked with


def test_the_file_is_plain_and_by_name(path, rng):
    model = init_model(3, 5, 2, rng)
    save_params(path, model)
    with np.load(path, allow_pickle=False) as file:
        assert set(file.files) == {*model.arrays(), "about"}
        assert (file["gru.W_z"] == model.gru.W_z).all()


def test_the_name_is_taken_as_it_is(tmp_path, rng):
    params = init_rnn_params(3, 5, rng)
    save_params(str(tmp_path / "no ending"), params)
    assert os.listdir(tmp_path) == ["no ending"]
    assert (load_params(str(tmp_path / "no ending")).flat == params.flat).all()


def test_a_new_file_takes_the_place_of_the_old_one(path, rng):
    save_params(path, init_rnn_params(3, 5, rng))
    new = init_rnn_params(2, 4, rng)
    save_params(path, new)
    assert (load_params(path).flat == new.flat).all()
    assert os.listdir(path.parent) == [path.name]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError, SystemExit])
def test_stopped_in_the_middle_of_writing_the_old_file_is_there_and_nothing_else(
    path, rng, monkeypatch, stop
):
    old = init_rnn_params(3, 5, rng)
    save_params(path, old)

    def half(file, **arrays):
        file.write(b"PK half a file")
        raise stop("no space left")

    monkeypatch.setattr(np, "savez", half)
    with pytest.raises(stop):
        save_params(path, init_rnn_params(3, 5, rng))
    assert (load_params(path).flat == old.flat).all()
    assert os.listdir(path.parent) == [path.name]


def test_killed_in_the_middle_of_writing_the_old_file_is_there(path, rng):
    old = init_rnn_params(3, 5, rng)
    save_params(path, old)
    killed = f"""
import os, numpy as np
from gru_course.nn.checkpoint import save_params
from gru_course.nn.params import Params
def half(file, **arrays):
    file.write(b"PK half a file"); file.flush(); os._exit(9)
np.savez = half
save_params({str(path)!r}, Params(w=np.ones(3)))
"""
    assert subprocess.run([sys.executable, "-c", killed], check=False).returncode == 9
    assert (load_params(path).flat == old.flat).all()
    new = init_rnn_params(2, 4, rng)  # and what the dead process left behind is in nobody's way
    save_params(path, new)
    assert (load_params(path).flat == new.flat).all()
    assert os.listdir(path.parent) == [path.name]


def test_a_file_cut_short_anywhere_is_an_error_that_names_it(path, rng):
    save_params(path, init_model(3, 5, 2, rng))
    whole = path.read_bytes()
    for size in range(0, len(whole), 97):
        path.write_bytes(whole[:size])
        with pytest.raises(ValueError, match=re.escape(f"{path}: expected a file of save_params or train")):
            load_params(path)


def test_a_flipped_byte_never_gives_other_weights(path, rng):
    params = init_rnn_params(3, 5, rng)
    save_params(path, params)
    whole = path.read_bytes()
    errors = []
    for place in range(0, len(whole), 11):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << place % 8]) + whole[place + 1 :])
        try:
            back = load_params(path)
        except ValueError as problem:
            errors.append(str(problem))
        else:
            assert (back.flat == params.flat).all()  # a byte that nobody reads
    assert len(errors) > 50
    assert all(error.startswith(f"{path}: ") for error in errors)


def npy(array):
    """What np.save writes."""
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


class Evil:
    def __reduce__(self):
        return os.mkdir, ("evil was here",)


def test_nothing_in_a_file_is_ever_unpickled(path, monkeypatch):
    monkeypatch.chdir(path.parent)
    np.savez(path, about=np.array(Evil(), dtype=object))
    with pytest.raises(ValueError, match="something else wrote it"):
        load_params(path)
    path.write_bytes(pickle.dumps(Evil()))
    with pytest.raises(ValueError, match="something else wrote it"):
        load_params(path)
    assert os.listdir(path.parent) == [path.name]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda arrays, about: arrays.pop("b"), "they do not fit: 'b'"),
        (
            lambda arrays, about: arrays.update(b=np.ones(2)),
            "b: expected shape [5] of float64, got [2] of float64",
        ),
        (lambda arrays, about: arrays.update(b=np.ones(5, np.float32)), "got [5] of float32"),
        (lambda arrays, about: arrays.update(b=np.full(5, np.nan)), "b: expected finite numbers, got nan"),
        (
            lambda arrays, about: about.update(format="gru-course 99"),
            "its format is gru-course 99, and this version",
        ),
        (lambda arrays, about: about.pop("params"), "they do not fit: 'params'"),
        (lambda arrays, about: about.update(params=[1]), "they do not fit"),
        (
            lambda arrays, about: about["params"].update(kind="Optimizer"),
            "kind: expected one of CellParams, GRUModel",
        ),
        (
            lambda arrays, about: about["params"].update(kind="LinearParams", shapes={"W": [8, 5]}),
            "they do not fit",
        ),
        (lambda arrays, about: about["params"].update(kind="GRUStack", members={}), "they do not fit"),
    ],
)
def test_a_file_whose_parts_do_not_fit_is_an_error_that_says_which(path, rng, spoil, message):
    save_params(path, init_rnn_params(3, 5, rng))
    arrays, about = read_npz(path)
    spoil(arrays, about)
    write_npz(path, arrays, about)
    with pytest.raises(ValueError, match=re.escape(message)) as caught:
        load_params(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    "write",
    [
        lambda path: path.write_text("hello"),
        lambda path: path.write_bytes(b""),
        lambda path: np.savez(path, w=np.ones(3)),
        lambda path: np.savez(path, about=np.array("not JSON")),
        lambda path: np.savez(path, about=np.array("[1, 2]")),
        lambda path: np.savez(path, about=np.array("{}")),
        lambda path: path.write_bytes(npy(np.ones(3))),
    ],
)
def test_a_foreign_file_is_an_error_that_names_it(path, write):
    write(path)
    with pytest.raises(ValueError, match=re.escape(f"{path}: expected a file of save_params or train")):
        load_params(path)


def test_a_missing_file_is_named(path):
    with pytest.raises(FileNotFoundError, match=re.escape(str(path))):
        load_params(path)


def test_a_folder_is_not_a_file(path):
    path.mkdir()
    with pytest.raises(OSError, match=re.escape(str(path))):
        load_params(path)
    with pytest.raises(OSError, match=re.escape(str(path))):
        save_params(path, Params(w=np.ones(3)))
    assert os.listdir(path.parent) == [path.name]


def test_only_parameters_are_saved(path):
    with pytest.raises(TypeError, match="params: expected Params, got dict"):
        save_params(path, {"w": np.ones(3)})
    assert not path.exists()
