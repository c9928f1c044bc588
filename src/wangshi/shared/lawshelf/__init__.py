"""法规书架: the law the house works by, page by page, with its certainty on every number."""
