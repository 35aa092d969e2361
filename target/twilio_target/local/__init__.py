"""A Twilio of its own: the wire of api.twilio.com, version 2010-04-01, on SQLite."""
