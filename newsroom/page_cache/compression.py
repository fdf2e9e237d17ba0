"""Compression of public texts: Brotli if the package is installed (the extra `server` brings it), or gzip.

Only what is the same for everybody is compressed. From the compressed length of a page with a secret, such as a CSRF
token, the secret could be guessed (https://www.breachattack.com/).
"""

import gzip
from functools import lru_cache

try:
    import brotli
except ImportError:
    brotli = None

# Measured with a front page of 18 kB: Brotli 5 takes 0.8 ms and gzip 6 0.5 ms; higher levels save 2 % and take many
# times as long.
CODINGS = {"gzip": lambda body: gzip.compress(body, 6, mtime=0)}
if brotli:
    CODINGS = {"br": lambda body: brotli.compress(body, quality=5)} | CODINGS
TEXTS = (
    "text/", "application/json", "application/problem+json", "application/manifest+json", "application/xml",
    "application/atom+xml", "application/rss+xml",
)  # fmt: skip
MIN_BYTES = 500  # a smaller body fits into one packet anyway
# What public texts may vary by; not by cookies.
CRITERIA = {"", "accept", "accept-language"}


def is_public(headers):
    """Whether a response is the same for everybody. `headers` is a dict with lower-case names."""
    return "public" in headers.get("cache-control", "") and "set-cookie" not in headers


def is_compressible(headers):
    """Whether a response with these headers may be compressed. WhiteNoise compresses static files itself."""
    varies_by = {name.strip().lower() for name in headers.get("vary", "").split(",")}
    is_text = headers.get("content-type", "").startswith(TEXTS)
    return is_public(headers) and is_text and "content-encoding" not in headers and varies_by <= CRITERIA


def headers_for(coding, headers, length):
    """The (name, value) pairs of a compressible response in this coding, "" for none.

    The body differs byte for byte in each coding, so the ETag of a compressed one is weak.
    """
    vary = [value for name, value in headers if name.lower() == "vary"]
    changed = {"vary", "content-length"} if coding else {"vary"}
    sent = [(name, value) for name, value in headers if name.lower() not in changed]
    sent.append(("Vary", ", ".join([*vary, "Accept-Encoding"])))
    if coding:
        sent = [(name, weak(value) if name.lower() == "etag" else value) for name, value in sent]
        sent += [("Content-Encoding", coding), ("Content-Length", str(length))]
    return sent


def weak(etag):
    return etag if etag.startswith("W/") else f"W/{etag}"


@lru_cache(maxsize=256)
def best_coding(accepted):
    """The coding that a client with this Accept-Encoding header prefers, "" for none
    (https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3)."""
    weights = {}
    for part in accepted.lower().split(","):
        name, _, parameter = part.partition(";")
        weights[name.strip()] = weight_of(parameter)
    others = weights.get("*", 0)
    wanted = {coding: weights.get(coding, others) for coding in CODINGS}
    best = max(wanted, key=wanted.get)  # the first of equals
    return best if 0 < wanted[best] >= weights.get("identity", 0) else ""


def weight_of(parameter):
    """0.5 of `q=0.5`; 1 of nothing, 0 of what is not understood."""
    name, _, value = (part.strip() for part in parameter.partition("="))
    if not name:
        return 1
    try:
        return float(value) if name == "q" else 0
    except ValueError:
        return 0
