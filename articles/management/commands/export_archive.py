import os
import sys
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from articles.archiving import count_rows, write_archive
from articles.management.database import typed


class Command(BaseCommand):
    help = "Write the whole newspaper into one file of JSON Lines; import_archive reads it back."

    def add_arguments(self, parser):
        parser.add_argument("file", help="where to write, or - for the standard output")

    def handle(self, file, **options):
        # The bar goes to the error stream, and only where somebody watches.
        lines = tqdm(write_archive(), total=count_rows() + 2, disable=not sys.stderr.isatty(), unit="行")
        if file == "-":
            # An archive is UTF-8, whatever the terminal is.
            self.stdout.reconfigure(encoding="utf-8")
            for line in lines:
                self.stdout.write(line)
            return
        path = Path(file)
        if path.exists():
            raise CommandError(_("{path} exists already. Give another name, or remove it.").format(path=path))
        # Under its own name the file appears only when it is whole.
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            with draft.open("x", encoding="utf-8") as archive:
                archive.writelines(f"{line}\n" for line in lines)
            draft.rename(path)
        except OSError as error:
            raise CommandError(_("{path} cannot be written: {error}").format(path=path, error=error.strerror)) from None
        finally:
            draft.unlink(missing_ok=True)
        self.stdout.write(
            _("{path} holds the newspaper. Read it into another database:  {command}").format(
                path=path, command=typed("import_archive", file)
            )
        )
