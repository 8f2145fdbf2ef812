"""Addresses at the root, where Feishu's client looks for them."""

from django.urls import path, re_path

from common.api.views import UnknownPath
from interviews.api import feishu

urlpatterns = [
    path("auth/v3/tenant_access_token/internal", feishu.TenantToken.as_view()),
    path("hire/v1/minutes", feishu.Minutes.as_view()),
    re_path(r"^.*$", UnknownPath.as_view()),
]
