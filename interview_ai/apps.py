from django.apps import AppConfig


class InterviewAIConfig(AppConfig):
    name = "interview_ai"

    def ready(self) -> None:
        from interview_ai.celery import app

        app.set_default()
