"""The minimal environment of docs/new_environment.md: one file, at most 25 lines."""

from agentgym import Action, AgentEnv, Outcome, Task, TaskSet, Tool


class Guess(AgentEnv):
    """Guess a number from 1 to 9."""

    tools = (Tool(name="guess", description="Guess n.", parameters={"n": {"type": "integer"}}),)

    def load_tasks(self):
        return TaskSet.of([Task(id=f"{self.split}-{n}", data=n, split=self.split) for n in range(1, 10)])

    def begin(self, task):
        return "I think of a number from 1 to 9."

    def perform(self, action):
        if action["n"] == self.task.data:
            return Outcome(observation="Right!", reward=1.0, terminated=True)
        return "Higher." if action["n"] < self.task.data else "Lower."

    def gold(self, task):
        yield Action(name="guess", arguments={"n": task.data}, thought="I can see it.")
