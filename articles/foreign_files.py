"""Work on foreign files (pictures, PDFs, Word documents) in a child process with limits.

Libraries that read such files crash, hang or fill the memory when a file is made to do so; the server must not. The
child starts without Django and without the environment's secrets, and ends within its limits. It imports the standard
library and what the called function needs.
"""

import errno
import importlib
import json
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

# -I ignores PYTHONPATH and the current folder. The child gets the folder of the parent's own copy of the package, which
# is the same in a checkout and in an installation.
_ROOT = str(Path(__file__).resolve().parents[1])
_START = "import sys; sys.path.insert(0, sys.argv[1]); from articles.foreign_files import answer; answer()"
# With one arena per thread, 64 MB of address space each, the limit of memory would depend on the number of processors.
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/nonexistent", "MALLOC_ARENA_MAX": "1"}

# Children at once for each server process: each may use most of a gigabyte for a moment. The next ones wait.
_turns = threading.BoundedSemaphore(2)

TIME, MEMORY, DISK, DAMAGED = "time", "memory", "disk", "damaged"
_SIGNALS = {
    signal.SIGXCPU: TIME,
    signal.SIGALRM: TIME,
    signal.SIGKILL: MEMORY,  # by the kernel, when the machine has none left
    signal.SIGABRT: MEMORY,  # what libraries in C++ do when they get none
}
DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Unreadable(Exception):
    """The file gave no result. `reason` is "time", "memory", "disk", "damaged" or a word of the function's own;
    `detail` is for logs."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Limits:
    cpu_seconds: int = 20
    seconds: int = 60  # by the clock; a busy server gives a child a part of a processor
    memory: int = 600 << 20  # bytes of address space; what is used is less
    file_size: int = 64 << 20  # bytes of each file written
    open_files: int = 64


def run_limited(function: str, *arguments: object, limits: Limits = Limits()) -> Any:
    """The result of `function` ("package.module.name") in a child process. Arguments and result must be JSON; files are
    given by absolute path, and written into a folder that is given. Raises Unreadable."""
    with _turns:
        return _run(json.dumps([function, arguments, asdict(limits)]), limits)


def _run(task: str, limits: Limits) -> Any:
    process = subprocess.Popen(  # noqa: S603 (our own program; the arguments pass through no shell)
        [sys.executable, "-I", "-c", _START, _ROOT, task],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_ENVIRONMENT,
        cwd="/",
        start_new_session=True,
    )
    try:
        output, errors = process.communicate(timeout=limits.seconds)
    except subprocess.TimeoutExpired:
        raise Unreadable(TIME, f"{limits.seconds} s by the clock") from None
    finally:
        _end(process)
    return _result(process.returncode, output, errors)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill what still runs, with the processes it started."""
    if process.returncode is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _result(code: int, output: bytes, errors: bytes) -> Any:
    if code < 0:
        raise Unreadable(_SIGNALS.get(signal.Signals(-code), DAMAGED), f"signal {-code}")
    if code > 0:
        raise RuntimeError("The process for foreign files failed: " + errors.decode(errors="replace")[-2000:])
    result, failure = json.loads(output)
    if failure:
        raise Unreadable(*failure)
    return result


def answer() -> None:
    """The child: print [result, failure] of the task in sys.argv as JSON."""
    function, arguments, limits = json.loads(sys.argv[2])
    _limit(Limits(**limits))
    # What libraries print must not come between.
    standard_output = os.dup(1)
    os.dup2(2, 1)
    try:
        # The import is no part of the file's fault: if it fails, the process does.
        answered = json.dumps(_attempt(_named(function), arguments))
    except MemoryError:
        answered = json.dumps([None, [MEMORY, ""]])
    with os.fdopen(standard_output, "w") as output:
        output.write(answered)
    sys.stderr.flush()
    os._exit(0)  # a library that has read a damaged file may crash while it tidies up


def _limit(limits: Limits) -> None:
    for what, most in (
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, limits.file_size),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most + 1 if what == resource.RLIMIT_CPU else most))
    # The parent ends the child after so many seconds; if the parent has been killed, this does.
    signal.alarm(limits.seconds + 1)


def _named(function: str) -> Callable[..., object]:
    module, _, name = function.rpartition(".")
    return getattr(importlib.import_module(module), name)


def _attempt(function: Callable[..., object], arguments: list[object]) -> tuple[object, tuple[str, str] | None]:
    try:
        return function(*arguments), None
    except Unreadable as refusal:
        return None, (refusal.reason, refusal.detail)
    except Exception as error:  # readers of foreign files raise whatever they like
        return None, (_reason(error), f"{type(error).__name__}: {error}")


def _reason(error: Exception) -> str:
    # Pillow says so in an OSError without number.
    if isinstance(error, MemoryError) or "out of memory" in str(error):
        return MEMORY
    if isinstance(error, OSError) and error.errno in DISK_FULL:
        return DISK
    return DAMAGED
