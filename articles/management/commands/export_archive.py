import os
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from articles.archiving import number_of_lines, write_archive
from articles.management.database import typed


class Command(BaseCommand):
    help = "Write the whole newspaper to one file of JSON Lines, for import_archive."

    def add_arguments(self, parser):
        parser.add_argument("file", help="where to write, or - for the standard output")

    def handle(self, file, **options):
        missing: list[str] = []
        lines = tqdm(write_archive(missing), total=number_of_lines(), disable=None, unit="行")
        if file == "-":
            # An archive is UTF-8 even if the terminal is not.
            self.stdout.reconfigure(encoding="utf-8")
            for line in lines:
                self.stdout.write(line)
            self._name_missing(missing)
            return
        path = Path(file)
        if path.exists():
            raise CommandError(_("{path} exists already. Give another name, or remove it.").format(path=path))
        # The file gets its name when it is complete.
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            with draft.open("x", encoding="utf-8") as archive:
                archive.writelines(f"{line}\n" for line in lines)
            draft.rename(path)
        except OSError as error:
            raise CommandError(_("{path} cannot be written: {error}").format(path=path, error=error.strerror)) from None
        finally:
            draft.unlink(missing_ok=True)
        self._name_missing(missing)
        self.stdout.write(
            _("{path} holds the newspaper. Read it into another database:  {command}").format(
                path=path, command=typed("import_archive", file)
            )
        )

    def _name_missing(self, names):
        if names:
            sentence = _("The originals of these pictures are missing, here and in the archive: {names}")
            self.stderr.write(sentence.format(names="、".join(names)))
