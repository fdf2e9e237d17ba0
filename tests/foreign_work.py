"""What a harmful file could make a library do, for the tests of articles.foreign_files. Runs in the child."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from articles.foreign_files import Unreadable


def add(first, second):
    return first + second


def sleep():
    time.sleep(60)


def work_a_moment():
    start = time.monotonic()
    time.sleep(0.3)
    return start, time.monotonic()


def count_for_ever():
    while True:
        pass


def allocate():
    return len(bytearray(1 << 30))


def write(path, size):
    Path(path).write_bytes(bytes(size))


def end_by(number):
    os.kill(os.getpid(), number)


def start_another(path):
    with subprocess.Popen(["sleep", "60"]) as process:
        Path(path).write_text(str(process.pid))


def ignore_the_limit_of_time():
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    count_for_ever()


def refuse():
    raise Unreadable("moving", "two frames")


def fail():
    raise IndexError("no such table")


def print_and_answer():
    print("a warning of a library")
    os.write(1, b"another")
    return "the answer"


def surroundings():
    return {
        "environment": sorted(os.environ),
        "input": sys.stdin.read(),
        "open files": sorted(os.listdir("/proc/self/fd")),
        "django": "django" in sys.modules,
        "folder": os.getcwd(),
    }
