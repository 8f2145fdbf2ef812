"""Reading from Feishu and Tencent Meeting by their own client libraries, with a far side that has its days."""

from __future__ import annotations

import pytest

from common.jobs import JobState
from interviews.importing.models import ImportJob
from interviews.models import Answer, Interview
from interviews.services import imports
from interviews.services.remote_accounts import add_remote_account
from tests.factories import make_position
from tests.interviews.importing.far_side import far_side
from tests.interviews.importing.samples import TALK

CREDENTIALS = {
    "feishu": {"app_id": "cli_1", "app_secret": "s"},
    "tencent": {"app_id": "1", "sdk_id": "2", "secret_id": "3", "secret_key": "4"},
}
SERVER_ERROR = {
    "feishu": {"code": 1002001, "msg": "system error"},
    "tencent": {"error_info": {"error_code": 960000, "new_error_code": 1000960000, "message": "network"}},
}
TOO_OFTEN = {"feishu": {"code": 99991400, "msg": "too often"}, "tencent": {"error_info": {}}}


@pytest.fixture(scope="module")
def client_libraries():
    """Loaded before any job runs: the first import takes seconds."""
    import lark_oapi
    import wemeet_openapi

    return lark_oapi, wemeet_openapi


@pytest.fixture
def side(settings, client_libraries):
    """On this machine, which the settings allow."""
    settings.FETCH_ALLOW_HTTP = True
    settings.FETCH_ALLOWED_NETWORKS = ["127.0.0.1/32"]
    settings.IMPORT_TIMEOUT_SECONDS = 1
    settings.JOB_LEASE_SECONDS = 600  # the database in memory has no place for a thread that renews it
    with far_side() as found:
        yield found


@pytest.fixture
def waits(monkeypatch):
    """The pauses that were made, without making them."""
    made: list[float] = []
    monkeypatch.setattr("interviews.importing.pulling.reading._wait", made.append)
    return made


@pytest.fixture(params=["feishu", "tencent"])
def provider(request):
    return request.param


@pytest.fixture
def pull(people, side, provider, waits):
    """``pull()`` asks for the import and runs it once; the job."""
    position = make_position(people.owner, questions=0)

    def run(job=None):
        if job is None:
            account = position.organization.remote_accounts.first() or add_remote_account(
                organization=position.organization,
                actor=people.owner,
                provider=provider,
                name="main",
                credentials=CREDENTIALS[provider],
                base_url=side.address,
            )
            draft = imports.ImportDraft(source=provider, external_id="7085989097067563300", account=account)
            job = imports.start_import(position=position, actor=people.owner, draft=draft)
        imports.run_import(job.pk)
        job.refresh_from_db()
        return job

    return run


def said(job):
    rows = job.interview.conversation.sentences.order_by("number")
    return [row.text.replace(" ", "") for row in rows]


def test_an_interview_is_pulled_in_one_page(pull, side, provider):
    job = pull()
    assert job.state == JobState.DONE, (job.error_code, job.error_detail)
    assert said(job) == [text for _who, text in TALK]
    assert (job.interview.origin, job.interview.external_id) == (provider, "7085989097067563300")
    assert job.interview.answers.count() == 3
    assert len(side.asked) == 1


@pytest.mark.parametrize("size", [1, 2, 5])
def test_pages_make_one_text(pull, side, size):
    side.page_size = size
    job = pull()
    assert job.state == JobState.DONE, (job.error_code, job.error_detail)
    assert said(job) == [text for _who, text in TALK]
    assert job.checkpoint["pages"]["keys"] == []


@pytest.mark.parametrize("trouble", ["500", "429", "drop", "slow", "gateway"])
def test_a_far_side_that_stumbles_is_asked_again(pull, side, provider, waits, trouble):
    side.page_size = 5
    reset = {"x-ogw-ratelimit-reset": "7"} if provider == "feishu" else {"Retry-After": "7"}
    side.troubles = [
        {
            "500": (500, SERVER_ERROR[provider], {}),
            "429": (429, TOO_OFTEN[provider], reset),
            "gateway": (502, None, {}),
        }.get(trouble, trouble)
    ]
    job = pull()
    assert job.state == JobState.DONE, (job.error_code, job.error_detail)
    assert (job.attempts, said(job)) == (1, [text for _who, text in TALK])
    assert waits == ([7.0] if trouble == "429" else [0.5])


def nothing(_far):
    """A request that goes well."""


def test_a_far_side_that_stays_away_gives_the_job_back_and_it_goes_on_where_it_was(pull, side, provider):
    side.page_size = 5
    side.troubles = [nothing, nothing, *[(500, SERVER_ERROR[provider], {})] * 4]
    job = pull()
    assert (job.state, job.error_code, job.attempts) == (JobState.QUEUED, "far_side_failed", 1)
    assert len(job.checkpoint["pages"]["keys"]) == 2
    assert Interview.objects.count() == 0
    cursor = job.checkpoint["pages"]["cursor"]
    side.asked.clear()
    job = pull(job)
    assert job.state == JobState.DONE, (job.error_code, job.error_detail)
    assert cursor in (side.asked[0].get("page_token"), side.asked[0].get("pid"))
    assert said(job) == [text for _who, text in TALK]


def test_a_text_that_grows_between_pages_is_read_anew(pull, side):
    side.page_size = 5
    added = ("C", "这一句是后来加的，说得更清楚一些。")
    side.troubles = [nothing, lambda far: far.talk.insert(4, added)]
    job = pull()
    assert job.state == JobState.DONE, (job.error_code, job.error_detail)
    assert said(job) == [text for _who, text in [*TALK[:4], added, *TALK[4:]]]
    assert Interview.objects.count() == 1


def test_a_correction_on_a_page_already_read_is_seen(pull, side):
    side.page_size = 5
    corrected = ("C", TALK[1][1] + "非常清楚。")
    side.troubles = [nothing, nothing, lambda far: far.talk.__setitem__(1, corrected)]
    job = pull()
    assert job.state == JobState.DONE, (job.error_code, job.error_detail)
    assert said(job)[1:3] == [TALK[1][1], "非常清楚。"] or said(job)[1] == corrected[1]


def test_a_text_that_never_stands_still_leaves_nothing_behind(pull, side):
    side.page_size = 5

    def grow(far):
        far.talk.insert(2, ("C", f"又说了第{len(far.asked)}句。"))

    side.troubles = [nothing, grow] * 10
    job = pull()
    assert (job.state, job.error_code) == (JobState.QUEUED, "changed_while_reading")
    assert (Interview.objects.count(), Answer.objects.count()) == (0, 0)


def test_after_all_tries_the_import_fails_and_says_why(pull, side, provider):
    side.troubles = ["drop"] * 100
    job = pull()
    for _try in range(2):
        assert job.state == JobState.QUEUED
        job = pull(job)
    assert (job.state, job.error_code, job.attempts) == (JobState.FAILED, "unreachable", 3)
    assert Interview.objects.count() == 0


def test_what_is_no_json_is_no_transcript(pull, side):
    side.troubles = ["html"]
    job = pull()
    assert (job.state, job.error_code) == (JobState.QUEUED, "bad_answer")


REFUSED = {
    "feishu": [
        ((400, {"code": 1002002, "msg": "invalid"}, {}), "not_found"),
        ((400, {"code": 99991663, "msg": "token"}, {}), "credentials_refused"),
        ((400, {"code": 99991672, "msg": "scope"}, {}), "not_allowed"),
    ],
    "tencent": [
        ((500, 4049), "not_found"),
        ((500, 30001), "no_transcript"),
        ((500, 30002), "nothing_said"),
        ((500, 403), "not_allowed"),
        ((401, 200003), "credentials_refused"),
        ((401, 200004), "credentials_refused"),
    ],
}


@pytest.mark.parametrize(
    ("provider", "answer", "code"),
    [(name, answer, code) for name, cases in REFUSED.items() for answer, code in cases],
    indirect=["provider"],
)
def test_a_refusal_fails_at_once_with_its_reason(pull, side, provider, answer, code):
    if provider == "tencent":
        status, number = answer
        info = {"error_code": number, "new_error_code": 1_000_000_000 + number, "message": "no"}
        answer = (status, {"error_info": info}, {})
    side.troubles = [answer]
    job = pull()
    assert (job.state, job.error_code, len(side.asked)) == (JobState.FAILED, code, 1)


@pytest.mark.parametrize("provider", ["tencent"], indirect=True)
def test_a_transcript_still_being_made_is_asked_for_later(pull, side):
    info = {"error_code": 30003, "new_error_code": 1000030003, "message": "later"}
    side.troubles = [(500, {"error_info": info}, {})]
    job = pull()
    assert (job.state, job.error_code, len(side.asked)) == (JobState.QUEUED, "not_ready", 1)
    assert pull(job).state == JobState.DONE


@pytest.mark.parametrize("provider", ["feishu"], indirect=True)
def test_wrong_credentials_are_said(pull, side):
    side.token_answer = {"code": 10014, "msg": "app secret invalid"}
    job = pull()
    assert (job.state, job.error_code, side.asked) == (JobState.FAILED, "credentials_refused", [])


@pytest.mark.parametrize("provider", ["feishu"], indirect=True)
def test_a_token_is_never_lent_to_another_account(pull, side):
    """The library caches tokens by the app's id alone: with another secret the far side must be asked again."""
    pull()
    pull()
    assert len(side.tokens) == 2


def test_an_account_may_not_lead_into_our_own_network(pull, side, settings, provider):
    job = pull()
    settings.FETCH_ALLOWED_NETWORKS = []
    side.asked.clear()
    side.tokens.clear()
    again = pull()
    assert (again.state, again.error_code) == (JobState.FAILED, "private_address")
    assert (side.asked, side.tokens) == ([], [])
    assert Interview.objects.get() == job.interview


def test_an_answer_over_the_limit_is_refused(pull, side, settings):
    settings.IMPORT_MAX_BYTES = 2000
    job = pull()
    assert (job.state, job.error_code) == (JobState.FAILED, "too_large")


def test_without_its_account_an_import_fails(pull, people, side, provider):
    side.troubles = ["drop"] * 4
    job = pull()
    job.account.delete()
    job = pull(ImportJob.objects.get(pk=job.pk))
    assert (job.state, job.error_code) == (JobState.FAILED, "account_missing")


def test_importing_again_updates_the_same_interview(pull, side):
    first = pull()
    side.talk = side.talk[:10]
    second = pull()
    assert second.pk != first.pk
    assert second.interview_id == first.interview_id
    assert said(second) == [text for _who, text in TALK[:10]]
