"""Tasks in our own words, with which the pool begins. A test sees that each passes what invented ones must pass."""

from __future__ import annotations

from agentgym.environments.operating_system.world.item import Item, Script


def _operation(topic: str, description: str, init: str, solution: str, check: str) -> Item:
    return _item(topic, description, init, solution, check, finishes=True)


def _question(topic: str, description: str, init: str, solution: str, check: str) -> Item:
    return _item(topic, description, init, solution, check, finishes=False)


def _item(topic: str, description: str, init: str, solution: str, check: str, *, finishes: bool) -> Item:
    return Item(
        description=description,
        init=[Script(code=init.strip())],
        check=[Script(code=check.strip())],
        example=Script(code=solution.strip()),
        commands=[solution.strip()],
        finishes=finishes,
        kind=topic,
    )


SEEDS = (
    _question(
        "counting and searching",
        "How many lines of /srv/bakery/orders.csv are orders of rye bread? The second column names the bread.",
        """
mkdir -p /srv/bakery
for n in $(seq 1 60); do
  case $((n % 7)) in 0|3) bread=rye;; 1) bread=wheat;; *) bread=spelt;; esac
  echo "$n,$bread,$((n % 4 + 1))"
done > /srv/bakery/orders.csv
echo "61,wheat,rye" >> /srv/bakery/orders.csv
""",
        "awk -F, '$2 == \"rye\"' /srv/bakery/orders.csv | wc -l",
        """
right=$(awk -F, '$2 == "rye" { n++ } END { print n + 0 }' /srv/bakery/orders.csv)
[ "$1" = "$right" ]
""",
    ),
    _operation(
        "permissions",
        "In /home/garden/plans every file whose name ends in .draft must be readable and writable by its owner only. "
        "Leave all other files there as they are.",
        """
mkdir -p /home/garden/plans/old
cd /home/garden/plans
for f in beds.draft pond.draft wall.txt old/roof.draft old/shed.txt; do echo "$f" > "$f"; done
chmod 664 beds.draft pond.draft old/roof.draft
chmod 644 wall.txt old/shed.txt
""",
        "find /home/garden/plans -type f -name '*.draft' -exec chmod 600 {} +",
        """
cd /home/garden/plans || exit 1
for f in beds.draft pond.draft old/roof.draft; do [ "$(stat -c %a "$f")" = 600 ] || exit 1; done
for f in wall.txt old/shed.txt; do [ "$(stat -c %a "$f")" = 644 ] || exit 1; done
""",
    ),
    _question(
        "files and folders",
        "Which file below /var/archive/maps is the largest? Answer with its name alone, without the folder.",
        """
mkdir -p /var/archive/maps/north /var/archive/maps/south
head -c 900 /dev/zero > /var/archive/maps/north/fjord.map
head -c 4100 /dev/zero > /var/archive/maps/south/delta.map
head -c 2500 /dev/zero > /var/archive/maps/south/lagoon.map
head -c 3900 /dev/zero > /var/archive/maps/overview.map
""",
        "find /var/archive/maps -type f -printf '%s %f\\n' | sort -rn | head -n 1 | cut -d' ' -f2",
        """
right=$(find /var/archive/maps -type f -printf '%s %f\\n' | sort -rn | head -n 1 | cut -d' ' -f2)
[ -n "$right" ] && [ "$1" = "$right" ]
""",
    ),
    _operation(
        "archives",
        "Pack the folder /opt/letters into the archive /root/letters.tar.gz, so that the paths in it begin with "
        "letters/, and then delete the folder.",
        """
mkdir -p /opt/letters/1921 /opt/letters/1922
echo "Dear Ada" > /opt/letters/1921/may.txt
echo "Dear Bo" > /opt/letters/1922/june.txt
""",
        "tar -czf /root/letters.tar.gz -C /opt letters\nrm -r /opt/letters",
        """
[ ! -e /opt/letters ] || exit 1
listed=$(tar -tzf /root/letters.tar.gz 2>/dev/null | grep -v '/$' | sort | tr '\\n' ' ')
[ "$listed" = "letters/1921/may.txt letters/1922/june.txt " ] || exit 1
[ "$(tar -xzOf /root/letters.tar.gz letters/1922/june.txt)" = "Dear Bo" ]
""",
    ),
    _operation(
        "configuration files",
        "In /etc/lamp/lamp.conf set brightness to 70 and turn the setting night_mode on (its value must be yes). Keep "
        "every other line of the file as it is.",
        """
mkdir -p /etc/lamp
printf '%s\\n' '# the reading lamp' 'colour=warm' 'brightness=35' 'night_mode=no' 'timer=20' > /etc/lamp/lamp.conf
""",
        "sed -i -e 's/^brightness=.*/brightness=70/' -e 's/^night_mode=.*/night_mode=yes/' /etc/lamp/lamp.conf",
        """
expected=$(printf '%s\\n' '# the reading lamp' 'colour=warm' 'brightness=70' 'night_mode=yes' 'timer=20')
[ "$(cat /etc/lamp/lamp.conf)" = "$expected" ]
""",
    ),
    _question(
        "text and tables",
        "/srv/race/times.txt has one runner a line: a name, a space, and seconds. How many seconds do all runners need "
        "together?",
        """
mkdir -p /srv/race
printf '%s\\n' 'Mira 311' 'Tom 298' 'Ines 344' 'Juri 305' 'Lea 327' > /srv/race/times.txt
""",
        "awk '{ s += $2 } END { print s }' /srv/race/times.txt",
        """
right=0
while read -r name seconds; do right=$((right + seconds)); done < /srv/race/times.txt
[ "$1" = "$right" ]
""",
    ),
    _operation(
        "links and names",
        "In /home/music rename every file that ends in .MP3 so that it ends in .mp3, and make the symbolic link "
        "/home/music/newest that points to /home/music/waltz.mp3.",
        """
mkdir -p /home/music
for n in polka waltz tango; do echo "$n" > "/home/music/$n.MP3"; done
echo march > /home/music/march.mp3
""",
        'cd /home/music\nfor f in *.MP3; do mv "$f" "${f%.MP3}.mp3"; done\nln -s /home/music/waltz.mp3 newest',
        """
cd /home/music || exit 1
[ "$(find . -type f | sort | tr '\\n' ' ')" = "./march.mp3 ./polka.mp3 ./tango.mp3 ./waltz.mp3 " ] || exit 1
[ "$(cat tango.mp3)" = tango ] && [ "$(readlink newest)" = /home/music/waltz.mp3 ]
""",
    ),
    _operation(
        "shell scripts",
        "Write the script /usr/local/bin/celsius: called with a whole number of degrees Fahrenheit it prints the whole "
        "degrees Celsius, (F - 32) * 5 / 9 cut to a whole number. It must be executable.",
        "mkdir -p /usr/local/bin",
        "printf '#!/bin/bash\\necho $((($1 - 32) * 5 / 9))\\n' > /usr/local/bin/celsius\n"
        "chmod +x /usr/local/bin/celsius",
        """
[ -x /usr/local/bin/celsius ] || exit 1
for f in 32 212 50 -4 100; do
  [ "$(/usr/local/bin/celsius "$f")" = $(((f - 32) * 5 / 9)) ] || exit 1
done
""",
    ),
)
