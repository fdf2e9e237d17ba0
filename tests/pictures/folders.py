"""Pictures and their folders, for tests."""

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from articles.editing import Actor
from articles.editing.pictures import write_pictures
from articles.models import Article
from articles.pictures.adding import add_picture
from articles.pictures.drawn import landscape


def separate(settings, folder):
    """Keep the pictures of a test in `folder`."""
    for alias in ("originals", "renditions"):
        options = {"location": folder / alias, "base_url": None}
        settings.STORAGES = {**settings.STORAGES, alias: {**settings.STORAGES[alias], "OPTIONS": options}}


def add(name="河.jpg", seed=1, width=450, height=300, **options):
    return add_picture(ContentFile(landscape(seed, width, height)), name, Actor.command(), **options)


def add_to_a_story(**size):
    """Two pictures, one of them in a story; for processes with a database of their own."""
    river, _hall = add(photographers=["丁彤"], source="资料图片", **size), add("会场.jpg", seed=2, **size)
    article = Article.objects.order_by("pk").first()
    write_pictures(article, [{"digest": river.digest, "number": 1, "caption": "河面", "alt": "船"}])


def stored(alias):
    """The names of the files of a storage, without their folders."""
    return sorted(name.rpartition("/")[2] for name in _names(storages[alias], ""))


def _names(storage, folder):
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return []
    return [*files, *(name for each in folders for name in _names(storage, f"{folder}/{each}".lstrip("/")))]
