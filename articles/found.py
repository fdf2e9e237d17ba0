"""What was found, for a page of results and the API alike: quick, however much it is."""

from functools import cached_property

from articles import facets
from articles.search import MOST


class Found:
    """Articles for a paginator: all of a queryset, or of what a search (SearchResult) with terms has found, by rank or,
    where `ranked` is false, in the queryset's order. The rows of one page are read of the queryset `rows`.

    Only keys are sorted: rows with their bodies would take several times as long.
    """

    def __init__(self, articles, rows, result=None, ranked=True):
        self._articles, self._rows = articles, rows
        self._limited = result.searched if result else articles
        self._best = result.best if result and ranked else []
        self._result = result
        self._newest = (
            sorted(result.best, reverse=True)
            if result
            else list(articles.order_by("-pk").values_list("pk", flat=True)[:MOST])
        )
        self._all_are_known = result.are_all_ranked if result else len(self._newest) < MOST

    @cached_property
    def number(self):
        if self._all_are_known:
            return len(self._newest)
        return self._result.number if self._result else self._articles.count()

    def count(self):
        return self.number

    def __getitem__(self, part):
        if part.stop <= len(self._best) or len(self._best) == self.number:
            keys = self._best[part]
        else:
            keys = list(self._articles.values_list("pk", flat=True)[part])
        rows = self._rows.in_bulk(keys)
        return [rows[key] for key in keys if key in rows]

    @cached_property
    def facets(self):
        """{"counted", "sections", "page_names", "authors", "years": [{"year", "count"}]}: those of facets.facets() are
        about the `counted` articles entered last. Years count all, or None where very many are found."""
        years = facets.by_year(self._newest) if self._all_are_known else facets.years(self._limited)
        counted = self._newest[: facets.COUNTED]
        spread = facets.facets(counted)
        years = [{"year": year, "count": count} for year, count in years.items()]
        return {"counted": len(counted), **spread, "years": years}
