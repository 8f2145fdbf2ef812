"""What is usual for a position is told of reports that have scores, and of no single people."""

from __future__ import annotations

from reports.models import Report
from reports.pages.medians import medians_beside
from tests.factories import make_position
from tests.reports.made import make_report


def test_reports_without_scores_do_not_count(people):
    position = make_position(people.owner)
    own, *others = (make_report(people.candidate, position) for _number in range(6))
    for other, score in zip(others, (50, 60, 70), strict=False):
        Report.objects.filter(pk=other.pk).update(ability_scores={"logical_thinking": score})
    Report.objects.filter(pk__in=[other.pk for other in others[3:]]).update(ability_scores={})
    found = medians_beside(own)
    assert (dict(found.scores), found.reports) == ({"logical_thinking": 60}, 3)


def test_ability_that_few_have_is_left_out(people):
    position = make_position(people.owner)
    own, *others = (make_report(people.candidate, position) for _number in range(4))
    Report.objects.filter(pk__in=[other.pk for other in others]).update(ability_scores={"logical_thinking": 60})
    Report.objects.filter(pk=others[0].pk).update(ability_scores={"language_expression": 90})
    assert medians_beside(own).scores == {}
