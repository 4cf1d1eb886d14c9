"""One thread on one core, and a description of what the numbers were measured on."""

import os
import platform
from importlib import metadata
from pathlib import Path

THREAD_VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
XLA_FLAGS = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
PEERS = ("torch", "jax", "onnxruntime")


def one_thread() -> None:
    """Hold this process to one thread on one core. Call it before NumPy is imported.

    The variables speak to each library; the pin (where the system has it) holds for whatever does not listen.
    """
    for name in (*THREAD_VARIABLES, "VECLIB_NUM_THREADS"):
        os.environ[name] = "1"
    os.environ["XLA_FLAGS"] = XLA_FLAGS
    os.environ["JAX_PLATFORMS"] = "cpu"
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def describe() -> list[tuple[str, str]]:
    """What to know about the machine: no names, no paths."""
    pinned = hasattr(os, "sched_getaffinity") and len(os.sched_getaffinity(0)) == 1
    rows = [
        ("processor", cpu_model()),
        ("cores", f"{os.cpu_count()}, of which one is used" + ("" if pinned else " (not pinned)")),
        ("system", f"{platform.system()} {platform.machine()}"),
        ("Python", platform.python_version()),
        ("NumPy", metadata.version("numpy")),
        ("BLAS", blas()),
    ]
    for package in PEERS:
        try:
            rows.append((package, metadata.version(package)))
        except metadata.PackageNotFoundError:
            rows.append((package, "not installed"))
    return rows


def cpu_model() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def blas() -> str:
    """Name and version of the library behind NumPy's matrix products."""
    import numpy as np

    config = np.show_config(mode="dicts")
    library = config["Build Dependencies"]["blas"]
    text = f"{library['name']} {library['version']}"
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return text
    for info in threadpool_info():
        if info["user_api"] == "blas" and "numpy" in info["filepath"]:
            kernel = info.get("architecture", "unknown")
            return f"{text}, {kernel} kernels, {info['num_threads']} thread"
    return text
