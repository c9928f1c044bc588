"""筛查评测的材料: terms, listings and disguises made from a seed, and the peers beside us."""
