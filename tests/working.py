"""What tests of live figures share: open one, wait for what it says, take what it copies."""

import re

PHONE = {"width": 360, "height": 740}
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


def opened(open_page, address, tag, **settings):
    """Open a page, and return it with its live figure of a kind, ready to be worked."""
    page = open_page(address, **settings)
    figure = page.locator(tag)
    figure.scroll_into_view_if_needed()
    page.locator(f"{tag}[data-ready]").wait_for()
    return page, figure


def wait_for_text(locator, pattern):
    """Wait until an element says something, and return it."""
    locator.filter(has_text=re.compile(pattern)).wait_for(state="attached")
    return locator.inner_text()


def clip(page, figure, button):
    """Press a button that copies, wait until the figure says that it did, and return the text."""
    figure.locator(".relu-actions").evaluate("(actions) => { delete actions.dataset.done; }")
    figure.get_by_role("button", name=button, exact=True).click()
    figure.locator(".relu-actions[data-done]").wait_for()
    return page.evaluate("() => navigator.clipboard.readText()")


def reached_by_tab(page, presses):
    """Press Tab so many times, and return the names of all that had the focus meanwhile."""
    reached = set()
    for _ in range(presses):
        reached.add(
            page.evaluate(
                """() => {
                  const { activeElement: e } = document;
                  const label = e.getAttribute("aria-label") || e.labels?.[0]?.textContent;
                  return label || e.textContent;
                }"""
            )
        )
        page.keyboard.press("Tab")
    return reached
