"""A Swagger 2.0 toolchain: lint a document, emit a typed client, fuzz the service behind it."""

__version__ = "0.1.0"
