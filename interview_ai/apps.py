from django.apps import AppConfig


class InterviewAIConfig(AppConfig):
    name = "interview_ai"

    def ready(self) -> None:
        from interview_ai.celery import app
        from interview_ai.supervisor import hooks

        app.set_default()
        hooks.connect()
