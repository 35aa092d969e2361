"""What a document says about the check itself."""

from __future__ import annotations

from typing import Final

from swagsmith.check.rule import reader_rule
from swagsmith.diagnostics import Severity

UNUSED_IGNORE: Final = reader_rule(
    "unused-ignore",
    Severity.WARNING,
    """
    An entry of `x-swagsmith-ignore` names no rule, or a rule that finds nothing there.

    ## Why
    What was ignored has been mended, and the next fault of its kind would pass unseen. The
    extension holds for the object it stands in and for all below it. An entry for a rule that
    does not run is left alone.

    ## Bad
    ```yaml
    paths:
      /widgets:
        x-swagsmith-ignore: [path-slash]
        get: {responses: {"200": {description: All widgets.}}}
    ```

    ## Good
    ```yaml
    paths:
      widgets:
        x-swagsmith-ignore: [path-slash]
        get: {responses: {"200": {description: All widgets.}}}
    ```
    """,
)
