"""Hostile requests: a fixed list, each with what a sound service may answer."""
