"""Data flows one way: page text, stories, rows, index, site. Imports go the other way only."""

import ast
import subprocess
import sys
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
    ("printed_page", ("django", "jieba", "rest_framework", "articles.models", "articles.importing", "articles.search")),
    (
        "proofreading",
        (
            "django",
            "jieba",
            "rest_framework",
            "articles.models",
            "articles.parsing",
            "articles.importing",
            "articles.editing",
            "articles.search",
            "articles.site",
            "articles.api",
            "articles.admin",
        ),
    ),
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
    # The desk's API may call the importer, as commands do; the public API may not.
    ("api", ("articles.api.desk", "articles.editing", "articles.api.description")),
    ("api/description", ("articles.api.desk", "articles.models", "articles.editing", "articles.importing")),
    ("archiving", ("articles.site", "articles.api", "articles.admin", "articles.importing", "articles.parsing")),
    ("pictures", ("articles.importing", "articles.parsing", "articles.site", "articles.api", "articles.admin")),
    ("word", ("articles.models", "articles.editing", "articles.site", "articles.api", "articles.admin", "django.db")),
    ("facsimiles", ("articles.importing", "articles.parsing", "articles.site", "articles.api", "articles.admin")),
    ("facsimiles/drawing.py", ("articles.models", "articles.editing", "articles.pictures", "django")),
    # They run without a database, the second one without Django.
    ("pictures/reading.py", ("articles.models", "articles.editing", "django.db")),
    ("pictures/renditions.py", ("articles.models", "articles.editing", "django")),
    ("api/desk", ("articles.site", "articles.parsing", "articles.admin", "psycopg", "sqlite3")),
]
# The table of messages for editors is with the parser's problems; it imports nothing.
DOORS = {("models", "articles.parsing.problems"), ("models", "articles.parsing.problems.sentence")}
# Surnames are a list of words.
DOORS |= {("proofreading", f"articles.parsing.surnames{name}") for name in ("", ".COMMON", ".COMPOUND", ".SINGLE")}


@pytest.mark.parametrize(("part", "forbidden"), WALLS, ids=str)
def test_no_part_imports_through_a_wall(part, forbidden):
    through = [
        f"{file.relative_to(ARTICLES)} imports {module}"
        for file in sources(part)
        for module in imported_modules(file)
        if module.startswith(forbidden) and (part, module) not in DOORS
    ]
    assert through == []


def test_parser_needs_only_the_standard_library():
    """And the rules of characters, which need no more."""
    own = ("parsing", "text/characters.py", "text/forms.py", "text/traditional.py")
    names = tuple("articles." + part.removesuffix(".py").replace("/", ".") for part in own)
    foreign = {
        module.split(".")[0]
        for part in own
        for file in sources(part)
        for module in imported_modules(file)
        if not module.startswith(names)
    }
    assert foreign <= set(sys.stdlib_module_names)


def test_work_on_foreign_files_starts_without_django():
    for part in ("foreign_files.py", "pictures/renditions.py", "word/document.py"):
        foreign = {module.split(".")[0] for file in sources(part) for module in imported_modules(file)}
        assert foreign - set(sys.stdlib_module_names) <= {"PIL", "mammoth", "articles"}


def test_the_server_never_loads_pdfium():
    """It reads foreign files and is not safe with threads: only the child that reads a page imports it."""
    done = subprocess.run(
        [sys.executable, "-c", "import sys, articles.printed_page; sys.exit('pypdfium2' in sys.modules)"],
        cwd=ARTICLES.parent,
    )
    assert done.returncode == 0


# Readers' rows come through public(), or a query that ends in it; anything else would leak drafts. Withdrawn and merged
# articles are read only for their notice or redirect, previews only by signed links.
OPEN = {"public", "withdrawn", "merged_into_public", "previewed"}
READERS = ["site", "api", "templatetags", "filters.py", "address_lookup.py"]


@pytest.mark.parametrize("part", READERS)
def test_readers_get_articles_only_through_public(part):
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


# Subfolders with their own walls.
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
            # In `from articles import search` the module is the imported name.
            yield from [module, *(f"{module}.{alias.name}" for alias in node.names)]
