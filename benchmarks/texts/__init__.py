"""造出来的文本: terms, listings and disguises, written for the benchmarks and made from a seed."""
