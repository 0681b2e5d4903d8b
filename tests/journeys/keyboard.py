"""Somebody without a mouse: Tab until what is looked for has the focus, then a key."""

from playwright.sync_api import Page

MOST_TABS = 80


def tab_to(page: Page, what: str, key: str = "Tab") -> None:
    """Presses Tab until the focus is on what a person looks for."""
    page.wait_for_selector(what, state="attached")
    for _press in range(MOST_TABS):
        if page.evaluate("what => document.activeElement?.matches(what) ?? false", what):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{what} is out of reach of the keyboard")


def press(page: Page, what: str, key: str = "Enter") -> None:
    """Goes to something by Tab and presses a key on it."""
    tab_to(page, what)
    page.keyboard.press(key)


def follow(page: Page, what: str) -> None:
    """Goes to a link or button by Tab and presses Enter; the page that follows is there."""
    with page.expect_navigation(wait_until="load"):
        press(page, what)
