"""The browser's path, the flags that disable its background activity, and waiting for its pages."""

import os
import shutil

# Debian's chromium without a window has a package of its own, with which the tests take two thirds of the time.
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]  # fmt: skip


def until(page, truth):
    """Wait until the expression is true. Playwright's wait_for_function evaluates text in the page, which our
    Content-Security-Policy forbids."""
    for _ in range(1500):
        if page.evaluate(truth):
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"never true: {truth}")


def follow(page, selector):
    """Click what opens another page, and wait for it: a click alone may return before the server has the form."""
    with page.expect_navigation():
        page.click(selector)


def set_type(page, size):
    """Choose small, medium or large type; on phones the choice opens from the head."""
    if page.locator(".for-comforts summary").is_visible():
        page.click(".for-comforts summary")
    page.click(f"[value={size}]")
