"""Areas of a printed page: [x0, y0, x1, y1] in 1/10,000 of its width and height, from its top left. A zone is a list of
them. Plain Python: the child process for foreign files imports it too."""

import hashlib
import json

Area = list[int]
Zone = list[Area]

UNITS = 10_000
# About four points of a tabloid page: a zone ends at its letters, and rules and shadows stand beside them.
MARGIN = 70


def widened(zone: Zone, margin: int = MARGIN) -> Zone:
    return [
        [max(0, x0 - margin), max(0, y0 - margin), min(UNITS, x1 + margin), min(UNITS, y1 + margin)]
        for x0, y0, x1, y1 in zone
    ]


def contains(areas: list[Area], x: float, y: float) -> bool:
    """Whether the point, in fractions of the page, is in one of the areas."""
    return any(x0 <= x * UNITS <= x1 and y0 <= y * UNITS <= y1 for x0, y0, x1, y1 in areas)


def key_of(areas: list[Area]) -> str:
    """A short name of the areas, for the names of files."""
    return hashlib.sha256(json.dumps(sorted(areas)).encode()).hexdigest()[:12]


def outline(zone: Zone) -> str:
    """The outline of all areas together, as the path of an SVG with 10,000 units each way. Areas may touch or overlap;
    what stands apart has an outline of its own."""
    edges, path = _edges(zone), ""
    while edges:
        points = [min(edges)]
        while (following := _taken(edges, points[-1])) != points[0]:
            points.append(following)
        path += _path(points)
    return path


def _taken(edges, point):
    """The next point, which is removed: two outlines may meet in a point."""
    following = edges[point].pop()
    if not edges[point]:
        del edges[point]
    return following


def _edges(zone):
    """{point: [next point]} of all pieces of the outline, clockwise. The lines of all areas make a grid; a side of one
    of its cells is in the outline if the cell is covered and the one beyond the side is not."""
    xs = sorted({x for x0, _, x1, _ in zone for x in (x0, x1)})
    ys = sorted({y for _, y0, _, y1 in zone for y in (y0, y1)})
    covered = {
        (i, j)
        for i, x in enumerate(xs[:-1])
        for j, y in enumerate(ys[:-1])
        if any(x0 <= x < x1 and y0 <= y < y1 for x0, y0, x1, y1 in zone)
    }
    edges: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for i, j in covered:
        left, right, top, bottom = xs[i], xs[i + 1], ys[j], ys[j + 1]
        for beyond, start, end in (
            ((i, j - 1), (left, top), (right, top)),
            ((i + 1, j), (right, top), (right, bottom)),
            ((i, j + 1), (right, bottom), (left, bottom)),
            ((i - 1, j), (left, bottom), (left, top)),
        ):
            if beyond not in covered:
                edges.setdefault(start, []).append(end)
    return edges


def _path(points):
    """M0 0H9V5H0Z: only the corners. The first point is one."""
    path = "M{} {}".format(*points[0])
    for before, point, after in zip(points, points[1:], [*points[2:], points[0]], strict=False):
        along = before[1] == point[1]
        if along != (point[1] == after[1]):
            path += f"H{point[0]}" if along else f"V{point[1]}"
    return path + "Z"
