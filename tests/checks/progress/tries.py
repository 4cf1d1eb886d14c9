"""Answers and verdicts to count, a failing disk, and what is kept in a progress file."""

import numpy as np

import gru_course as gc
from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.progress_file import decode
from gru_course.checks.verdict import Verdict

NAMES = list(EXERCISES)


def a_verdict(status="wrong", name="reset_gate", misconception=None):
    return Verdict(name, status, "said", misconception=misconception)


def right(x, h_prev, W_r, b_r):
    return gc.sigmoid(np.hstack([x, h_prev]) @ W_r + b_r)


def with_tanh(x, h_prev, W_r, b_r):
    return np.tanh(np.hstack([x, h_prev]) @ W_r + b_r)


def stub(x, h_prev, W_r, b_r): ...


def kept(path):
    return decode(path.read_text(encoding="utf-8"))


def failing(*_):
    raise OSError(28, "No space left on device")
