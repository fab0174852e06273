"""One container: how it is started, hardened and limited, and its channel to the supervisor inside.

Without a network, with all capabilities dropped but those that root needs on its own files, no new privileges,
limited processes, memory, processors and disk, the engine's system call filter and the supervisor's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from agentgym.errors import AgentGymError, SandboxError
from agentgym.sandbox import engine, images, loader
from agentgym.sandbox.channel import Channel
from agentgym.sandbox.docker_pipe import DockerPipe
from agentgym.sandbox.interface import Spec

Mode = Literal["nested", "overlay", "plain"]

_ROOT_CAPABILITIES = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID"]
# For the supervisor, which gives them up before anything of the agent's runs, or (``overlay``) keeps to itself.
_MOUNT_CAPABILITIES = ["SETFCAP", "SETPCAP", "SYS_ADMIN", "SYS_CHROOT"]
_READY_SECONDS = 60.0


class Container:
    """One running container with its channel.

    Args:
        mode: how the supervisor keeps the filesystem, see :mod:`agentgym.sandbox.supervisor`.
        user: whom the supervisor runs as.
        mounts: folders on memory with their mount options; with any, the root can only be read.
        binds: folders of the host, as ``docker run --volume`` takes them.

    Raises:
        SandboxError: there is no such image, or it does not start; says why.
    """

    def __init__(
        self,
        spec: Spec,
        mode: Mode,
        *,
        user: str = "0",
        mounts: Mapping[str, str] | None = None,
        binds: Sequence[str] = (),
    ) -> None:
        api = engine.connect()
        self.spec, self.mode = spec, mode
        image = images.ensure(api, spec.image)
        with engine.errors(f"A container of {image} could not be started"):
            self.id: str = api.create_container(
                image,
                loader.COMMAND,
                entrypoint=[],
                user=user,
                stdin_open=True,
                tty=False,
                hostname="sandbox",
                working_dir="/",
                environment=_environment(spec, mode, watch=mode == "plain" and not mounts),
                labels=engine.labels("sandbox"),
                host_config=api.create_host_config(**_host(spec, mode, user, mounts, binds)),
            )["Id"]
        try:
            with engine.errors(f"A container of {image} could not be started"):
                attached = api.attach_socket(
                    self.id, params={"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1}
                )
                self.pipe = DockerPipe(attached)
                self.channel = Channel(self.pipe)
                api.start(self.id)
                loader.feed(self.pipe)
            if self.channel.call("ping", _READY_SECONDS).get("mode") != mode:
                raise SandboxError("The supervisor did not start as it was told to.")
        except AgentGymError as error:
            told = self.pipe.errors.decode("utf-8", "replace").strip() if hasattr(self, "pipe") else ""
            self.close()
            raise SandboxError(f"{error} {told[-600:]}".strip()) from None
        except BaseException:
            self.close()
            raise

    def hang_up(self) -> None:
        """Close the channel: the supervisor inside ends, and the engine then removes the container by itself."""
        if hasattr(self, "pipe"):
            self.pipe.close()

    def close(self) -> None:
        """Remove the container now."""
        self.hang_up()
        engine.remove(self.id)


def _environment(spec: Spec, mode: Mode, *, watch: bool) -> dict[str, str]:
    lacks = engine.limits_lacking()
    return {
        "SB_MODE": mode,
        "SB_DISK": str(spec.disk),
        "SB_INODES": str(spec.inodes),
        "SB_LIFETIME": str(spec.lifetime),
        "SB_PROCESSES": str(spec.processes),
        # What the engine cannot limit here over all processes is limited for each.
        "SB_LIMIT_PROCESSES": "1" if "processes" in lacks else "0",
        "SB_MEMORY": str(spec.memory) if "memory" in lacks else "0",
        "SB_WATCH_DISK": "1" if watch else "0",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _host(
    spec: Spec, mode: Mode, user: str, mounts: Mapping[str, str] | None, binds: Sequence[str]
) -> dict[str, Any]:
    from docker.types import LogConfig, Ulimit

    lacks, security = engine.limits_lacking(), engine.info().get("SecurityOptions") or []
    options: dict[str, Any] = {
        "network_mode": "none",
        "ipc_mode": "none",
        "cap_drop": ["ALL"],
        "cap_add": _ROOT_CAPABILITIES if user == "0" else [],
        "security_opt": ["no-new-privileges"],
        "log_config": LogConfig(type="none"),
        "ulimits": [Ulimit(name="nofile", soft=1024, hard=1024), Ulimit(name="core", soft=0, hard=0)],
        "auto_remove": True,
    }
    if "processes" not in lacks:
        options |= {"pids_limit": spec.processes}
    if "memory" not in lacks:
        options |= {"mem_limit": spec.memory, "memswap_limit": spec.memory}
    if "processor" not in lacks:
        options |= {"nano_cpus": int(spec.cpus * 1e9)}
    if mounts:
        options |= {"read_only": True, "tmpfs": {"/tmp": "rw,size=16m,mode=1777", **mounts}}
    if binds:
        options |= {"binds": list(binds)}
        if any("selinux" in s for s in security):
            options["security_opt"] = [*options["security_opt"], "label=disable"]
    if mode != "plain":
        options |= {"read_only": True, "tmpfs": {"/sbtmp": "rw,size=1m,mode=0755"}}
        options["cap_add"] = [*options["cap_add"], *_MOUNT_CAPABILITIES]
        if any("apparmor" in s for s in security):  # its profile for containers forbids to mount
            options["security_opt"] = [*options["security_opt"], "apparmor=unconfined"]
    if spec.runtime:
        options["runtime"] = spec.runtime
    return options
