from __future__ import annotations

from django.contrib.auth.hashers import check_password, make_password

from interview_ai.settings import base


def test_passwords_are_hashed_by_argon2_with_bounded_memory(settings):
    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS  # tests hash quickly; the site as here
    stored = make_password("password123")
    assert stored.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert check_password("password123", stored)
    assert not check_password("password124", stored)
