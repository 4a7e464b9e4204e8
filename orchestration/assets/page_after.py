"""The page of each publication: written into the var folder, and sent to whoever the deployment names."""

from datetime import datetime

from orchestration.alerts.sending import Alerts
from orchestration.assets.page_file import write_page
from orchestration.deployment.deployment import Deployment
from orchestration.failures import two_sentences
from orchestration.reports.run_report import BuildReport, PageReport, Trouble
from texts import say


def with_page(report: BuildReport, deployment: Deployment, moment: datetime) -> BuildReport:
    """The report with the page of what went out, if anything did. Never raises."""
    if not any(one.published for one in report.domains):
        return report
    return report.model_copy(update={"page": _page(deployment, moment, is_news=not report.unchanged)})


def _page(deployment: Deployment, moment: datetime, *, is_news: bool) -> PageReport:
    try:
        file = write_page(deployment)
        names = deployment.page.send_to if is_news else ()
        sent = Alerts(deployment).send_page(file, moment, names) if names else ()
        return PageReport(file=str(file), deliveries=sent)
    except Exception as error:
        said = two_sentences(error) or (
            say("The page could not be written ({error})", error=type(error).__name__),
            say("Run voronka report and read what it says"),
        )
        return PageReport(trouble=Trouble(what=said[0], fix=said[1]))
