import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Article, Facsimile, Page
from tests.importing.pages import BUS, REEDS
from tests.importing.set_pages import CANAL, FERRY, front, second, text_of_front, write, write_whole

pytestmark = pytest.mark.django_db
PAGE = {"date": "2024-03-05", "number": "2", "name": "综合新闻", "text": BUS + "\n" + REEDS}
SIGN = "pages/2024-03-05/2/sign-off/"


def sign(api_client, tag):
    return api_client.post(SIGN, **{"If-Match": tag})


def test_printed_page_is_read_and_signed_as_a_whole(client, client_of):
    operator, chief = client_of("运维"), client_of("总编辑")
    taken = operator.post("pages/", PAGE | {"reviewed_in_print": True})
    assert (taken.status_code, {story["status"] for story in taken.json()["stories"]}) == (201, {"draft"})
    seen = chief.get(SIGN)
    assert (seen.status_code, seen.json()["reviewed_in_print"], seen.json()["imported_by"]) == (200, True, "运维")
    assert [(story["title"], story["why_not"]) for story in seen.json()["stories"]] == [
        ("城乡公交新增三条线路", ""),
        ("芦苇荡里建起观鸟步道", ""),
    ]
    assert client.get("/2024-03-05/2/").status_code == 404
    signed = sign(chief, seen["ETag"])
    assert (signed.status_code, {story["status"] for story in signed.json()["stories"]}) == (200, {"approved"})
    assert "城乡公交新增三条线路" in client.get("/2024-03-05/2/").content.decode()
    again = sign(chief, seen["ETag"])
    assert (again.status_code, again.json()["code"]) == (409, "refused")


def test_signing_a_page_requires_its_etag_and_accepts_weak_ones(client_of):
    operator, chief = client_of("运维"), client_of("总编辑")
    operator.post("pages/", PAGE | {"reviewed_in_print": True})
    seen = chief.get(SIGN)["ETag"]
    assert chief.post(SIGN).status_code == 428
    assert sign(chief, "*").status_code == 428
    operator.post("pages/", PAGE | {"reviewed_in_print": True, "text": BUS})
    stale = sign(chief, seen)
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert not Article.objects.public().exists()
    assert sign(chief, "W/" + chief.get(SIGN)["ETag"]).status_code == 200


@pytest.mark.parametrize("role", ["记者", "编辑", "值班主任", "运维"])
def test_other_roles_cannot_read_or_sign_pages(client_of, role):
    client_of("运维", "importer").post("pages/", PAGE | {"reviewed_in_print": True})
    api_client = client_of(role)
    assert api_client.get(SIGN).status_code == 403
    assert sign(api_client, '"x"').status_code == 403
    assert not Article.objects.public().exists()


def test_missing_page_and_page_not_reviewed_in_print(client_of):
    chief = client_of("总编辑")
    assert chief.get(SIGN).status_code == 404
    client_of("运维").post("pages/", PAGE)
    assert "导入时未标明已见报" in chief.get(SIGN).json()["why_not"]
    assert sign(chief, chief.get(SIGN)["ETag"]).status_code == 409


def test_final_signer_publishes_a_printed_page_on_import(client_of):
    taken = client_of("总编辑").post("pages/", PAGE | {"reviewed_in_print": True})
    assert {story["status"] for story in taken.json()["stories"]} == {"approved"}
    assert Article.objects.public().count() == 2


def test_operators_import_over_a_public_story_waits_and_is_reported(client, client_of):
    client_of("总编辑").post("pages/", PAGE | {"reviewed_in_print": True})
    before = client.get("/2024-03-05/2/").content
    report = client_of("运维").post("pages/", PAGE | {"text": BUS.replace("城乡公交", "城市公交")}).json()
    assert [(story["title"], story["outcome"]) for story in report["stories"]] == [
        ("城市公交新增三条线路", "pending"),
        ("芦苇荡里建起观鸟步道", "kept"),
    ]
    assert client.get("/2024-03-05/2/").content == before


def test_page_number_that_differs_from_the_text_gets_a_warning(client_of):
    report = client_of("运维").post("pages/", PAGE | {"text": "3版 综合新闻\n\n" + BUS, "dry_run": True})
    assert report.json()["warnings"] == ["版面上印的是第3版，填写的是第2版，请核对版次。"]
    assert not Page.objects.exists()


FOLIO = "2024年3月5日　星期二　第2版：综合新闻"


def test_what_is_left_out_is_read_from_the_page(client_of):
    taken = client_of("运维").post("pages/", {"text": f"{FOLIO}\n\n{BUS}"})
    assert taken.status_code == 201
    assert taken["Location"].endswith("/pages/2024-03-05/2/sign-off/")
    page = Page.objects.get()
    assert (str(page.issue.date), page.number, page.name) == ("2024-03-05", "2", "综合新闻")


def test_what_is_sent_is_taken_before_what_is_printed(client_of):
    report = client_of("运维").post("pages/", {"text": f"{FOLIO}\n\n{BUS}", "number": "3"}).json()
    assert report["warnings"] == ["版面上印的是第2版，填写的是第3版，请核对版次。"]
    assert Page.objects.get().number == "3"


@pytest.mark.parametrize(
    ("folio", "sentences"),
    [
        ("", {"date": "这一版上没有印日期，请填写见报日期。", "number": "这一版上没有印版次，请填写版次。"}),
        ("2024年3月5日　星期二", {"number": "这一版上没有印版次，请填写版次。"}),
        ("第2版：综合新闻", {"date": "这一版上没有印日期，请填写见报日期。"}),
    ],
)
def test_a_page_that_does_not_say_what_it_is_is_refused(client_of, folio, sentences):
    refused = client_of("运维").post("pages/", {"text": f"{folio}\n\n{BUS}"})
    assert refused.status_code == 400
    assert {error["field"]: error["detail"] for error in refused.json()["errors"]} == sentences
    assert not Page.objects.exists()


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pdfs")
    write(front()[0], folder / "1.pdf")
    write_whole([front()[0], second()[0]], folder / "whole.pdf")
    return folder


def send(api_client, path, name="", **fields):
    form = {"date": "2024-03-05", "number": "1", "name": "要闻"} | fields
    form["file"] = SimpleUploadedFile(name or path.name, path.read_bytes())
    return api_client.client.post("/api/v1/desk/pages/", form, headers={"Authorization": f"Bearer {api_client.secret}"})


@pytest.mark.usefixtures("picture_folders")
def test_a_page_is_imported_from_its_pdf(client_of, pdfs):
    operator = client_of("运维")
    tried = send(operator, pdfs / "1.pdf", dry_run="true")
    assert (tried.status_code, tried.json()["facsimiles"]) == (200, 1)
    assert not Page.objects.exists()
    taken = send(operator, pdfs / "1.pdf")
    assert (taken.status_code, [story["title"] for story in taken.json()["stories"]]) == (201, [FERRY, CANAL])
    facsimile = Facsimile.objects.get()
    assert (facsimile.name, facsimile.page.number, facsimile.page.name) == ("1.pdf", "1", "要闻")
    assert Article.objects.get(headline=FERRY).last_picture == 1
    again = send(operator, pdfs / "1.pdf")
    assert {story["outcome"] for story in again.json()["stories"]} == {"unchanged"}


@pytest.mark.usefixtures("picture_folders")
def test_a_pdf_says_which_page_it_is(client_of, pdfs):
    assert send(client_of("运维"), pdfs / "1.pdf", date="", number="", name="").status_code == 201
    page = Page.objects.get()
    assert (str(page.issue.date), page.number) == ("2026-03-12", "2")


@pytest.mark.usefixtures("picture_folders")
def test_a_pdf_of_several_pages_takes_the_page(client_of, pdfs):
    operator = client_of("运维")
    asked = send(operator, pdfs / "whole.pdf", number="2")
    assert (asked.status_code, asked.json()["errors"][0]["field"]) == (400, "sheet")
    assert send(operator, pdfs / "whole.pdf", number="2", sheet="2").status_code == 201
    assert (Facsimile.objects.get().sheet, Page.objects.get().number) == (2, "2")
    assert send(operator, pdfs / "whole.pdf", number="3", sheet="3").json()["errors"][0]["field"] == "sheet"


@pytest.mark.usefixtures("picture_folders")
def test_the_words_may_come_beside_the_pdf(client_of, pdfs):
    text = text_of_front(front()[1]).replace(FERRY, "老渡口来了年轻人")
    taken = send(client_of("运维"), pdfs / "1.pdf", text=text)
    assert [story["title"] for story in taken.json()["stories"]] == ["老渡口来了年轻人", CANAL]
    assert Article.objects.get(headline="老渡口来了年轻人").placements.get().zone


def test_the_file_may_be_a_text_in_chinese_encoding(client_of, tmp_path):
    path = tmp_path / "2.txt"
    path.write_bytes(REEDS.encode("gb18030"))
    taken = send(client_of("运维"), path, number="2")
    assert [story["title"] for story in taken.json()["stories"]] == ["芦苇荡里建起观鸟步道"]
    assert Page.objects.get().source_name == "2.txt"
    both = send(client_of("总编辑"), path, number="3", text=BUS)
    assert (both.status_code, both.json()["errors"][0]["field"]) == (400, "file")


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [(b"%PDF-1.7 broken", "1.pdf", "已损坏或不完整"), (b"", "1.pdf", "空"), (b"\x00\x01\x02", "1.txt", "文字")],
)
def test_a_bad_file_is_refused_with_a_sentence(client_of, tmp_path, data, name, sentence):
    path = tmp_path / name
    path.write_bytes(data)
    refused = send(client_of("运维"), path)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "file")
    assert sentence in refused.json()["errors"][0]["detail"]
    assert not Page.objects.exists()


def test_fields_of_the_form_are_as_strict_as_json(client_of, pdfs):
    refused = send(client_of("运维"), pdfs / "1.pdf", sheet="one", pages="2")
    assert {error["field"] for error in refused.json()["errors"]} == {"sheet", "pages"}
    assert send(client_of("编辑"), pdfs / "1.pdf").status_code == 403


def test_a_form_with_a_file_sent_twice_changes_nothing_more(client_of, pdfs):
    operator = client_of("运维")
    headers = {"Authorization": f"Bearer {operator.secret}", "Idempotency-Key": "page-1"}
    results = []
    for _again in range(2):
        with (pdfs / "1.pdf").open("rb") as file:
            data = {"date": "2024-03-05", "number": "1", "file": file}
            results.append(operator.client.post("/api/v1/desk/pages/", data, headers=headers).json()["stories"])
    assert {story["outcome"] for story in results[0]} == {"created"}
    assert {story["outcome"] for story in results[1]} == {"unchanged"}


@pytest.mark.parametrize("key", ["", "x" * 101, "a b"])
def test_a_form_with_a_malformed_key_is_refused_as_json_is(client_of, pdfs, key):
    operator = client_of("运维")
    headers = {"Authorization": f"Bearer {operator.secret}", "Idempotency-Key": key}
    with (pdfs / "1.pdf").open("rb") as file:
        form = operator.client.post("/api/v1/desk/pages/", PAGE | {"file": file}, headers=headers)
    json = operator.post("pages/", PAGE, **{"Idempotency-Key": key})
    assert form.status_code == json.status_code == 400
    assert form.json()["errors"] == json.json()["errors"]
    assert [error["field"] for error in form.json()["errors"]] == ["Idempotency-Key"]
    assert not Page.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(client_of):
    operator = client_of("运维")
    headers = {"Authorization": f"Bearer {operator.secret}", "Content-Length": str(102 * 2**20)}
    options = {"content_type": "multipart/form-data; boundary=x", "headers": headers}
    assert operator.client.post("/api/v1/desk/pages/", b"--x--", **options).status_code == 413


UNDO = "pages/2024-03-05/2/undo-import/"


def test_an_import_is_taken_back_as_it_was_looked_at(client_of):
    operator = client_of("运维")
    operator.post("pages/", PAGE)
    seen = operator.get(UNDO)
    assert [story["title"] for story in seen.json()["stories"]] == ["城乡公交新增三条线路", "芦苇荡里建起观鸟步道"]
    assert seen.json()["why_not"] == ""
    assert operator.post(UNDO).status_code == 428
    assert operator.post(UNDO, **{"If-Match": '"0123"'}).status_code == 412
    done = operator.post(UNDO, **{"If-Match": seen["ETag"]})
    assert (done.status_code, done.json()) == (200, {"stories": 2})
    assert not Article.objects.exists()
    assert operator.get(UNDO).status_code == 404


def test_an_import_that_somebody_has_worked_on_is_not_taken_back(client_of):
    operator = client_of("运维")
    operator.post("pages/", PAGE)
    before = operator.get(UNDO)["ETag"]
    story = Article.objects.earliest("pk")
    client_of("编辑").patch(f"articles/{story.pk}/", {"deck": "改过"}, version=story.version)
    assert operator.post(UNDO, **{"If-Match": before}).status_code == 412
    seen = operator.get(UNDO)
    assert "城乡公交新增三条线路" in seen.json()["why_not"]
    refused = operator.post(UNDO, **{"If-Match": seen["ETag"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "refused")
    assert Article.objects.count() == 2
    assert client_of("值班主任").get(UNDO).status_code == 403
