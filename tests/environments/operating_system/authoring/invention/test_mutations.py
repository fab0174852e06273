"""Wrong solutions of an item."""

from __future__ import annotations

import pytest

from agentgym import sandbox
from agentgym.environments.operating_system.authoring.invention.mutations import PROBE, probed, state, wrong
from agentgym.environments.operating_system.world.item import Item, Script

SCRIPT = "# a remark\ncd /srv/tea\nhead -n 5 green.txt > /srv/tea/first.txt\necho 'three leaves' >> /srv/tea/first.txt"


def _item(script: str, *, finishes: bool = True) -> Item:
    return Item(description="d", check=[Script(code="true")], commands=[script], finishes=finishes)


def test_a_thing_at_a_time_is_taken_away_or_changed() -> None:
    found = {name: item.commands[0] for name, item in wrong(_item(SCRIPT), "")}
    assert found["nothing"] == "true" and found["echo"] == "echo done"
    assert found["first half"] == "cd /srv/tea" and found["second half"].startswith("head")
    assert "head" not in found["without line 2"] and "leaves" not in found["without line 3"]
    assert "head -n 6 green" in found["other number than 5"]
    assert found["other file than /srv/tea/first.txt"].count("/srv/tea/first.txt_other") == 2
    assert found["other file than /srv/tea"].count("/srv/tea_other") == 3  # all is done in the wrong place
    assert "'three leavesx'" in found["other text than 'three leaves'"]
    assert "green.txtx >" in found["other word than green.txt"]
    assert len(set(found.values())) == len(found)


def test_a_single_line_is_cut_at_its_parts() -> None:
    found = {name: item.commands[0] for name, item in wrong(_item("mkdir /a1 && touch /a1/b; ls"), "")}
    assert found["first half"] == "mkdir /a1" and found["second half"] == "touch /a1/b; ls"


def test_the_machine_itself_is_no_wrong_file() -> None:
    names = [name for name, _ in wrong(_item("/usr/bin/env python3 -c 'print()' > /dev/null"), "")]
    assert not [n for n in names if n.startswith("other file")]


def test_a_question_has_wrong_answers_too() -> None:
    found = {
        n: i for n, i in wrong(_item("wc -l < /srv/a.txt", finishes=False), "12") if i.answer is not None
    }
    assert {i.answer for i in found.values()} == {
        "", "0", "1", "done", "I do not know", "13", "11", "120", "anything but 12",
    }  # fmt: skip
    words = {i.answer for _, i in wrong(_item("cat /srv/a.txt", finishes=False), "rosemary")}
    assert {"rosemaryx", "yramesor", "rose"} <= words and "rosemary" not in words
    assert [
        i.finishes for n, i in wrong(_item("ls", finishes=False), "1") if n == "finished without an answer"
    ] == [True]


def test_operations_show_what_they_leave_behind() -> None:
    assert probed(_item("a")).commands == ["a", PROBE] and probed(_item("a", finishes=False)).commands == [
        "a"
    ]
    assert all(item.commands[-1] == PROBE for _, item in wrong(_item(SCRIPT), ""))


@pytest.mark.skipif(bool(sandbox.unavailable("bubblewrap")), reason="no bubblewrap here")
def test_the_probe_sees_every_change_that_a_check_could_see() -> None:
    changes = (
        "true", "mkdir /app; echo 1 > /app/x", "mkdir /app; echo 2 > /app/x", "chmod 755 /root", "ln -s /a /tmp/l",
        "touch -d 2020-01-01 /etc/hostname", "cp /bin/true /usr/bin/zzz", "echo a > /usr/local/bin/b",
        "echo a > /dev/shm/x", "exec -a sorter sleep 100 & disown", "rm -f /etc/hostname",
        "echo 1 > /srv/x; touch -d 2020-01-01 /srv/x", "echo 2 > /srv/x; touch -d 2020-01-01 /srv/x",
    )  # fmt: skip
    machine = sandbox.acquire(sandbox.Spec(), "bubblewrap")
    try:
        found = []
        for change in (*changes, "true"):
            machine.reset()
            machine.run(change)
            found.append(state(machine.run(PROBE, seconds=120).output))
    finally:
        machine.close()
    assert all(found) and found[0] == found[-1] and len(set(found)) == len(changes)
    assert state("[the command had not ended]") == ""
