"""How fast a page is read: `python -m tests.benchmarks.parsing`.

Prints characters per second on one core, and how much longer ten times the input takes, for the seed page and for
inputs that are meant to be slow.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

from articles.parsing import UnreadablePage, decode_page, parse_page

SEED = Path(__file__).resolve().parents[2] / "seeds" / "page.txt"
RUNS = 5
FASTEST_ASKED = 400_000
LARGEST_RATIO = 11


def seconds(action: Callable[[], object], runs: int = RUNS) -> float:
    times = []
    for _ in range(runs):
        start = process_time()
        action()
        times.append(process_time() - start)
    return min(times)


def inputs() -> Iterator[tuple[str, str]]:
    """(name, text): a real page, and texts that make careless patterns slow."""
    page = SEED.read_text(encoding="utf-8")
    yield "seed page", "\n\n".join([page] * 5)
    # Long enough that it does not fit into the CPU's caches.
    yield "one long line", "统战工作专题，" * 40_000
    yield "headlines only", "水利局开展河湖保护整治行动\n\n" * 2_000
    yield "names only", "何川 欧阳晴 石林\n\n" * 2_000
    yield "open brackets", "（“《" * 6_000
    yield "never finished", "统战工作专题协商会议召开前夕各党派团体围绕中心大局凝聚\n\n" * 1_000
    yield "hard lines of 20", ("为进一步改善人居环境近日某镇组织志愿者开\n" * 9 + "展整治。\n") * 100
    yield "no blank lines", "\n".join(line for line in page.split("\n") if line) * 5


def report() -> None:
    print(f"{'input':<18}{'characters':>12}{'characters/s':>16}{'10 x takes':>12}")
    for name, text in inputs():
        once = seconds(lambda text=text: parse_page(text))
        ten = seconds(lambda text=text: parse_page((text + "\n") * 10), runs=2)
        print(f"{name:<18}{len(text):>12,}{len(text) / once:>16,.0f}{ten / once:>11.1f}x")
    print(f"asked: {FASTEST_ASKED:,} characters/s for a page, at most {LARGEST_RATIO}x for ten times the input")
    print(f"50 MB in one line: {_refusal()}")


def _refusal() -> str:
    data = "统".encode() * 16_700_000
    start = process_time()
    try:
        decode_page(data)
    except UnreadablePage as refusal:
        return f"refused after {process_time() - start:.2f} s: {refusal}"
    return "read"


if __name__ == "__main__":
    report()
