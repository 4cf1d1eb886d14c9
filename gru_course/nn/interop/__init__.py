"""Bridges: the same weights in the forms that other libraries keep them in.

Everyone's GRU is the same few numbers in another order. Three things differ, and each converter turns
round exactly those:

=====================  =================  ============  ==================================  ==============
library                order of gates     z = 1         reset acts                          becomes
=====================  =================  ============  ==================================  ==============
this course            r, z, h by name    replaces      before the product                  GRUParams
Keras GRU              z, r, h            keeps         after (``reset_after=True``, the    GRUParams or
                                                        default) or before                  ResetAfterParams
ONNX GRU               z, r, h            keeps         before (``linear_before_reset=0``,  GRUParams or
                                                        the default) or after               ResetAfterParams
PyTorch nn.GRU, cuDNN  r, z, n            keeps         after                               ResetAfterParams
=====================  =================  ============  ==================================  ==============

A gate that keeps where ours replaces is 1 - z, and 1 - sigmoid(a) = sigmoid(-a): the sign of W_z and b_z
turns round, and nothing is lost. Where the reset acts cannot be turned round: the two are different
functions. Asking for what cannot be represented is an error that says why.
"""

from gru_course.nn.interop.keras import from_keras_weights, to_keras_weights
from gru_course.nn.interop.onnx import from_onnx_weights, to_onnx_weights
from gru_course.nn.interop.onnx_export import export_onnx
from gru_course.nn.interop.onnx_import import import_onnx
from gru_course.nn.interop.torch import from_torch_state_dict

__all__ = [
    "export_onnx",
    "from_keras_weights",
    "from_onnx_weights",
    "from_torch_state_dict",
    "import_onnx",
    "to_keras_weights",
    "to_onnx_weights",
]
