"""Pack things so that they travel: zips that are the same byte for byte, and the installed course as a wheel.

No network and no build tool is needed: a wheel is a zip with a list of what is in it.
"""

import base64
import hashlib
import importlib.metadata
import io
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The date of every file in a zip, so that the same content gives the same bytes."""
WHEEL = b"""\
Wheel-Version: 1.0
Generator: gru-course
Root-Is-Purelib: true
Tag: py3-none-any
"""
LEFT_OUT = {"__pycache__", ".ipynb_checkpoints"}


def zipped(files: Mapping[str, bytes | str], executable: Collection[str] = ()) -> bytes:
    """A zip.

    Parameters
    ----------
    files : mapping of str to bytes or str
        Content by name; texts are written in UTF-8.
    executable : collection of str, optional
        Names of files that can be run.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.external_attr = (0o100755 if name in executable else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()


def write_whole(path: Path, content: bytes | str) -> None:
    """Write a file so that it is there as a whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    partial.write_bytes(content.encode() if isinstance(content, str) else content)
    partial.replace(path)


def wheel() -> tuple[str, bytes]:
    """The course as it is installed here: the name of the wheel, and its content."""
    installed = importlib.metadata.distribution("gru-course")
    files = {f"gru_course/{name}": content for name, content in _package().items()}
    info = f"gru_course-{installed.version}.dist-info"
    files[f"{info}/METADATA"] = _about(installed).encode()
    files[f"{info}/WHEEL"] = WHEEL
    files[f"{info}/entry_points.txt"] = b"[console_scripts]\ngru-course = gru_course.cli:main\n"
    record = [f"{name},sha256={_digest(content)},{len(content)}" for name, content in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""]).encode()
    return f"gru_course-{installed.version}-py3-none-any.whl", zipped(files)


def _package() -> dict[str, bytes]:
    """Every file of the installed package."""
    folder = Path(__file__).resolve().parent.parent
    names = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        name.as_posix(): (folder / name).read_bytes()
        for name in names
        if not LEFT_OUT & set(name.parts) and name.suffix != ".pyc"
    }


def _about(installed: importlib.metadata.Distribution) -> str:
    """What an installer needs to know, in a version of the format that old ones read."""
    lines = [
        "Metadata-Version: 2.1",
        "Name: gru-course",
        f"Version: {installed.version}",
        f"Requires-Python: {installed.metadata['Requires-Python']}",
        *(f"Requires-Dist: {need}" for need in installed.requires or [] if "extra ==" not in need),
    ]
    return "\n".join([*lines, ""])


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
