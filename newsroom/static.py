"""Static files under hashed names, once they are collected."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Names a file by its hash where collectstatic has made one, and by its plain name where it has not.

    Django's own storage answers every page with an error 500 before the first collectstatic, even where its
    `manifest_strict` is off: it then looks for the file in order to hash it.
    """

    def stored_name(self, name):
        return self.hashed_files.get(self.hash_key(self.clean_name(name)), name)
