"""What Efir asks of others: webhooks and OSC."""

from webui.outside.calls import Calls

__all__ = ["Calls"]
