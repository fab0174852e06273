"""Carrying out scripts in Chromium and writing them down."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from agentgym.browser import Chromium
from agentgym.browser.site import SiteServer
from agentgym.environments.mind2web.authoring.folder_site import folder_site
from agentgym.environments.mind2web.authoring.script import SiteScript, StepScript, TaskScript
from agentgym.environments.mind2web.authoring.snapshot import TARGET, Snapshot, capture
from agentgym.errors import DataError

_LOCATE, _SETTLE, _REQUESTS = (
    Path(__file__).with_name(f"{name}.js").read_text(encoding="utf-8")
    for name in ("locate", "settle", "requests")
)
_NAMESPACE = uuid.UUID("6d2c3f0a-5b0e-4c55-9d0c-0a7c1e5d2b11")
_PATIENCE = 10.0
"""Seconds after which a page that never comes to rest is taken as it is."""
_LOOK = 0.01
"""Seconds between two looks at a page that is coming to rest."""
_HOPELESS = 180.0
"""Seconds without any answer after which the browser is given up; far beyond what a busy machine takes."""


def record_site(
    script: SiteScript, folder: Path, told: Callable[[], object] = lambda: None
) -> dict[str, list[dict[str, Any]]]:
    """Record all tasks of a script in one browser.

    Args:
        script: the tasks.
        folder: where the site's files are; served on 127.0.0.1 unless the script starts at a URL.
        told: called after each task.

    Returns:
        task records in the official schema, by split.

    Raises:
        DataError: a step cannot be carried out, or a task does not end as expected.
        BrowserMissing: there is no Chromium.
    """
    records: dict[str, list[dict[str, Any]]] = {}
    with SiteServer(folder_site(folder)) as server, Chromium(hosts=script.hosts) as browser:
        recorder = Recorder(browser.driver, script, script.start if script.is_remote else f"{server.url}/")
        for task in script.task:
            records.setdefault(task.split or script.split, []).append(recorder.record(task))
            told()
    return records


class Recorder:
    """Carries out tasks on one site.

    Args:
        driver: selenium's driver of a Chromium.
        script: names of the site, and its start page.
        base: URL that start pages are relative to.
    """

    def __init__(self, driver: Any, script: SiteScript, base: str) -> None:
        driver.set_page_load_timeout(_HOPELESS)
        driver.set_script_timeout(_HOPELESS)
        driver.execute_cdp_cmd(
            "Page.addScriptToEvaluateOnNewDocument", {"source": f"(() => {{{_REQUESTS}}})()"}
        )
        self.driver = driver
        self._questions = 0
        self.script = script
        self.base = base

    def record(self, task: TaskScript) -> dict[str, Any]:
        """Carry a task out from a fresh start page and return its record."""
        self._open(urljoin(self.base, task.start or self.script.start))
        key = f"{self.script.website}/{task.task}"
        actions, described = [], []
        for number, step in enumerate(task.parsed()):
            element = self._find(step, task)
            described.append(self._describe(element, step))
            snapshot = self._capture(element)
            actions.append(_action(str(uuid.uuid5(_NAMESPACE, f"{key}/{number}")), step, snapshot))
            self._do(element, step, task)
            self._settle()
        if task.expect and not self._shows(task.expect):
            raise DataError(f"{task.task!r}: the last page does not show {task.expect!r}.")
        return {
            "annotation_id": str(uuid.uuid5(_NAMESPACE, key)),
            "website": self.script.website,
            "domain": self.script.domain,
            "subdomain": self.script.subdomain,
            "confirmed_task": task.task,
            "action_reprs": described,
            "actions": actions,
        }

    def _open(self, url: str) -> None:
        from selenium.common.exceptions import WebDriverException

        driver = self.driver
        driver.get("about:blank")
        driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        driver.execute_cdp_cmd(
            "Storage.clearDataForOrigin", {"origin": urljoin(url, "/")[:-1], "storageTypes": "all"}
        )
        try:
            driver.get(url)
        except WebDriverException as error:
            raise DataError(
                f"{url} cannot be opened: {str(error.msg).splitlines()[0]}. Only this machine's pages can be by "
                "default; name further hosts in the script's 'hosts'."
            ) from error
        self._settle()

    def _find(self, step: StepScript, task: TaskScript) -> Any:
        found = self.driver.execute_script(_LOCATE, step.name, step.near, step.op)
        if len(found) != 1:
            near = f" near {step.near!r}" if step.near else ""
            help_ = "name a text near it with '@'" if found else "is it on the page, visible and enabled?"
            raise DataError(
                f"{task.task!r}: {len(found)} elements are called {step.name!r}{near} for {step.op}; "
                f"expected one: {help_}"
            )
        return found[0]

    def _describe(self, element: Any, step: StepScript) -> str:
        name = " ".join((element.accessible_name or element.text).split())
        operation = _operation(step)
        value = f": {operation['value']}" if operation["value"] else ""
        return f"[{element.aria_role or element.tag_name}]  {name} -> {operation['op']}{value}"

    def _capture(self, element: Any) -> Snapshot:
        self.driver.execute_script(f"arguments[0].setAttribute('{TARGET}', '')", element)
        try:
            return capture(self.driver)
        finally:
            self.driver.execute_script(f"arguments[0].removeAttribute('{TARGET}')", element)

    def _do(self, element: Any, step: StepScript, task: TaskScript) -> None:
        from selenium.common.exceptions import WebDriverException
        from selenium.webdriver import ActionChains, Keys
        from selenium.webdriver.support.ui import Select

        try:
            if step.op == "CLICK":
                element.click()
            elif step.op == "HOVER":
                ActionChains(self.driver).move_to_element(element).perform()
            elif step.op == "ENTER":
                element.send_keys(Keys.ENTER)
            elif step.op == "SELECT":
                Select(element).select_by_visible_text(step.value)
            else:
                if element.tag_name in ("input", "textarea"):
                    element.clear()
                element.send_keys(step.value)
        except WebDriverException as error:
            first = str(error.msg).splitlines()[0]
            raise DataError(f"{task.task!r}: {step.op} on {step.name!r} failed: {first}.") from error

    def _settle(self) -> None:
        """Wait until the page is loaded, what its scripts asked for is there, and nothing on it changes any more."""
        from selenium.common.exceptions import JavascriptException

        deadline = time.monotonic() + _HOPELESS
        self._questions += 1
        said = "pages follow one another without end"
        while time.monotonic() < deadline:
            try:
                if self.driver.execute_script(_SETTLE, 1000 * _PATIENCE, self._questions):
                    return
            except JavascriptException as error:  # Another page came in its place meanwhile.
                said = str(error.msg)
            time.sleep(_LOOK)
        raise DataError(f"The page is never loaded to its end: {said}")

    def _shows(self, text: str) -> bool:
        return (
            " ".join(text.split()).lower()
            in " ".join(self.driver.execute_script("return document.body.innerText").split()).lower()
        )


def _operation(step: StepScript) -> dict[str, str]:
    op = step.op if step.op in ("TYPE", "SELECT") else "CLICK"
    return {"original_op": step.op, "value": step.value, "op": op}


def _action(uid: str, step: StepScript, snapshot: Snapshot) -> dict[str, Any]:
    return {
        "action_uid": uid,
        "raw_html": snapshot.raw_html,
        "cleaned_html": snapshot.cleaned_html,
        "operation": _operation(step),
        "pos_candidates": snapshot.positives,
        "neg_candidates": snapshot.negatives,
    }
