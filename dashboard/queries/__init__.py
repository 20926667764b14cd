"""The questions of the pages, one function each: (viewer, filters) -> rows. The only folder that calls sql."""
