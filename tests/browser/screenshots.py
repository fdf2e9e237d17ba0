"""Screenshots of each kind of page, on phone and desktop, light and dark.
`python -m tests.browser.screenshots DIR [URL]`

Of the site at URL, by default a temporary one with the seed issue. `readme.jpg` is the README's picture of the front
page.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from itertools import product
from pathlib import Path

from playwright.sync_api import sync_playwright

from .chromium import CHROMIUM, QUIET

ROOT = Path(__file__).resolve().parents[2]
WIDTHS, SCHEMES = (390, 1280), ("light", "dark")
SINGLE = {
    "front": "/",
    "archive": "/archive/",
    "search": "/search/?q=人居环境",
    "corrections": "/corrections/",
    "about": "/about/",
    "accessibility": "/accessibility/",
    "missing": "/nothing/",
}
# One of each kind: the last in its sitemap.
MAPS = {"issue": "issues", "page": "pages", "article": "articles", "section": "sections", "author": "authors"}


def main(folder, url=None):
    Path(folder).mkdir(parents=True, exist_ok=True)
    if url:
        return take(Path(folder), url.rstrip("/"))
    with tempfile.TemporaryDirectory() as var_dir, served(var_dir) as address:
        return take(Path(folder), address)


def take(folder, site):
    addresses = {name: site + path for name, path in SINGLE.items()}
    addresses |= {name: last_of(f"{site}/sitemap-{part}.xml") for name, part in MAPS.items()}
    addresses["year"] = last_of(f"{site}/sitemap-archive.xml")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for width, scheme in product(WIDTHS, SCHEMES):
            page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
            for name, address in addresses.items():
                page.goto(address)
                page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
                print(name, width, scheme)
        page = browser.new_page(viewport={"width": 1280, "height": 960})
        page.goto(site)
        page.screenshot(path=folder / "readme.jpg", type="jpeg", quality=70)
        browser.close()


def last_of(sitemap):
    with urllib.request.urlopen(sitemap) as answer:
        return re.findall("<loc>(.*?)</loc>", answer.read().decode())[-1]


@contextmanager
def served(var_dir):
    environment = {**os.environ, "NEWSROOM_VAR_DIR": var_dir, "DATABASE_URL": ""}
    manage = [sys.executable, ROOT / "manage.py"]
    subprocess.run([*manage, "import_seed"], env=environment, check=True, stdout=subprocess.DEVNULL)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([*manage, "runserver", "--noreload", f"127.0.0.1:{port}"], env=environment)
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def wait_for(port, seconds=30):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"The server did not answer within {seconds} seconds.")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
