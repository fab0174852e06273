"""What :mod:`.webarena` compares with: the original's observation and actions (``libwebarena``) on playwright.

Run by an interpreter of its own that has both; it imports nothing of this package. It talks in lines of JSON: the first
that it reads is the work (``browser``, and ``tasks`` with an ``url`` and ``steps``: the original's action with ``{}``
in the place of an element's number, the line that shows the element, and which of the equal ones it is). It writes what
became of a task after each (before the first as well) and waits for a line, as the sites have to be set back: the
seconds of the reset and of each observation, and what was ``lost``, where an element was not on the page.
"""

import contextlib
import json
import os
import re
import sys
import time

for _site in "SHOPPING SHOPPING_ADMIN REDDIT GITLAB WIKIPEDIA MAP HOMEPAGE".split():
    os.environ.setdefault(_site, f"http://{_site.lower()}.invalid")  # Asked for when it is imported.

_WAIT = 300
"""Milliseconds until what an action has opened certainly loads; they are in none of the times."""
_SIZE = {"width": 1280, "height": 720}
_NUMBERED = re.compile(r"^\t*\[(\d+)\] (.*)$")


def number_of(text: str, wanted: str, nth: int) -> str | None:
    """Return the number of the nth line of an observation that begins as wanted; ``None`` if there is none."""
    found = [m[1] for line in text.splitlines() if (m := _NUMBERED.match(line)) and m[2].startswith(wanted)]
    return found[nth] if nth < len(found) else None


def main() -> None:
    """Play the tasks."""
    with contextlib.redirect_stderr(open(os.devnull, "w")):
        from playwright.sync_api import sync_playwright  # type: ignore[import-not-found]
        from webarena.browser_env.actions import (  # type: ignore[import-not-found]
            create_id_based_action,
            execute_action,
        )
        from webarena.browser_env.processors import (  # type: ignore[import-not-found]
            TextObervationProcessor,
        )

    work = json.loads(sys.stdin.readline())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=work["browser"], args=["--no-sandbox"])
        processor = TextObervationProcessor("accessibility_tree", True, _SIZE)
        tell({})
        for task in work["tasks"]:
            began = time.perf_counter()
            context = browser.new_context(viewport=_SIZE, device_scale_factor=1)
            page = context.new_page()
            page.client = context.new_cdp_session(page)
            page.client.send("Accessibility.enable")
            page.goto(task["url"])
            text = processor.process(page, page.client)
            reset, observations, lost = time.perf_counter() - began, [], ""
            for step in task["steps"]:
                number = number_of(text, step["line"], step["nth"]) if step["line"] else ""
                if number is None:
                    lost = f"{step['line']} is not on {page.url}"
                    break
                action = create_id_based_action(step["action"].replace("{}", number, 1))
                page = execute_action(action, page, context, processor)
                page.wait_for_timeout(_WAIT)
                page.wait_for_load_state("load")
                began = time.perf_counter()
                text = processor.process(page, page.client)
                observations.append(time.perf_counter() - began)
            context.close()
            tell({"reset": reset, "observations": observations, "lost": lost})
        browser.close()


def tell(what: dict[str, object]) -> None:
    """Write a line and wait for one."""
    print(json.dumps(what), flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    main()
