"""Requests whose body has no length beforehand (Transfer-Encoding: chunked)."""

from io import BytesIO

from django.conf import settings


class ChunkedBodies:
    """A WSGI application before Django, which takes a body without Content-Length for an empty one. One that is larger
    than the application reads is cut off behind that size, and so refused there as any other."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        if "HTTP_TRANSFER_ENCODING" in environ and not environ.get("CONTENT_LENGTH"):
            if not environ.get("wsgi.input_terminated"):
                start_response("411 Length Required", [("Content-Length", "0")])
                return [b""]
            body = environ["wsgi.input"].read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
            environ |= {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        return self.application(environ, start_response)
