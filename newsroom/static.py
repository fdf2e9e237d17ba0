from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Uses plain names before the first collectstatic. Django's storage would raise an error, even if `manifest_strict`
    is off: it needs the file to hash it."""

    def stored_name(self, name):
        return self.hashed_files.get(self.hash_key(self.clean_name(name)), name)
