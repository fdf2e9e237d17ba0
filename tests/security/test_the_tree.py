"""No secrets in the repository, and only dependencies with permissive licences."""

import re
import subprocess
import tomllib
from importlib import metadata

import pytest
from django.conf import settings
from packaging.requirements import Requirement

ROOT = settings.BASE_DIR
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
# Without the tools for tests.
EXTRAS = sorted(PROJECT["optional-dependencies"].keys() - {"test"})

SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\bAKIA[0-9A-Z]{16}\b|\bghp_[A-Za-z0-9]{36}\b|\bxox[bp]-[0-9A-Za-z-]{20,}"
    r"|^\s*(?:DJANGO_)?SECRET_KEY\s*=\s*[\"'][^\"']{20,}[\"']",
    re.MULTILINE,
)
PERMISSIVE = re.compile(r"\b(MIT|BSD|Apache|PSF|Python Software Foundation|ISC|Unlicense|MPL)\b", re.IGNORECASE)
COPYLEFT = re.compile(r"\b(A?GPL|GNU)", re.IGNORECASE)
# A separate library, as the LGPL requires.
LGPL = {"psycopg", "psycopg-binary", "psycopg-pool"}


def tracked_files():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("not a checkout of git")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_there_is_no_secret_in_the_tree():
    found = [file for file in tracked_files() if SECRETS.search(file.read_text("utf-8", errors="ignore"))]
    assert found == []


def test_the_pattern_finds_secrets():
    assert SECRETS.search("-----BEGIN RSA " + "PRIVATE KEY-----")
    assert SECRETS.search("x = 1\nSECRET_KEY = " + '"django-insecure-abcdefghijklmnop"')
    assert not SECRETS.search('SECRET_KEY = secret_key(VAR_DIR / "secret_key")')


def test_there_are_no_databases_or_keys_in_the_tree():
    private = [file for file in tracked_files() if file.suffix in {".sqlite3", ".pem", ".key", ".env"}]
    assert private == []


def installed(requirement):
    """The installed distributions of a requirement and its dependencies."""
    try:
        distribution = metadata.distribution(requirement.name)
    except metadata.PackageNotFoundError:
        return
    yield distribution
    for line in distribution.requires or []:
        further = Requirement(line)
        wanted = any(
            not further.marker or further.marker.evaluate({"extra": extra}) for extra in ["", *requirement.extras]
        )
        if wanted:
            yield from installed(further)


def runtime():
    lines = [*PROJECT["dependencies"], *(line for extra in EXTRAS for line in PROJECT["optional-dependencies"][extra])]
    return {distribution.name.lower(): distribution for line in lines for distribution in installed(Requirement(line))}


def licence(distribution):
    about = distribution.metadata
    classifiers = [each for each in about.get_all("Classifier", []) if each.startswith("License ::")]
    return " ".join([about.get("License-Expression") or "", *classifiers, (about.get("License") or "")[:100]])


def test_every_dependency_has_a_permissive_licence():
    refused = {
        name: licence(distribution)
        for name, distribution in runtime().items()
        if name not in LGPL and (COPYLEFT.search(licence(distribution)) or not PERMISSIVE.search(licence(distribution)))
    }
    assert refused == {}


def test_only_the_postgresql_driver_is_lgpl():
    driver = {name: licence(each) for name, each in runtime().items() if name in LGPL}
    assert "psycopg" in driver
    assert all(re.search("LGPL|Lesser", each) for each in driver.values())


@pytest.mark.parametrize("line", PROJECT["dependencies"], ids=lambda line: Requirement(line).name)
def test_installed_versions_match_the_requirements(line):
    requirement = Requirement(line)
    # Without a minimum version, a vulnerable old one would be accepted.
    assert any(each.operator == ">=" for each in requirement.specifier)
    assert requirement.specifier.contains(metadata.version(requirement.name))
