"""For Granian: our server with an application that reports the body it received."""

import hashlib
import json
import resource

from newsroom.asgi import Application


class Digest:
    bodies = 0

    def from_memory(self, environ):
        return None

    def __call__(self, environ, start_response):
        body = hashlib.file_digest(environ["wsgi.input"], "sha256")
        if environ["REQUEST_METHOD"] == "POST":
            Digest.bodies += 1
        kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps({"sha256": body.hexdigest(), "kilobytes": kilobytes, "bodies": Digest.bodies}).encode()]


application = Application(Digest())
