"""The live target: the Twilio connector, and behind it a Twilio of its own.

    from twilio_target import running_target

    with running_target() as target:
        ...  # target.url is the connector, target.twilio_url speaks Twilio's own wire

``python -m twilio_target`` runs the same as a program.
"""

from twilio_target.running import running_target
from twilio_target.serving import Addresses
from twilio_target.settings import Settings

__all__ = ["Addresses", "Settings", "running_target"]
