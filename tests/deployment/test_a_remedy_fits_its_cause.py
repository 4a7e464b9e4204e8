"""What is told of models that dbt did not build: each cause once, with a remedy that can help."""

import pytest

from expectations.engine_words import said_by_engine
from orchestration.assets.models import Built
from orchestration.assets.releases import troubles_of
from orchestration.assets.remedies import remedy
from texts import speaking

MANIFEST = {
    "nodes": {f"model.voronka.{name}": {"name": name} for name in ("int_leads", "fct_lead", "fct_deal")}
}
RESULTS = {
    "results": [
        {"unique_id": "model.voronka.int_leads", "status": "error", "message": "Conversion Error: no date"},
        {"unique_id": "model.voronka.fct_lead", "status": "skipped", "message": None},
        {"unique_id": "model.voronka.fct_deal", "status": "skipped", "message": None},
    ]
}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_models_that_only_waited_are_no_causes_in_any_language(language):
    with speaking(language):
        built = Built.of(RESULTS, MANIFEST, said_by_engine)
        (trouble,) = troubles_of(built)

    assert "int_leads" in trouble.what
    assert set(built.broken) == {"int_leads", "fct_lead", "fct_deal"}


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("Out of Memory Error: failed to allocate data of size 16.0 MiB (1.0 GiB/1.0 GiB used)", "memory"),
        (
            "IO Error: Could not set lock on file warehouse.duckdb: Conflicting lock is held in PID 4",
            "notebook",
        ),
        ("IO Error: No files found that match the pattern /var/landing/onec/*.parquet", "voronka verify"),
        ("Invalid Input Error: No magic bytes found at end of file b.parquet", "voronka verify"),
        ("IO Error: Could not write file: No space left on device", "disk"),
        ("Binder Error: Referenced column price not found", "Correct the model"),
        ("test unique_fct_lead: Got 2 results, configured to fail if != 0", "report this line"),
    ],
)
def test_a_remedy_fits_its_cause(said, word):
    assert word in remedy(said)
    if word != "Correct the model" and word != "report this line":
        assert "Correct the model" not in remedy(said)
