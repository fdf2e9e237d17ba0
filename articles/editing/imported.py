"""What the importer last wrote of an article (`Article.imported`), and what an editor changed since."""

from hashlib import sha256

from .snapshots import TEXTS


def remembered(fields: dict) -> dict:
    """The fields as `Article.imported` keeps them; the body itself would be stored twice for thirty years."""
    return fields | {"body": digest(fields["body"])}


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def current(article) -> dict:
    """The fields that an import writes, as the article has them now."""
    byline = [[contribution.author.name, contribution.role] for contribution in article.contributions.all()]
    return {name: getattr(article, name) for name in TEXTS} | {"section": article.section_id, "byline": byline}


def untouched(article, fields: dict) -> set[str]:
    """The names of those of the article's `fields` that still say what the importer last wrote."""
    return {name for name, value in remembered(fields).items() if value == article.imported.get(name)}
