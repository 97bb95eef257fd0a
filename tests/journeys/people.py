"""Hands and eyes of somebody with a phone: every tap and key is counted, and goes at the speed of a person."""

COUNT = """
(() => {
  const count = (event) => {
    if (!event.isTrusted || (event.type === "keydown" && event.target.name === "sentence")) return;
    sessionStorage.touches = Number(sessionStorage.touches ?? 0) + 1;
  };
  addEventListener("pointerdown", count, true);
  addEventListener("keydown", count, true);
})();
"""
LETTER = 277  # milliseconds a letter; people type 36 to 43 words a minute on phones (Palin et al., 2019)
TAP = 700  # milliseconds to see where to tap next


class Hand:
    """A hand on a phone; `touches` counts its taps and keys besides the sentence."""

    def __init__(self, page):
        self.page = page
        page.add_init_script(COUNT)

    def tap(self, target):
        """See where, then tap; a radio or a checkbox is tapped on its words."""
        self.page.wait_for_timeout(TAP)
        target.tap()

    def type(self, field, text):
        self.tap(field)
        field.press_sequentially(text, delay=LETTER, timeout=60_000)

    @property
    def touches(self):
        return int(self.page.evaluate("sessionStorage.touches ?? 0"))
