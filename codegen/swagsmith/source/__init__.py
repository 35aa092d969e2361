"""Text to `Document`: plain data, positions on demand, references resolved."""

from swagsmith.source.document import Document, load
from swagsmith.source.finding import Finding
from swagsmith.source.node import Node, escape, is_array, is_mapping, unescape
from swagsmith.source.problem import Problem

__all__ = [
    "Document",
    "Finding",
    "Node",
    "Problem",
    "escape",
    "is_array",
    "is_mapping",
    "load",
    "unescape",
]
