"""What :mod:`.webarena` compares with: playwright, and for every node of the tree the calls that tell where it is.

Run by an interpreter of its own that has playwright; it imports nothing of this package. Reads pages as JSON (``url``,
``html``) from the standard input, writes seconds an observation as JSON. The original's code asks for a node's
rectangle by two calls of the browser (resolve the node, call a function on it); so does this.
"""

import json
import shutil
import sys
import time

_RECTANGLE = """function () {
  let box = this;
  if (this.nodeType === 3) { box = document.createRange(); box.selectNode(this); }
  box = box.getBoundingClientRect();
  return JSON.stringify(box);
}"""


def observe(client: object) -> int:
    """Ask for the tree and for the rectangle of each of its nodes; return how many there are."""
    nodes = client.send("Accessibility.getFullAXTree")["nodes"]  # type: ignore[attr-defined]
    for node in nodes:
        if "backendDOMNodeId" not in node or node["role"]["value"] == "RootWebArea":
            continue
        try:
            remote = client.send("DOM.resolveNode", {"backendNodeId": node["backendDOMNodeId"]})  # type: ignore[attr-defined]
            call = {
                "objectId": remote["object"]["objectId"],
                "functionDeclaration": _RECTANGLE,
                "returnByValue": True,
            }
            client.send("Runtime.callFunctionOn", call)  # type: ignore[attr-defined]
        except Exception:  # noqa: BLE001 (a node that is gone has no rectangle)
            continue
    return len(nodes)


def main() -> None:
    """Time an observation of each page."""
    from playwright.sync_api import sync_playwright  # type: ignore[import-not-found]

    pages, taken = json.load(sys.stdin), []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
        client = page.context.new_cdp_session(page)
        client.send("Accessibility.enable")
        for given in pages:
            page.set_content(given["html"])
            page.wait_for_load_state("load")
            observe(client)
            began = time.perf_counter()
            observe(client)
            taken.append(time.perf_counter() - began)
        browser.close()
    json.dump(taken, sys.stdout)


if __name__ == "__main__":
    main()
