from django.apps import AppConfig


class FrameConfig(AppConfig):
    name = "mad.frame"
    label = "frame"
