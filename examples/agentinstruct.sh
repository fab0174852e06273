#!/usr/bin/env bash
# From nothing to a data card, with embedded parts only: AgentInstruct's six sources in a few minutes.
#
#   examples/agentinstruct.sh [FOLDER]
#   MODEL="openai:gpt-4?temperature=0.7" examples/agentinstruct.sh data/agent
#
# Experts play the train splits here, and scripted functions (author.py) stand in for the models that invent tasks, solve
# them and complete thoughts. MODEL names one that does all of it. Given again, it does only what is left.
set -euo pipefail
out=$(realpath -m "${1:-runs/agentinstruct}")
cd "$(dirname "$0")"
player=${MODEL:-expert} author=${MODEL:-scripted:author:invent} solver=${MODEL:-scripted:author:solve}
thinker=${MODEL:-scripted:author:think} tasks=${TASKS:-12}

# Instructions of the train splits, and what came of them.
agentgym instruct split alfworld webshop mind2web kg --tasks "$tasks" --out "$out/lists"
for env in alfworld webshop mind2web kg; do
  agentgym rollout $env --split train --tasks "$out/lists/$env.txt" --policy "$player" --out "$out/runs/$env"
done
# The operating system needs a sandbox: bubblewrap or a Docker engine.
agentgym rollout os --split train --tasks "$tasks" --policy "$player" --out "$out/runs/os" || echo "OS is left out."

# Tasks of questions with reference queries, and tasks that a model invents.
agentgym instruct derive embedded --way constructed --tasks "$tasks" --out "$out/derived"
agentgym instruct self-instruct db --generator "$author" --solver "$solver" --tasks 3 --per-call 1 --out "$out/invented"

# What is kept, thoughts, proofs, contamination, a file to train on.
agentgym curate "$out/runs" "$out/derived/run" "$out/invented/solved" --preset agenttuning --out "$out/kept"
agentgym thoughts "$out/kept" --policy "$thinker" --out "$out/data"
agentgym verify "$out/data"
# The export compares with the test splits of all environments first; ScienceWorld's 1,819 tasks are read once, which takes
# some minutes (--no-contamination leaves it out, and the card says so).
agentgym export "$out/data" --format agentinstruct --out "$out/agentinstruct.jsonl"
echo "The card: $out/data/README.md"
