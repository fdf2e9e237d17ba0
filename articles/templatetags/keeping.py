"""Parts of a page that are the same on many."""

from django import template

from articles.remembering import remembered

register = template.Library()


@register.tag
def kept(parser, token):
    """{% kept "foot" %}…{% endkept %}: rendered once for as long as nothing changes. Whatever else the part depends on
    stands after its name: {% kept "nav" section.pk %}. It may hold no block that another template replaces."""
    name, *depends = token.split_contents()[1:]
    nodes = parser.parse(["endkept"])
    parser.delete_first_token()
    return Kept(name, [parser.compile_filter(each) for each in depends], nodes)


class Kept(template.Node):
    def __init__(self, name, depends, nodelist):
        self.name, self.depends, self.nodelist = name, depends, nodelist

    def render(self, context):
        if "request" not in context:  # the page for our own faults, which must not depend on anything
            return self.nodelist.render(context)
        key = ("template", self.name, *(each.resolve(context, ignore_failures=True) for each in self.depends))
        return remembered(context["request"], key, lambda: self.nodelist.render(context))
