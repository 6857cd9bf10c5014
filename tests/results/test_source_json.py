from __future__ import annotations

import json

from msgspec.structs import replace

from schedcheck.messages import msg
from schedcheck.results.source_json import source_from_json, source_to_json
from tests.reports.audits import believable_week, make_audit


def test_what_a_reader_decided_is_written_and_read_again() -> None:
    (source,) = make_audit(*believable_week()).sources[:1]
    source = replace(
        source,
        encoding="cp1251",
        encoding_from="declaration",
        notes=(msg("starts are of the third column"), msg("starts are of the third column")),
        runners_up=(msg("a listing too"),),
    )
    plain = json.loads(json.dumps(source_to_json(source)))
    assert (plain["encoding"], plain["encoding_from"]) == ("cp1251", "declaration")
    assert plain["runners_up"] == ["a listing too"]
    assert plain["notes"] == ["starts are of the third column"]
    assert source_to_json(source_from_json(plain)) == plain
