from __future__ import annotations

from schedcheck.results.finding import alike
from tests.reports.audits import fault


def test_more_than_three_faults_of_a_file_for_one_reason_are_listed_once() -> None:
    three = [fault() for _number in range(3)]
    assert [one.count for one in alike(three)] == [1, 1, 1]
    assert [(one.finding, one.count) for one in alike([*three, fault()])] == [(three[0], 4)]
