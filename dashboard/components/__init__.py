"""Values to Dash components. They ask nothing of the database."""
