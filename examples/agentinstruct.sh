#!/usr/bin/env bash
# From nothing to a data card, with embedded parts only: AgentInstruct's six sources in a few minutes.
#
#   examples/agentinstruct.sh [FOLDER] [--tasks N] [--without-os] [--no-contamination]
#   MODEL="openai:gpt-4?temperature=0.7" examples/agentinstruct.sh data/agent --tasks 300
#
# Experts play the train splits here, and scripted functions (author.py) stand in for the models that invent tasks, solve
# them and complete thoughts. MODEL names one that does all of it. Given again, it plays only what is left.
#
#   FOLDER              where everything goes (runs/agentinstruct)
#   --tasks N           tasks of each source (12)
#   --without-os        leave the operating system out: it needs a sandbox, bubblewrap or a Docker engine
#   --no-contamination  do not compare with the test splits of all environments; the card says so. The first comparison
#                       on a machine reads what they ask, ScienceWorld's 1,819 tasks among them: some minutes.
set -euo pipefail
out=runs/agentinstruct tasks=12 os=yes export=()
while [ $# -gt 0 ]; do
  case $1 in
    --tasks) tasks=${2:?"--tasks needs a number"} && shift ;;
    --without-os) os=no ;;
    --no-contamination) export=(--no-contamination) ;;
    -*) sed -n '2,/^set /{/^set /!s/^# \{0,1\}//p}' "$0" >&2 && exit 2 ;;
    *) out=$1 ;;
  esac
  shift
done
out=$(realpath -m "$out")
cd "$(dirname "$0")"
player=${MODEL:-expert} author=${MODEL:-scripted:author:invent} solver=${MODEL:-scripted:author:solve}
thinker=${MODEL:-scripted:author:think}

# Instructions of the train splits, and what came of them.
agentgym instruct split alfworld webshop mind2web kg --tasks "$tasks" --out "$out/lists"
for env in alfworld webshop mind2web kg; do
  agentgym rollout $env --split train --tasks "$out/lists/$env.txt" --policy "$player" --out "$out/runs/$env"
done
[ $os = no ] || agentgym rollout os --split train --tasks "$tasks" --policy "$player" --out "$out/runs/os"

# Tasks of questions with reference queries, and tasks that a model invents.
agentgym instruct derive embedded --way constructed --tasks "$tasks" --out "$out/derived"
agentgym instruct self-instruct db --generator "$author" --solver "$solver" --tasks 3 --per-call 1 --out "$out/invented"

# What is kept, thoughts, proofs, contamination, a file to train on.
agentgym curate "$out/runs" "$out/derived/run" "$out/invented/solved" --preset agenttuning --out "$out/kept"
agentgym thoughts "$out/kept" --policy "$thinker" --out "$out/data"
agentgym verify "$out/data"
agentgym export "$out/data" --format agentinstruct --out "$out/agentinstruct.jsonl" "${export[@]}"
echo "The card: $out/data/README.md"
