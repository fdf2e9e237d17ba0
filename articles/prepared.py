"""Questions whose SQL is worked out once.

Django works a queryset's SQL out anew each time it is asked, which takes ten times as long as the answer from SQLite.
Where a page is made of several questions that are always the same, these keep it; what they ask is still a queryset.
"""

from django.db import connections
from django.db.models import Expression


class Parameter(Expression):
    """A value that is given only when the question is asked."""

    def __init__(self, name, output_field):
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Prepared:
    """A queryset to be asked often: `make()` gives it, with a Parameter in place of each value that changes."""

    def __init__(self, make):
        self._make = make
        self._compiled = {}

    def __call__(self, using, **values):
        """The rows, as values_list() gives them."""
        connection = connections[using]
        key = using, connection.vendor
        sql, params, converters, compiler = self._compiled.get(key) or self._compile(*key)
        given = [_value(param, values, connection) for param in params]
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            rows = cursor.fetchall()
        return list(map(tuple, compiler.apply_converters(rows, converters))) if converters else rows

    def _compile(self, using, vendor):
        compiler = self._make().query.get_compiler(using)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([column[0] for column in compiler.select])
        self._compiled[using, vendor] = sql, params, converters, compiler
        return self._compiled[using, vendor]


class Columns:
    """Some fields of a model as columns of a values_list(), reached over `path` (`page__issue`), and rows of the model
    made of them again."""

    def __init__(self, model, path="", only=()):
        self.model = model
        fields = [field for field in model._meta.concrete_fields if field.name in only or not only]
        self._names = [field.attname for field in fields]
        self.paths = [f"{path}__{name}" if path else name for name in self._names]

    def __len__(self):
        return len(self._names)

    def row(self, using, values):
        """The object, or None where there was none to join."""
        return self.model.from_db(using, self._names, values) if values[0] is not None else None


def split(row, *columns):
    """The parts of a row that belong to each of the columns, or lists of names."""
    start = 0
    for each in columns:
        yield row[start : start + len(each)]
        start += len(each)


def _value(param, values, connection):
    if isinstance(param, Parameter):
        return param.output_field.get_db_prep_value(values[param.name], connection)
    return param
