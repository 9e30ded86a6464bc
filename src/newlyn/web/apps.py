"""The room as Django knows it: an application without tables."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages of the places."""

    name = "newlyn.web"
    label = "web"
