"""Somebody who has no mouse: everything is reached by Tab and used by Enter, Space and arrows."""

from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from tests.road.walker import Walker

#: No page may ask for more presses than this to reach something in it.
MOST_PRESSES = 150

#: The focused element, if it is the one looked for, and whether it shows that it has the focus.
HAS_FOCUS = "element => element === document.activeElement"
SHOWS_FOCUS = """element => {
  const marks = [element, element.labels?.[0], element.parentElement].filter(Boolean);
  return element.matches(':focus-visible') && marks.some(mark => [null, '::before', '::after'].some(
    part => {
      const style = getComputedStyle(mark, part);
      return parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== 'none'
        || style.boxShadow !== 'none';
    }));
}"""
IN_CONTENT = "main:focus-within"
IN_SAME_GROUP = """element => document.activeElement?.type === 'radio'
  && document.activeElement.name === element.name"""


@dataclass
class KeyboardWalker(Walker):
    """A walker with nothing but a keyboard. Pages are inspected on another walker's way."""

    inspects: bool = False

    def activate(self, control: Locator) -> None:
        self._reach(control)
        self.page.keyboard.press("Enter")
        self.arrive()

    def fill(self, german: str, text: str) -> None:
        field = self.field_labelled(german)
        self._reach(field)
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.type(text)
        expect(field).to_have_value(text)

    def choose(self, option: Locator) -> None:
        if option.get_attribute("type") == "radio":
            self._reach_group(option)
        else:
            self._reach(option)
        if not option.is_checked():
            self.page.keyboard.press("Space")
        expect(option).to_be_checked()

    def arrive(self) -> None:
        super().arrive()
        # A page that is new begins at its top, as does the way through it.
        expect(self.page.locator("h1")).to_be_visible()

    def _open_menu(self) -> None:
        if self._menu:
            self._reach(self._menu)
            self.page.keyboard.press("Enter")

    def _reach(self, control: Locator) -> None:
        """Press Tab until `control` has the focus and shows it; the skip link spares the header."""
        element = control.element_handle()  # looked for once, not after each press
        if element.evaluate("element => Boolean(element.closest('main'))"):
            self._skip_to_content()
        for _ in range(MOST_PRESSES):
            if element.evaluate(HAS_FOCUS):
                break
            self.page.keyboard.press("Tab")
        assert element.evaluate(HAS_FOCUS), f"no way to {control} by keyboard on {self.path}"
        assert element.evaluate(SHOWS_FOCUS), f"the focus on {control} cannot be seen: {self.path}"

    def _reach_group(self, option: Locator) -> None:
        """Tab to the group of radio buttons, then go to `option` by arrows."""
        self._skip_to_content()
        for _ in range(MOST_PRESSES):
            if option.evaluate(IN_SAME_GROUP):
                break
            self.page.keyboard.press("Tab")
        for _ in range(MOST_PRESSES):
            if option.evaluate(HAS_FOCUS):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no way to {option} by arrows on {self.path}")

    def _skip_to_content(self) -> None:
        """Use the skip link, unless the focus is in the content already.

        What was skipped once stays skipped on the page that follows a form: its address inherits
        the fragment, and the browser moves the focus there.
        """
        if self.page.url.endswith("#content"):
            expect(self.page.locator(IN_CONTENT)).to_have_count(1)
        if self.page.locator(IN_CONTENT).count():
            return
        self.page.keyboard.press("Tab")
        expect(self.page.locator(":focus")).to_have_text(self.words("Zum Inhalt springen"))
        self.page.keyboard.press("Enter")
        expect(self.page.locator(IN_CONTENT)).to_have_count(1)
