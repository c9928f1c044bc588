"""演示县: an invented county, generated from a seed; above every room, imported by none."""
