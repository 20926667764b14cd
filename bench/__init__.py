"""Measurements against floors and peers, as ratios; docs/performance.md says what is measured and how."""
