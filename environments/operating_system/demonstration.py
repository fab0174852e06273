"""The one-shot example: a question about a file, solved in three turns."""

from __future__ import annotations

from agentgym.actions import Action
from agentgym.environments.operating_system.protocol import ANSWER, BASH

DEMONSTRATION: tuple[tuple[str, Action], ...] = (
    (
        "Which user owns the most running processes, if you look at /srv/snapshot/processes.txt? Each line of it is "
        "one process, and the first column is its owner.",
        Action(
            name=BASH.name,
            arguments={"script": "head -5 /srv/snapshot/processes.txt\nwc -l /srv/snapshot/processes.txt"},
            thought="I look at the form of the file first, and at how long it is.",
        ),
    ),
    (
        "The output of the OS:\n\nmail     811  0.0 /usr/sbin/relay\nwww     1043  0.2 /usr/bin/served\n"
        "www     1044  0.1 /usr/bin/served\nroot     702  0.0 /usr/sbin/keeper\ndb      1310  1.4 /usr/bin/store\n"
        "418 /srv/snapshot/processes.txt\n",
        Action(
            name=BASH.name,
            arguments={
                "script": "awk '{n[$1]++} END {for (u in n) print n[u], u}' /srv/snapshot/processes.txt | sort -rn"
            },
            thought="The owner is the first word. 418 lines are too many to count by eye: I let awk count them.",
        ),
    ),
    (
        "The output of the OS:\n\n207 www\n131 root\n66 db\n14 mail\n",
        Action(name=ANSWER.name, arguments={"answer": "www"}, thought="www has 207, the most of all."),
    ),
)
