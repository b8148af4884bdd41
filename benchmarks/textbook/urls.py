"""The textbook list, and a pole's page that the list links to."""

from django.urls import path

from benchmarks.textbook.views import PoleList

urlpatterns = [path("poles/", PoleList.as_view())]
