"""The engine: turns a folder of Markdown, YAML and pictures into a campaign site."""

__version__ = "0.1.0"
