"""Adding, changing, deleting and fetching pictures."""

import errno
import shutil
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from articles.editing import Actor, Forbidden, Refused
from articles.editing.pictures import write_pictures
from articles.models import Picture
from articles.pictures.adding import add_picture
from articles.pictures.changing import change_picture, delete_picture
from articles.pictures.drawn import landscape
from articles.pictures.files import original_name, rendition_name
from articles.pictures.reading import BadPicture
from tests.site.rows import story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(picture_folders):
    return picture_folders


def river(**options):
    return add_picture(ContentFile(landscape(1, 900, 600)), "河.jpg", Actor.command(), **options)


def test_the_same_file_uploaded_twice_is_one_picture(folders):
    first = river(photographers=["丁彤", "丁彤", "李强"], source="资料图片")
    assert river() == first
    assert Picture.objects.count() == 1
    assert (first.name, first.width, first.height, first.suffix, first.source) == (
        "河.jpg",
        900,
        600,
        "jpg",
        "资料图片",
    )
    assert [str(credit) for credit in first.credits.all()] == ["摄影 丁彤", "摄影 李强"]
    assert len([path for path in (folders / "originals").rglob("*") if path.is_file()]) == 1


def test_readers_fetch_a_picture_only_while_its_story_is_public(client):
    picture = river()
    address = f"/pictures/{picture.pk}/800.webp"
    assert client.get(address).status_code == 404
    article = story()
    write_pictures(article, [{"digest": picture.digest, "number": 1, "caption": "", "alt": ""}])
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    assert response["Cache-Control"] == "max-age=86400, s-maxage=60"
    assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304
    for fields in ({"status": "withdrawn"}, {"status": "draft"}, {"publish_at": timezone.now() + timedelta(hours=1)}):
        type(article).objects.filter(pk=article.pk).update(**{"status": "approved", **fields})
        assert client.get(address).status_code == 404
        assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 404


@pytest.mark.parametrize("name", ["original", "original.jpg", "../800.webp", "800.webp/", "801.webp", "share-0-0.jpg"])
def test_nothing_but_renditions_is_served(client, name):
    picture = river()
    article = story()
    write_pictures(article, [{"digest": picture.digest, "number": 1, "caption": "", "alt": ""}])
    assert client.get(f"/pictures/{picture.pk}/{name}").status_code == 404
    assert client.get(f"/pictures/{picture.pk}/{picture.digest}.jpg").status_code == 404


def test_a_new_focal_point_makes_new_crops():
    picture = river()
    picture.focal_x, picture.focal_y = 20, 30
    change_picture(picture, Actor.command(), photographers=["王小五"])
    picture = Picture.objects.get()
    crops = {each["name"] for each in picture.renditions if "-" in each["name"]}
    assert crops == {"share-20-30.jpg", "1x1-20-30.jpg", "4x3-20-30.jpg", "16x9-20-30.jpg"}
    assert all(storages["renditions"].exists(rendition_name(picture, name)) for name in crops)
    assert [credit.author.name for credit in picture.credits.all()] == ["王小五"]


def test_a_picture_that_a_story_had_is_not_deleted():
    picture = river()
    article = story()
    write_pictures(article, [{"digest": picture.digest, "number": 1, "caption": "", "alt": ""}])
    write_pictures(article, [])
    with pytest.raises(Refused):
        delete_picture(picture, Actor.command())


def test_deleting_an_unused_picture_deletes_its_files(django_capture_on_commit_callbacks):
    picture = river()
    with django_capture_on_commit_callbacks(execute=True):
        delete_picture(picture, Actor.command())
    assert not storages["originals"].exists(original_name(picture))
    assert not storages["renditions"].exists(rendition_name(picture, "800.webp"))


def test_a_bad_file_leaves_nothing(folders):
    with pytest.raises(BadPicture):
        add_picture(ContentFile(b"no picture"), "河.jpg", Actor.command())
    assert not Picture.objects.exists()
    assert not [path for path in folders.rglob("*") if path.is_file()]


def test_a_full_disk_is_said_and_nothing_kept(folders):
    class FullDisk(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(BadPicture, match="服务器磁盘已满"):
        add_picture(FullDisk(b""), "河.jpg", Actor.command())
    assert not [path for path in folders.rglob("*") if path.is_file()]


def test_the_focal_point_of_a_picture_without_original_is_kept(folders):
    picture = river()
    shutil.rmtree(folders / "originals")
    picture.focal_x = 20
    with pytest.raises(Refused, match="原图不见了"):
        change_picture(picture, Actor.command())
    assert Picture.objects.get().focal_x == 50


def test_somebody_without_a_role_adds_nothing(django_user_model):
    user = django_user_model.objects.create_user("nobody", is_staff=True)
    with pytest.raises(Forbidden):
        add_picture(ContentFile(landscape(1, 900, 600)), "河.jpg", Actor.at_desk(user))
