"""量筛查质量用的: texts and what they should be called, counts, lawful look-alikes, verdicts."""
