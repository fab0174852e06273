"""Marks of owners: who still lives, and whose folders may go."""

from __future__ import annotations

import os
import subprocess

from agentgym.processes import owner


def test_marks_tell_the_dead_from_the_living() -> None:
    assert owner.lives(owner.mark())
    child = subprocess.Popen(["sleep", "100"])
    mark = f"{child.pid}-{owner.started(child.pid)}"
    assert owner.lives(mark)
    child.kill()
    child.wait()
    assert not owner.lives(mark)
    assert not owner.lives(f"{os.getpid()}-12345")  # a number that was used again
    assert not owner.lives("") and not owner.lives("x-1")


def test_folders_of_the_dead_are_swept_and_those_of_the_living_are_not() -> None:
    mine = owner.make_place()
    child = subprocess.run(
        ["sh", "-c", 'echo $$ $(cut -d" " -f22 /proc/$$/stat)'], capture_output=True, text=True, check=True
    )
    dead = mine.with_name(mine.name.replace(owner.mark(), "-".join(child.stdout.split())))
    dead.mkdir()
    try:
        assert dead != mine
        owner.sweep_places()
        assert mine.exists() and not dead.exists()
    finally:
        mine.rmdir()
