"""Pages of the strongroom."""
