"""Text to `Document`: plain data, positions on demand, references resolved."""

from swagsmith.source.document import Document, load
from swagsmith.source.node import Node, escape, unescape

__all__ = ["Document", "Node", "escape", "load", "unescape"]
