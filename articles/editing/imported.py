"""What the importer last wrote of an article (`Article.imported`), and what an editor changed since."""

from hashlib import sha256

from articles.models import Article

from .snapshots import TEXTS


def remembered(fields: dict) -> dict:
    """The fields as `Article.imported` keeps them; the body itself would be stored twice for thirty years."""
    return fields | {"body": digest(fields["body"])}


def upgraded(imported: dict) -> dict:
    """A stored `Article.imported`, as `remembered()` would make it today. Fields that the importer did not know yet are
    as in a new article, so that they do not count as changed by an editor; fields no longer imported are left out."""
    blank = Article()
    known = remembered({name: getattr(blank, name) for name in TEXTS} | {"section": None, "byline": []})
    return {name: imported.get(name, value) for name, value in known.items()}


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def current(article) -> dict:
    """The fields that an import writes, as the article has them now."""
    byline = [[contribution.author.name, contribution.role] for contribution in article.contributions.all()]
    return {name: getattr(article, name) for name in TEXTS} | {"section": article.section_id, "byline": byline}


def untouched(article, fields: dict) -> set[str]:
    """The names of those of the article's `fields` that still say what the importer last wrote."""
    imported = upgraded(article.imported)
    return {name for name, value in remembered(fields).items() if value == imported[name]}
