"""What a run shows while it goes on and when it is over."""

import os
import re
import subprocess
import sys

import pytest

from gru_course.nn.model import regression_loss
from gru_course.nn.train import TrainResult, train
from tests.nn.train.runs import settings


def train_in_its_own_process(progress, variable):
    """What a run writes; tqdm reads TQDM_DISABLE when it is imported."""
    program = f"""
import numpy as np
from gru_course.nn.optim import SGD
from gru_course.nn.params import Params
from gru_course.nn.train import train
train(lambda p, x: (1.0, p), Params(w=np.ones(2)), (np.ones(3),), optimizer=SGD(),
      rng=np.random.default_rng(0), epochs=2, validate=lambda p: 2.5, progress={progress})
"""
    environment = {name: value for name, value in os.environ.items() if name != "TQDM_DISABLE"}
    if variable is not None:
        environment["TQDM_DISABLE"] = variable
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout, done.stderr


def test_progress_shows_loss_and_validation_on_stderr():
    out, err = train_in_its_own_process(progress=True, variable=None)
    assert out == ""
    assert re.search(r"training: 100%.*2/2.*loss=1, validation=2.5", err)


@pytest.mark.parametrize(("progress", "variable"), [(True, "1"), (False, "0"), (False, None)])
def test_progress_can_be_silenced_by_argument_and_by_tqdms_variable(progress, variable):
    assert train_in_its_own_process(progress, variable) == ("", "")


def test_training_does_not_need_tqdm_to_be_imported_before_it_runs():
    program = "import sys, gru_course.nn.train; sys.exit('tqdm' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_result_shows_itself_in_one_line(model, data):
    text = repr(train(regression_loss, model, data, **settings(epochs=2)))
    assert re.fullmatch(
        r"TrainResult\(stopped='epochs', best_epoch=None, last: epoch 2, loss [\d.]+, grad_norm [\d.]+, "
        r"learning_rate 0\.02\)",
        text,
    ), text
    nothing = TrainResult(model, {"epoch": []}, "interrupted", None, model)
    assert repr(nothing) == "TrainResult(stopped='interrupted', best_epoch=None, last: nothing)"
