"""Fuzzing a live service with its document: schemathesis, configured, and checks of our own."""
