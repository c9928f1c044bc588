"""What is asked of the registry."""

from .search import SearchResult, search

__all__ = ["SearchResult", "search"]
