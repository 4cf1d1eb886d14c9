"""A loss says with one number how wrong the predictions are, and with its derivative which way is better.

Both losses are means over real entries only: a padded step neither counts in the sum nor in the number that
the sum is divided by, so adding padding changes nothing.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from gru_course.nn.activations import log_softmax
from gru_course.nn.validate import Array, check_dtype, check_finite, check_lengths


def mean_squared_error(prediction: Array, target: Array, mask: Array | None = None) -> tuple[float, Array]:
    """The mean of (prediction - target)^2, for numbers.

    Parameters
    ----------
    prediction : ndarray, any shape, such as (B, K) or (B, T, K)
    target : ndarray, same shape
    mask : ndarray of bool, optional
        True where an entry is real; the shape of `prediction`, or of its first axes, such as (B, T).
        Elsewhere prediction and target may hold anything, even NaN.

    Returns
    -------
    loss : float
    d_prediction : ndarray, same shape as `prediction`
        Zero where the mask is False.

    Raises
    ------
    TypeError
        If an array does not hold floating-point numbers of one type, or the mask is not boolean.
    ValueError
        If the shapes differ, a real entry is not finite, or no entry is real.

    Examples
    --------
    >>> mean_squared_error(np.array([[1.0], [5.0]]), np.array([[2.0], [3.0]]))
    (2.5, array([[-1.],
           [ 2.]]))
    """
    check_dtype("prediction", prediction)
    check_dtype("target", target, prediction.dtype)
    if target.shape != prediction.shape:
        raise ValueError(f"target: expected shape {prediction.shape} like the prediction, got {target.shape}")
    real, n = _real_entries(mask, "prediction", prediction)
    if real is not None:
        prediction, target = np.where(real, prediction, 0), np.where(real, target, 0)
    check_finite("prediction", prediction)
    check_finite("target", target)

    # loss = sum (prediction - target)^2 / n
    difference = prediction - target
    loss = float(np.square(difference).sum(dtype=np.float64)) / n

    d_prediction = 2 / n * difference
    return loss, d_prediction


def softmax_cross_entropy(logits: Array, classes: Array, mask: Array | None = None) -> tuple[float, Array]:
    """The mean of -log softmax(logits)[class], for one class out of V.

    Parameters
    ----------
    logits : ndarray, shape (..., V), such as (B, V) or (B, T, V)
        Scores, any size: a gap of 10000 between two logits is a loss of 10000, not of infinity.
    classes : ndarray of int, shape (...)
        The right answers, each from 0 to V - 1.
    mask : ndarray of bool, optional
        True where an answer is real; the shape of `classes`, or of its first axes. Elsewhere logits and
        classes may hold anything.

    Returns
    -------
    loss : float
    d_logits : ndarray, shape (..., V)
        (softmax(logits) - one_hot(classes)) / n over the n real entries, zero elsewhere.

    Raises
    ------
    TypeError
        If logits are not floating-point, classes not whole numbers or the mask not boolean.
    ValueError
        If shapes do not fit, a class is out of range, a real logit is not finite, or no entry is real.

    Examples
    --------
    >>> loss, d_logits = softmax_cross_entropy(np.zeros((1, 4)), np.array([2]))
    >>> f"{loss:.4f}", d_logits                                    # log 4: nothing learnt yet
    ('1.3863', array([[ 0.25,  0.25, -0.75,  0.25]]))
    """
    check_dtype("logits", logits)
    if logits.ndim < 2:
        raise ValueError(f"logits: expected shape (B, V) or (B, T, V), got {logits.shape}")
    V = logits.shape[-1]
    classes = np.asarray(classes)
    if classes.dtype.kind not in "iu":
        raise TypeError(f"classes: expected whole numbers, got {classes.dtype}; write classes.astype(int)")
    if classes.shape != logits.shape[:-1]:
        raise ValueError(f"classes: expected shape {logits.shape[:-1]} like the logits, got {classes.shape}")
    real, n = _real_entries(mask, "classes", classes)
    if real is not None:
        logits, classes = np.where(real[..., None], logits, 0), np.where(real, classes, 0)
    check_finite("logits", logits)
    wrong = np.argwhere((classes < 0) | (classes >= V))
    if len(wrong):
        where = tuple(int(i) for i in wrong[0])
        raise ValueError(f"classes: expected 0 to V - 1 = {V - 1}, got {classes[where]} at index {where}")

    # loss = - sum log softmax(logits)[class] / n
    log_p = log_softmax(logits)
    log_p_class = np.take_along_axis(log_p, classes[..., None], axis=-1)  # (..., 1)
    counted = log_p_class if real is None else log_p_class * real[..., None]
    loss = -float(counted.sum(dtype=np.float64)) / n

    # d_logits = (softmax(logits) - one_hot(class)) / n
    d_logits = np.exp(log_p)
    np.put_along_axis(d_logits, classes[..., None], np.exp(log_p_class) - 1, axis=-1)
    d_logits /= n
    return loss, d_logits if real is None else d_logits * real[..., None]


def real_steps(lengths: Sequence[int] | Array, T: int) -> Array:
    """The mask that belongs to the lengths of a padded batch.

    Parameters
    ----------
    lengths : sequence of int, shape (B,)
        How many steps of each row are real, each from 1 to T.
    T : int
        Steps in the batch.

    Returns
    -------
    ndarray of bool, shape (B, T)
        True where a step is real.

    Examples
    --------
    >>> real_steps([1, 3], T=3)
    array([[ True, False, False],
           [ True,  True,  True]])
    """
    lengths = np.asarray(lengths)
    return np.arange(T) < check_lengths(lengths, lengths.size, T)[:, None]


def _real_entries(mask: Any, name: str, like: Array) -> tuple[Array | None, int]:
    """The mask in the full shape of `like` (None if all entries are real), and how many entries are real."""
    if like.size == 0:
        raise ValueError(f"{name}: expected at least one entry, got shape {like.shape}")
    if mask is None:
        return None, like.size
    if not isinstance(mask, np.ndarray) or mask.dtype != bool:
        came = mask.dtype if isinstance(mask, np.ndarray) else type(mask).__name__
        raise TypeError(
            f"mask: expected an array of True and False, got {came}; write np.array(mask, dtype=bool)"
        )
    if mask.ndim == 0 or mask.shape != like.shape[: mask.ndim]:
        raise ValueError(f"mask: expected shape {like.shape} or its first axes, got {mask.shape}")
    full = np.broadcast_to(mask.reshape(mask.shape + (1,) * (like.ndim - mask.ndim)), like.shape)
    n = int(np.count_nonzero(full))
    if n == 0:
        raise ValueError("mask: expected at least one True, got none: there is nothing to take a mean of")
    return full, n
