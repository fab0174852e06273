"""The browser of an episode: its tabs, what the agent does in them, and what it sees."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from agentgym.actions import Action
from agentgym.browser.interface import Page, PageError
from agentgym.environments.webarena.world.observation import Element, Numbers, Observation, render
from agentgym.errors import OptionError, UnknownNameError

WINDOW = (1280, 720)
_LOOK = "() => [document.title, location.href, performance.timeOrigin, history.state && history.state.beginning || 0]"
_MARK = "() => history.replaceState({beginning: 1}, '')"
_SCROLL = "down => { const e = document.scrollingElement || document.body; e.scrollTop += down * window.innerHeight; }"
_SELECT = """(x, y, wanted) => {
  let list = document.elementFromPoint(x, y);
  if (list && list.tagName === 'OPTION') list = list.closest('select');
  if (list && list.tagName === 'LABEL') list = list.control;
  if (!list || list.tagName !== 'SELECT') return 'no list';
  const tidy = text => text.replace(/\\s+/g, ' ').trim();
  const option = [...list.options].find(o => tidy(o.text) === tidy(wanted));
  if (!option || option.disabled) return 'no option';
  list.focus();
  if (list.multiple) option.selected = !option.selected; else list.value = option.value, option.selected = true;
  list.dispatchEvent(new Event('input', {bubbles: true}));
  list.dispatchEvent(new Event('change', {bubbles: true}));
  return '';
}"""
_KEYS = {
    "ctrl": "Control", "control": "Control", "cmd": "Control", "command": "Control", "meta": "Control", "alt": "Alt",
    "shift": "Shift", "enter": "Enter", "return": "Enter", "esc": "Escape", "escape": "Escape", "del": "Delete",
    "delete": "Delete", "backspace": "Backspace", "tab": "Tab", "space": "Space", "arrowup": "ArrowUp",
    "arrowdown": "ArrowDown", "arrowleft": "ArrowLeft", "arrowright": "ArrowRight", "up": "ArrowUp",
    "down": "ArrowDown", "left": "ArrowLeft", "right": "ArrowRight", "pageup": "PageUp", "pagedown": "PageDown",
    "home": "Home", "end": "End",
}  # fmt: skip
MOST_TABS = 16


class Refused(Exception):
    """What the agent asks for cannot be done here; the text tells it why."""


class Session:
    """The tabs of one episode.

    Args:
        page: the tab in front.
        whole: show the whole page, not only what is in the window.
        old_names: see :func:`.observation.render`.
        clears: ``type`` replaces what a field holds.
    """

    def __init__(
        self, page: Page, *, whole: bool = False, old_names: bool = False, clears: bool = True
    ) -> None:
        self.page = page
        self.whole = whole
        self.old_names = old_names
        self.clears = clears
        self.numbers = Numbers()
        self.seen = Observation("", {})
        self.url = ""

    def begin(self, urls: list[str]) -> None:
        """Open the first pages, each in a tab; the first is in front. Tabs of an episode before are closed."""
        for tab in self.page.tabs():
            if tab is not self.page:
                tab.close()
        self.page.dialogs()
        self.numbers = Numbers()
        self._open(self.page, urls[0])
        self.page.evaluate(_MARK)
        first = self.page
        for url in urls[1:]:
            self._open(self.page.new_tab(), url)
        if len(urls) > 1:
            first.focus()

    @staticmethod
    def _open(tab: Page, url: str) -> None:
        with suppress(PageError):  # The browser says so itself, on a page of its own.
            tab.goto(url)

    # ---- seeing ---------------------------------------------------------------------------------------

    def observe(self) -> str:
        """Return the tabs and the page as text; :attr:`seen` holds the elements, :attr:`url` the address."""
        self.in_front()
        tabs = self.page.tabs()
        title, self.url, born, _ = self._look(self.page)
        self.numbers.page = (id(self.page), born)
        self.seen = render(
            self.page.accessibility(),
            self.numbers,
            window=None if self.whole else WINDOW,
            old_names=self.old_names,
        )
        names = []
        for place, tab in enumerate(tabs):
            named = title if tab is self.page else self._look(tab)[0]
            names.append(f"Tab {place}{' (current)' if tab is self.page else ''}: {named}")
        said = "".join(f"Dialog: {text}\n" for text in self.page.dialogs())
        return f"{' | '.join(names)}\n\n{said}{self.seen.text}"

    @staticmethod
    def _look(tab: Page) -> list[Any]:
        try:
            found: list[Any] = tab.evaluate(_LOOK)
            return found
        except PageError:
            return ["", tab.url, 0, 0]

    def in_front(self) -> None:
        """See to it that a tab is in front: pages open tabs, and close their own."""
        if not self.page.closed:
            return
        tabs = self.page.tabs()
        self.page = tabs[-1] if tabs else self.page.new_tab()
        self.page.focus()

    # ---- doing ----------------------------------------------------------------------------------------

    def perform(self, action: Action) -> None:
        """Carry an action out.

        Raises:
            Refused: it cannot be done here.
            BrowserGone: the browser hangs, or is gone.
        """
        before = self.page.tabs()
        try:
            getattr(self, f"_{action.name}")(**action.arguments)
        except (PageError, OptionError, UnknownNameError) as error:
            raise Refused(f"The browser could not do that: {error}") from None
        opened = [tab for tab in self.page.tabs() if tab not in before]
        if opened and action.name != "new_tab":
            # As the original, which is always in the tab that was opened last.
            self.page = opened[-1]
            self.page.focus()

    def element(self, number: int) -> Element:
        """Return the element with a number.

        Raises:
            Refused: no such element is shown.
        """
        found = self.seen.elements.get(number)
        if found is None:
            raise Refused(f"There is no element [{number}] on the page that is shown.")
        return found

    def _place(self, number: int) -> tuple[float, float]:
        element = self.element(number)
        place = self.page.locate(element.node)
        if place is None:
            raise Refused(f"The element [{number}] ({element.role}) takes no space on the page.")
        return place

    def _click(self, element: int) -> None:
        self.page.click(*self._place(element))

    def _hover(self, element: int) -> None:
        self.page.move(*self._place(element))

    def _type(self, element: int, text: str, enter: bool = True) -> None:
        self.page.click(*self._place(element))
        if self.clears:
            self.page.press("Control+A")
            self.page.press("Backspace")
        self.page.type(text)
        if enter:
            self.page.press("Enter")

    def _select(self, element: int, option: str) -> None:
        wrong = self.page.evaluate(_SELECT, *self._place(element), option)
        self.page.settle()
        if wrong == "no list":
            raise Refused(f"The element [{element}] is no list to select from.")
        if wrong:
            raise Refused(f"The list [{element}] has no option {option!r:.80}.")

    def _press(self, keys: str) -> None:
        parts = [part for part in keys.split("+") if part] or [keys]
        self.page.press("+".join(_KEYS.get(part.lower(), part) for part in parts))

    def _scroll(self, direction: str) -> None:
        self.page.evaluate(_SCROLL, 1 if direction == "down" else -1)

    def _goto(self, url: str) -> None:
        self.page.goto(url if "://" in url else f"http://{url}")

    def _go_back(self) -> None:
        if self._look(self.page)[3]:
            raise Refused("There is no page before this one.")
        self.page.back()

    def _go_forward(self) -> None:
        self.page.forward()

    def _new_tab(self) -> None:
        if len(self.page.tabs()) >= MOST_TABS:
            raise Refused(f"There are {MOST_TABS} tabs already.")
        self.page = self.page.new_tab()

    def _tab_focus(self, tab: int) -> None:
        tabs = self.page.tabs()
        if tab >= len(tabs):
            raise Refused(f"There is no tab {tab}; there are {len(tabs)}, counted from 0.")
        self.page = tabs[tab]
        self.page.focus()

    def _close_tab(self) -> None:
        others = [tab for tab in self.page.tabs() if tab is not self.page]
        following = others[-1] if others else self.page.new_tab()
        self.page.close()
        self.page = following
        self.page.focus()
