"""nginx with our configuration, on free ports and in a temporary folder."""

import shutil
import subprocess
from contextlib import contextmanager

from django.conf import settings

from .server import free_port, request, wait_for

DEPLOY = settings.BASE_DIR / "newsroom" / "deploy"

MAIN = """
daemon off;
user root;
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log warn;
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
    {more}
}}
"""


def is_installed():
    return shutil.which("nginx") is not None


@contextmanager
def nginx_before(application_port, folder, more="", *, this_machine="127.0.0.1"):
    """Its port. `more` is more configuration, `this_machine` the address that may read /readyz."""
    port = free_port()
    text = site(port, application_port, folder).replace("allow 127.0.0.1;", f"allow {this_machine};")
    (folder / "site.conf").write_text(text)
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, more=more))
    log = folder / "nginx.log"
    log.touch()
    process = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        wait_for(lambda: request(port, "/unavailable/index.html").status == 200, process, log)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def site(port, application_port, folder):
    text = (DEPLOY / "nginx.conf").read_text()
    for shipped, ours in {
        "listen 80;": f"listen 127.0.0.1:{port};",
        "server_name paper.example;": "server_name 127.0.0.1;",
        "server 127.0.0.1:8000 ": f"server 127.0.0.1:{application_port} ",
        "/var/cache/nginx/newsroom ": f"{folder}/cache ",
        "root /srv/newsroom/newsroom/deploy;": f"root {DEPLOY};",
    }.items():
        assert text.count(shipped) == 1, shipped
        text = text.replace(shipped, ours)
    return text
