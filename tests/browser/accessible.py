"""What axe-core finds wrong on a page, in a real browser: for every page that this program makes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

__all__ = ["COLOURS", "RULES", "WIDTHS", "address_of", "found_on", "violations"]

WIDTHS = (1280, 390)  # pixels: a laptop and a phone
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def found_on(page: Any, rules: dict[str, Any] = RULES) -> list[str]:
    """Return what axe-core finds on an open page, one line each: rule, where, what."""
    from axe_playwright_python.sync_playwright import Axe

    made = Axe().run(page, options=rules).response["violations"]
    return [f"{v['id']}: {' '.join(map(str, n['target']))}: {v['help']}" for v in made for n in v["nodes"]]


def violations(address: str, width: int, *, before: str = "") -> list[str]:
    """Return what violates WCAG 2.2 AA on a page, one line each: rule, where, what; skip where there is no browser.

    Parameters
    ----------
    address : str
        ``file:`` or ``http:``.
    width : int
        Of the window, in pixels.
    before : str
        Script to run on the page first, for instance to open what is folded.
    """
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    from playwright.sync_api import sync_playwright

    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no chromium on this machine: accessibility is not tested")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=["--no-sandbox"])
        try:
            page = browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=True)
            page.goto(address)
            if before:
                page.evaluate(before)
            wide = page.evaluate("document.documentElement.scrollWidth")
            said = found_on(page)
        finally:
            browser.close()
    return said + [f"the page is {wide} pixels wide in a window of {width}"] * (wide > width)


def address_of(page: Path) -> str:
    """Return the address of a file."""
    return page.resolve().as_uri()
