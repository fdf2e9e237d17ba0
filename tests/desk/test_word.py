"""A reporter's Word document opens as a draft with its pictures."""

import io

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles.models import Article, Picture
from tests.word.documents import PICTURE, document, paragraph

from .conftest import account

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/articles/article/word/"


def png():
    image = io.BytesIO()
    Image.new("RGB", (640, 420), "#3a6").save(image, "PNG")
    return image.getvalue()


def send(client, data, name="河道.docx"):
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, data)})


@pytest.fixture
def reporter(client):
    client.force_login(account("reporter", "赵记者", "记者"))
    return client


def test_a_document_becomes_a_draft(reporter, picture_folders):
    sent = document(
        paragraph("柳溪镇三条河变清了", style="9"), paragraph("记者 何川"), paragraph("柳溪镇清理了三条河。"),
        PICTURE.format(0), paragraph("图为清淤现场。"), PICTURE.format(1), pictures=[png(), b"no picture"],
    )  # fmt: skip
    response = send(reporter, sent)
    article = Article.objects.get()
    assert response["Location"] == f"/admin/articles/article/{article.pk}/change/"
    assert (article.headline, article.status) == ("柳溪镇三条河变清了", "writing")
    assert article.body == "柳溪镇清理了三条河。\n\n图1：图为清淤现场。"
    assert [(each.role, each.author.name) for each in article.contributions.all()] == [("记者", "何川")]
    assert [(use.number, use.picture.name) for use in article.picture_uses.all()] == [(1, "河道.docx 1")]
    said = " ".join(str(message) for message in get_messages(response.wsgi_request))
    assert "1 张图片没有收下：这个文件不是图片" in said
    assert "“河道.docx”的文字已在下面，请核对。" in said


def test_a_file_that_is_no_word_document_is_refused_and_nothing_is_kept(reporter, picture_folders):
    response = send(reporter, b"%PDF-1.7", "河道.pdf")
    assert "这不是 Word 文档，请选择 .docx 文件。" in response.content.decode()
    assert (Article.objects.count(), Picture.objects.count()) == (0, 0)


def test_the_form_for_a_new_story_leads_there(reporter):
    assert f'href="{ADDRESS}"' in reporter.get("/admin/articles/article/add/").content.decode()
