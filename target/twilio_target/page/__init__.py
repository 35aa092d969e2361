"""The page at ``/``: the connector's document with "try it", and a live view of what was sent."""
