"""A foreign file can neither crash, nor hang, nor fill the server, and learns nothing of it."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from articles.foreign_files import Limits, Unreadable, run_limited


def run(function, *arguments, **limits):
    return run_limited(f"tests.foreign_work.{function}", *arguments, limits=Limits(**limits))


def reason(function, *arguments, **limits):
    with pytest.raises(Unreadable) as refused:
        run(function, *arguments, **limits)
    return refused.value.reason


def test_result_of_a_function_comes_back():
    assert run("add", "水", "利") == "水利"


def test_works_from_any_folder_and_without_a_path_of_the_environment(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    assert run("add", 1, 2) == 3


def test_what_a_library_prints_does_not_come_between():
    assert run("print_and_answer") == "the answer"


def test_child_gets_no_secret_no_input_and_no_open_file(monkeypatch, tmp_path):
    monkeypatch.setenv("DJANGO_SECRET_KEY", "secret")
    monkeypatch.setenv("DATABASE_URL", "postgres://user:password@host/newsroom")
    with (tmp_path / "database").open("w") as file:
        os.set_inheritable(file.fileno(), True)
        found = run("surroundings")
    # Python adds LC_CTYPE in some locales; 3 is the folder being listed.
    assert set(found.pop("environment")) - {"LC_CTYPE"} == {"PATH", "LANG", "HOME", "MALLOC_ARENA_MAX"}
    assert set(found.pop("open files")) <= {"0", "1", "2", "3", "4"}
    assert found == {"input": "", "django": False, "folder": "/"}


def test_refusal_of_the_function_keeps_its_word():
    with pytest.raises(Unreadable) as refused:
        run("refuse")
    assert (refused.value.reason, refused.value.detail) == ("moving", "two frames")


def test_whatever_a_reader_raises_means_a_damaged_file():
    with pytest.raises(Unreadable) as refused:
        run("fail")
    assert (refused.value.reason, refused.value.detail) == ("damaged", "IndexError: no such table")


def test_crash_means_a_damaged_file():
    assert reason("end_by", signal.SIGSEGV) == "damaged"


@pytest.mark.parametrize("number", [signal.SIGABRT, signal.SIGKILL])
def test_abort_and_kill_by_the_kernel_mean_too_little_memory(number):
    assert reason("end_by", number) == "memory"


def test_memory_is_limited():
    assert reason("allocate", memory=256 << 20) == "memory"


def test_size_of_a_written_file_is_limited(tmp_path):
    assert reason("write", str(tmp_path / "file"), 2_000, file_size=1_000) == "disk"
    assert (tmp_path / "file").stat().st_size <= 1_000


def test_full_disk_is_named():
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    assert reason("write", "/dev/full", 1) == "disk"


def test_of_three_files_at_once_one_waits_so_that_memory_suffices():
    with ThreadPoolExecutor(3) as threads:
        periods = sorted(threads.map(lambda _: run("work_a_moment"), range(3)))
    (_, first_end), (_, second_end), (last_start, _) = periods
    assert last_start >= min(first_end, second_end)


@pytest.mark.slow
def test_time_by_the_clock_is_limited():
    start = time.monotonic()
    assert reason("sleep", seconds=1) == "time"
    assert time.monotonic() - start < 10


@pytest.mark.slow
@pytest.mark.parametrize("function", ["count_for_ever", "ignore_the_limit_of_time"])
def test_time_of_the_processor_is_limited(function):
    assert reason(function, cpu_seconds=1) in {"time", "memory"}


@pytest.mark.slow
def test_processes_that_the_child_started_end_with_it(tmp_path):
    assert reason("start_another", str(tmp_path / "pid"), seconds=1) == "time"
    pid = int((tmp_path / "pid").read_text())
    assert gone(pid)


def gone(pid):
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":  # ended; nobody has asked yet
            return True
        time.sleep(0.05)
    return False


def test_function_that_does_not_exist_is_no_fault_of_the_file():
    with pytest.raises(RuntimeError, match="no_such_function"):
        run("no_such_function")
