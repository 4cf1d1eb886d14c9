"""What to reach: the ratios, peer's time over ours, that an 80-line NumPy prototype reached in float32."""

from dataclasses import dataclass

from benchmarks.case import SEQUENCES, STREAMS, Size

MAX_IMPORT_SECONDS = 0.3
STREAM_MICROSECONDS = (4.2, 6.4)


@dataclass(frozen=True)
class Target:
    """The reference ratio of a task against a peer, at each size."""

    task: str
    peer: str
    ratios: dict[Size, float]


def _over_sizes(task: str, peer: str, *ratios: float) -> Target:
    return Target(task, peer, dict(zip(SEQUENCES, ratios, strict=True)))


TARGETS = (
    _over_sizes("gradient", "torch.nn.GRU", 11.0, 7.2, 3.0, 1.95, 1.47),
    _over_sizes("gradient", "jax jit scan", 0.32, 1.09, 1.22, 1.23, 1.84),
    _over_sizes("gradient", "textbook NumPy", 4.8, 3.7, 2.0, 1.6, 1.4),
    _over_sizes("gradient", "bare products", 0.21, 0.33, 0.56, 0.80, 0.89),
    _over_sizes("adam", "torch.nn.GRU", 11.5, 7.5, 3.1, 2.0, 1.4),
    _over_sizes("forward", "torch.nn.GRU", 3.0, 2.7, 1.7, 1.5, 1.3),
    _over_sizes("forward", "onnxruntime", 0.10, 0.69, 0.87, 1.00, 0.99),
    Target("stream", "onnxruntime", {STREAMS[0]: 2.3}),
    Target("stream", "torch.nn.GRU, no_grad", {STREAMS[0]: 9.1}),
)


def in_words(ratio: float, reference: float) -> str:
    """How a measured ratio stands to the reference."""
    share = ratio / reference
    if share >= 1:
        return "reached"
    if share >= 0.9:
        return "within 10 %"
    return f"short by {100 * (1 - share):.0f} %"
