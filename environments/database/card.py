"""The card of the database."""

from __future__ import annotations

from agentgym.card import Card, Part, Program

CARD = Card(
    title="Database",
    licence="Apache-2.0",
    official_licence="Apache-2.0 (AgentBench)",
    extra="database",
    gives=(Part("pymysql", "MariaDB and MySQL"),),
    programs=(
        Program(
            ("mariadbd",),
            "backend='mariadb' without a Docker engine",
            "apt-get install mariadb-server-core mariadb-client-core",
        ),
    ),
    prompts="agentgym.environments.database.official.prompts:read",
    tampering="agentgym.environments.database.world.tampering:attempts",
    commands="agentgym.environments.database.commands:commands",
    inventor="agentgym.environments.database.authoring.invention.inventor:DatabaseInventor",
    derivation="agentgym.environments.database.authoring.derivation:BirdDerivation",
)
