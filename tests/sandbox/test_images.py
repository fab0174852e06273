"""Our images: where they are made from, how they are named, and what is said when they cannot be made."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from agentgym.errors import SandboxError
from agentgym.sandbox import engine, images
from tests.sandbox.machines import need


@pytest.mark.parametrize("name", images.OURS)
def test_the_name_changes_with_what_an_image_is_made_of(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = images.tag(name, "debian:bookworm-slim")
    assert first.startswith(f"agentgym/{name}:") and first == images.tag(name, "debian:bookworm-slim")
    assert first != images.tag(name, "another")
    copy = tmp_path / name
    copy.mkdir()
    for file in (images.FOLDER / name).iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(images, "FOLDER", tmp_path)
    assert images.tag(name, "debian:bookworm-slim") == first
    (copy / "Dockerfile").write_text("FROM scratch\n")
    assert images.tag(name, "debian:bookworm-slim") != first


def test_the_base_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(images.BASE_ENV, "mine:1")
    assert images.base(None) == "mine:1"


@pytest.mark.parametrize("name", images.OURS)
def test_every_dockerfile_takes_its_base_as_an_argument(name: str) -> None:
    text = (images.FOLDER / name / "Dockerfile").read_text()
    assert f"ARG BASE={images.DEFAULT_BASE}\nFROM ${{BASE}}\n" in text


def test_a_build_tells_its_progress_and_says_why_it_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need("docker")
    api = engine.connect()
    base = images.ensure(api, "os")
    folder = tmp_path / "os"
    folder.mkdir()
    (folder / "Dockerfile").write_text("ARG BASE\nFROM ${BASE}\nRUN echo a strange thing >&2; exit 7\n")
    monkeypatch.setattr(images, "FOLDER", tmp_path)
    said: list[str] = []
    name = f"agentgym/test:{uuid.uuid4().hex[:8]}"
    with pytest.raises(SandboxError) as caught:
        images.build(api, "os", name, base, said.append)
    assert "a strange thing" in str(caught.value) and "returned a non-zero code: 7" in str(caught.value)
    assert images.BASE_ENV in str(caught.value) and "build.sh" in str(caught.value)
    assert said[0].startswith(f"Building the image {name}") and said[-1].startswith("Step 3/")
    assert not images.exists(api, name)
