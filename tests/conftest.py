import pytest


@pytest.fixture
def issue_folder(tmp_path):
    """Writes an issue's folder: issue_folder("2024-03-05", {"1": "…text…"}) -> its path."""

    def write(date, pages, folder="issue"):
        path = tmp_path / folder
        path.mkdir(parents=True, exist_ok=True)
        manifest = [f"date = {date}"]
        for number, text in pages.items():
            (path / f"{number}.txt").write_text(text, encoding="utf-8")
            manifest += ["[[pages]]", f'number = "{number}"', f'file = "{number}.txt"']
        (path / "issue.toml").write_text("\n".join(manifest), encoding="utf-8")
        return path

    return write
