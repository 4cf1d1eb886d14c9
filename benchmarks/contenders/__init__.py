"""Everyone who takes part, each in a file of its own."""

from importlib import import_module

from benchmarks.contenders.base import Contender, Task, UnsupportedError

__all__ = ["Contender", "Task", "UnsupportedError", "load_contenders"]

MODULES = {
    "ours": "gru_course",
    "torch_gru": "torch",
    "jax_gru": "jax",
    "onnx_gru": "onnxruntime",
    "textbook": "textbook",
    "bare": "bare products",
}


def load_contenders(only: list[str] | None = None) -> tuple[list[Contender], list[str]]:
    """All contenders whose libraries are here, ours first; and a line about each that is skipped.

    Parameters
    ----------
    only : list of str, optional
        Keep contenders whose name contains one of these; ours always stays.
    """
    contenders: list[Contender] = []
    skipped = []
    for module, label in MODULES.items():
        try:
            found = import_module(f"benchmarks.contenders.{module}").CONTENDERS
        except ImportError as error:
            skipped.append(f"{label}: skipped, {error.name or error} is not installed")
            continue
        for contender in found:
            if module == "ours" or not only or any(word.lower() in contender.name.lower() for word in only):
                contenders.append(contender)
    return contenders, skipped
