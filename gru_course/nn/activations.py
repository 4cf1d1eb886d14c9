"""Squashing functions: any number in, a bounded number out.

Each derivative is written in terms of the function's *output*, because that is what a forward pass
keeps and a backward pass has at hand.
"""

import numpy as np

from gru_course.nn.validate import Array


def sigmoid(a: Array) -> Array:
    """The logistic function, 1 / (1 + exp(-a)): 0 to 1, one half at 0.

    Parameters
    ----------
    a : ndarray, any shape
        Pre-activations.

    Returns
    -------
    ndarray, same shape
        Values in [0, 1]; strictly inside while float precision can tell.

    Notes
    -----
    For a < 0 the same function is exp(a) / (1 + exp(a)). With exp(-abs(a)) in both forms nothing can
    overflow, so numbers as far out as -10000 neither warn nor lose precision.

    Examples
    --------
    >>> sigmoid(np.array([-1e4, 0.0, 1e4]))
    array([0. , 0.5, 1. ])
    """
    small = np.exp(-np.abs(a))
    return np.where(a >= 0, 1, small) / (1 + small)


def sigmoid_derivative(s: Array) -> Array:
    """d sigmoid / d a, from the output s = sigmoid(a): s (1 - s), at most 1/4.

    Parameters
    ----------
    s : ndarray, any shape

    Returns
    -------
    ndarray, same shape
    """
    return s * (1 - s)


def tanh(a: Array) -> Array:
    """The hyperbolic tangent: -1 to 1, zero at 0.

    Parameters
    ----------
    a : ndarray, any shape

    Returns
    -------
    ndarray, same shape
    """
    return np.tanh(a)


def tanh_derivative(t: Array) -> Array:
    """d tanh / d a, from the output t = tanh(a): 1 - t^2, at most 1.

    Parameters
    ----------
    t : ndarray, any shape

    Returns
    -------
    ndarray, same shape
    """
    return 1 - t * t


def log_softmax(logits: Array) -> Array:
    """The logarithm of softmax along the last axis.

    Parameters
    ----------
    logits : ndarray, shape (..., V)

    Returns
    -------
    ndarray, shape (..., V)
        Log-probabilities; exact even where the probability itself would round to zero.
    """
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def softmax(logits: Array) -> Array:
    """exp(logits), scaled so that the last axis sums to 1.

    Parameters
    ----------
    logits : ndarray, shape (..., V)

    Returns
    -------
    ndarray, shape (..., V)
        Probabilities. Taking the largest logit off first changes nothing and prevents overflow.
    """
    weights = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)
