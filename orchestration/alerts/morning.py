"""The morning message as text and picture: money of yesterday and the month, what is due, KPIs off course."""

from durable.files import write_file
from orchestration.alerts.message import Message
from orchestration.alerts.morning_text import MorningText
from orchestration.alerts.picture import draw_morning
from orchestration.deployment.deployment import Deployment
from orchestration.deployment.shelf import readable_shelf
from page.morning import read_morning
from page.shelf_reader import open_shelf


def morning_message(deployment: Deployment) -> Message:
    """The morning of what is published now, its picture attached: `run/morning.png` of the var folder.

    Raises PageError: nothing is published, or it cannot be read. OSError: the picture cannot be written.
    """
    words = MorningText(deployment.company, deployment.currency)
    with open_shelf(readable_shelf(deployment)) as shelf:
        morning = read_morning(shelf)
    picture = deployment.state.run / "morning.png"
    write_file(picture, draw_morning(morning, words, deployment.state.run / "fonts"))
    return Message(words.title(morning), words.text(morning), picture)
