"""Data flows one way: page text, stories, rows, index, site. Imports run the other way only."""

import ast
from pathlib import Path

import pytest

ARTICLES = Path(__file__).resolve().parents[1] / "articles"

# (part of the program, what it must never import)
WALLS = [
    (
        "text",
        ("django", "rest_framework", "articles.models", "articles.parsing", "articles.importing", "articles.site"),
    ),
    ("parsing", ("django", "jieba", "rest_framework", "articles.models", "articles.importing", "articles.search")),
    ("search", ("articles.models", "articles.parsing", "articles.importing", "articles.site", "articles.api")),
    (
        "models",
        (
            "articles.editing",
            "articles.importing",
            "articles.site",
            "articles.api",
            "articles.admin",
            "articles.parsing",
        ),
    ),
    ("editing", ("articles.importing", "articles.parsing", "articles.site", "articles.api", "articles.admin")),
    ("importing", ("articles.site", "articles.api", "articles.admin", "articles.management")),
    ("site", ("articles.api", "articles.parsing", "articles.importing", "articles.admin", "psycopg", "sqlite3")),
    ("api", ("articles.site", "articles.parsing", "articles.importing", "articles.admin", "psycopg", "sqlite3")),
    # The desk's side of the API may hand page texts to the importer, as the commands do; the public side knows neither.
    ("api", ("articles.api.desk", "articles.editing", "articles.api.description")),
    ("api/description", ("articles.api.desk", "articles.models", "articles.editing", "articles.importing")),
    ("archiving", ("articles.site", "articles.api", "articles.admin", "articles.importing", "articles.parsing")),
    ("api/desk", ("articles.site", "articles.parsing", "articles.admin", "psycopg", "sqlite3")),
]
# The sentences an editor reads stand in one table, beside the parser's doubts; it imports nothing itself.
DOORS = {("models", "articles.parsing.problems"), ("models", "articles.parsing.problems.sentence")}


@pytest.mark.parametrize(("part", "forbidden"), WALLS, ids=str)
def test_no_part_reaches_through_a_wall(part, forbidden):
    through = [
        f"{file.relative_to(ARTICLES)} imports {module}"
        for file in sources(part)
        for module in imported_modules(file)
        if module.startswith(forbidden) and (part, module) not in DOORS
    ]
    assert through == []


def test_the_parser_needs_nothing_but_the_standard_library():
    foreign = {
        module.split(".")[0]
        for file in sources("parsing")
        for module in imported_modules(file)
        if not module.startswith("articles.parsing")
    }
    assert foreign <= set(__import__("sys").stdlib_module_names)


# Rows a reader asks for come through public(), or by a query that ends in it; anything else would leak drafts.
# Of what was withdrawn or merged they get the notice and the way, never the text; of previews, the story
# that a link signed at the desk is for.
OPEN = {"public", "withdrawn", "merged_into_public", "previewed"}
READERS = ["site", "api", "templatetags", "filters.py", "address_lookup.py"]


@pytest.mark.parametrize("part", READERS)
def test_readers_have_one_door_to_articles(part):
    leaks = [
        f"{file.relative_to(ARTICLES)}:{node.lineno}"
        for file in sources(part)
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if is_article_query(node) and node.attr not in OPEN
    ]
    assert leaks == []


def is_article_query(node):
    """`Article.objects.something`, `page.placements.something` and the like."""
    if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute)):
        return False
    manager = node.value
    through_class = manager.attr == "objects" and getattr(manager.value, "id", "") in {
        "Article",
        "Placement",
        "Contribution",
        "Problem",
    }
    return through_class or manager.attr == "articles"


# Folders inside another part that have walls of their own.
WITHIN = {"api": ("desk", "description")}


def sources(part):
    path = ARTICLES / part
    own_walls = {path / name for name in WITHIN.get(part, ())}
    return [path] if path.is_file() else [file for file in sorted(path.rglob("*.py")) if file.parent not in own_walls]


def imported_modules(file):
    package = ("articles", *file.relative_to(ARTICLES).parent.parts)
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) + 1 - node.level]) if node.level else ""
            module = ".".join(filter(None, [base, node.module]))
            # `from articles import search` names a module only in its second half.
            yield from [module, *(f"{module}.{alias.name}" for alias in node.names)]
