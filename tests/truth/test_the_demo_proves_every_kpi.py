"""The demo compares every KPI that the company knows the truth of, and no other."""

from orchestration.demo.proof import read_kpis
from orchestration.deployment.layout import REPOSITORY
from sandbox.truth.truth import NIGHTS, compute_truth, generate


def test_the_proof_names_exactly_the_kpis_of_the_truth():
    truth = compute_truth(generate(7, 0.02), NIGHTS[:1])

    assert set(read_kpis(REPOSITORY / "deployments" / "demo" / "proof.yml")) == set(truth.kpis)
