"""One file a feed: its FEED, its parse(), its thresholds."""
