"""`Article.imported`: what the importer last wrote. A field that differs was changed by an editor."""

from hashlib import sha256

from articles.models import Section
from articles.text.body import as_text, blocks

from .pictures import Pictures, pictures_of
from .snapshots import TEXTS, blank


def remembered(fields: dict) -> dict:
    """The fields as stored in `Article.imported`: of the body only a digest, to save space, and without the numbers of
    pictures, which no page has."""
    return fields | {"body": digest(as_printed(fields["body"], fields["pictures"]))}


def as_printed(body: str, pictures: Pictures) -> str:
    """The body without the numbers of the pictures: 图： instead of 图2：."""
    if not pictures:
        return body
    numbers = {each["number"] for each in pictures}
    return as_text(b._replace(picture=None) if b.picture in numbers else b for b in blocks(body))


def upgraded(imported: dict) -> dict:
    """A stored `Article.imported` in today's format. Fields it lacks get the default of a new article, so that they do
    not count as edited; fields no longer imported are dropped."""
    defaults = blank()
    known = remembered({name: defaults[name] for name in (*TEXTS, "section", "byline", "pictures")})
    return {name: imported.get(name, value) for name, value in known.items()}


def _present_section(key: int | None) -> int | None:
    """The key of the section into which this one was merged, or itself."""
    merged = Section.objects.filter(pk=key).exclude(merged_into=None).first() if key else None
    return merged.merged_into_id if merged else key


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def current(article) -> dict:
    byline = [[contribution.author.name, contribution.role] for contribution in article.contributions.all()]
    pictures = pictures_of(article) if article.last_picture else []
    others = {"section": article.section_id, "byline": byline, "pictures": pictures}
    return {name: getattr(article, name) for name in TEXTS} | others


def untouched(article, fields: dict) -> set[str]:
    """The names of those `fields` that no editor has changed since the import."""
    imported = upgraded(article.imported)
    if imported["section"] != fields["section"]:
        imported["section"] = _present_section(imported["section"])
    return {name for name, value in remembered(fields).items() if value == imported[name]}
