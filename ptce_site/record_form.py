"""How the back office writes a record."""

from django import forms

from ptce_site.meanwhile import KeepsOthers
from ptce_site.refusals import ToldBeside


class RecordForm(KeepsOthers, ToldBeside, forms.ModelForm):
    """A record: nobody's work is overwritten unseen, and what the database refuses is told beside the field."""
