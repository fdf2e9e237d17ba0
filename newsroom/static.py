"""Storage of static files."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Uses the hashed names that collectstatic has made, and plain names without them.

    Before the first collectstatic, Django's storage raises an error even if `manifest_strict` is off: it needs the
    file to hash it.
    """

    def stored_name(self, name):
        return self.hashed_files.get(self.hash_key(self.clean_name(name)), name)
