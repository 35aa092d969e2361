"""Is it Swagger 2.0, and is it good? The structural check and the rules.

`lint` is the way in; `registry.rules` is the catalogue.
"""

from swagsmith.check.rule import Pack, Profile, Rule
from swagsmith.check.run import Result, lint
from swagsmith.check.settings import Settings, SettingsError

__all__ = ["Pack", "Profile", "Result", "Rule", "Settings", "SettingsError", "lint"]
