from django.db import models
from django.utils.translation import gettext_lazy as _


class JobKind(models.TextChoices):
    ANSWER = "answer", _("A submitted answer")
    SPEECH = "speech", _("An audio analysis request")
    VIDEO = "video", _("A video analysis request")


class SpeechAnalysis(models.TextChoices):
    ASR = "asr", _("Speech recognition")
    EMOTION = "emotion", _("Emotion of the voice")
    RHYTHM = "rhythm", _("Rhythm of speech")


class VideoAnalysis(models.TextChoices):
    EXPRESSION = "expression", _("Facial expression")
    EYE_TRACKING = "eye_tracking", _("Eye contact")
    POSTURE = "posture", _("Posture")


KINDS_OF_ANALYSIS: dict[str, frozenset[str]] = {
    SpeechAnalysis.ASR: frozenset({"asr"}),
    SpeechAnalysis.EMOTION: frozenset({"asr", "prosody"}),
    SpeechAnalysis.RHYTHM: frozenset({"asr", "prosody"}),
    VideoAnalysis.EXPRESSION: frozenset({"face", "expression"}),
    VideoAnalysis.EYE_TRACKING: frozenset({"face", "gaze"}),
    VideoAnalysis.POSTURE: frozenset({"face", "posture"}),
}
