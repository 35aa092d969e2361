"""The gateway: speaks the connector to its callers and Twilio to its upstream."""
