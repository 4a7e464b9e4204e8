"""`voronka morning`: the morning message on the console, and sent to whoever the deployment names."""

from rich.console import Console
from rich.markup import escape

from orchestration.alerts.morning import morning_message
from orchestration.alerts.sending import Alerts
from orchestration.deployment.deployment import Deployment
from orchestration.failures import DeploymentError
from texts import say


def show_morning(deployment: Deployment, console: Console, *, send: bool) -> bool:
    """Print the message and, if asked, send it; False: a target did not take it. Raises PageError."""
    message = morning_message(deployment)
    console.print(f"[bold]{escape(message.title)}[/]\n\n{escape(message.text)}", soft_wrap=True)
    if message.attachment:
        console.print(f"\n{escape(say('Picture: {file}', file=message.attachment))}", soft_wrap=True)
    if not send:
        return True
    if not deployment.kpi_alerts.send_to:
        raise DeploymentError(
            say("{file} names nobody who gets the morning message", file=deployment.file),
            fix=say("Name targets of alerts.targets in kpi_alerts.send_to"),
        )
    deliveries = Alerts(deployment).send_morning(message)
    for one in deliveries:
        if one.trouble:
            console.print(f"[red]✗[/] {escape(one.trouble.what)}. {escape(one.trouble.fix)}", soft_wrap=True)
        else:
            console.print(f"[green]✓[/] {escape(one.target)}", soft_wrap=True)
    return not any(one.trouble for one in deliveries)
