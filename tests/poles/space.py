"""The space of a pole as a test uses it."""

from poles.models import Proposal

SPACE = "/espace/pole-a/"
USUAL = {"role": "membre", "member_type": "", "since": "", "until": ""}


def opened(client, address):
    """What the browser would send back, unchanged."""
    form = client.get(address).context["form"]
    data = {}
    for name in form.fields:
        field = form[name]
        value = field.value()
        if value not in (None, False):
            data[name] = "on" if value is True else value
        if field.field.show_hidden_initial:
            data[field.html_initial_name] = field.initial or ""
    return data


def asked():
    """The changes of the only proposal."""
    return list(Proposal.objects.get(is_direct=False).changes.values_list("subject", "before", "after"))
